"""The base of all forms."""

import copy
import io
import re
import uuid

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.template import Context, Template

from accounts.models import User
from accounts.roles import Role
from advice.states import AdviceState
from core.files.upload_limits import NotReceived
from core.files.uploads_folder import StorageFull
from core.forms.bases import Form, KeyedForm, ModelForm
from core.forms.usual_words import say_limits
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.library import RecordFactory


class NoteForm(Form):
    """A form with one text of its own, and one that is added later."""

    note = forms.CharField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["more"] = forms.CharField()
        self.refuse_control_characters()


def test_the_key_of_a_form_comes_back_as_it_was_sent():
    key = uuid.uuid4()
    form = KeyedForm({"form_key": str(key)})

    assert form.is_valid()
    assert form.cleaned_data["form_key"] == key


def test_every_text_refuses_control_characters_once():
    form = NoteForm({"note": "a\x07b", "more": "a\x07b"})

    assert {name: len(errors) for name, errors in form.errors.items()} == {"note": 1, "more": 1}


class LetterForm(Form):
    """One text of one line, one of many."""

    subject = forms.CharField()
    body = forms.CharField(widget=forms.Textarea)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("One\nTwo", {"subject"}),
        ("One\r\nTwo", {"subject"}),
        ("One\tTwo", {"subject"}),
        ("One\u2028Two", {"subject"}),
        ("One\x07Two", {"subject", "body"}),
        ("abc\u202ecba", {"subject", "body"}),
        ("abc\u2067cba\u2069", {"subject", "body"}),
        ("می\u200cخواهم", set()),
        ("a\u200d\u200e\u200fb", set()),
        ("নমস্কার 👩\u200d⚕️", set()),
    ],
)
def test_a_text_holds_what_its_field_shows_and_nothing_that_turns_it_round(text, refused):
    form = LetterForm({"subject": text, "body": text})

    assert set(form.errors) == refused


@pytest.mark.parametrize(
    "sent", ["One\r\nTwo\r\n\r\nThree", "One\nTwo\n\nThree", "One\rTwo\r\rThree"]
)
def test_line_breaks_are_plain_however_they_were_sent(sent):
    query = QueryDict(mutable=True)
    query.setlist("body", [sent])
    query["subject"] = "One"

    forms_sent = [LetterForm(query), LetterForm({"subject": "One", "body": sent})]

    assert [form.is_valid() and form.cleaned_data["body"] for form in forms_sent] == [
        "One\nTwo\n\nThree"
    ] * 2
    assert forms_sent[0]["body"].value() == "One\nTwo\n\nThree"


class _Numbers(Form):
    between = forms.IntegerField(min_value=10, max_value=480)
    least = forms.IntegerField(min_value=2)
    most = forms.DecimalField(max_value=5)
    own = forms.IntegerField(max_value=3, error_messages={"max_value": "Three is enough"})


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("between", "9", "Enter a number from 10 to 480"),
        ("between", "481", "Enter a number from 10 to 480"),
        ("between", "many", "Enter a number from 10 to 480"),
        ("least", "1", "Enter a number of at least 2"),
        ("most", "5.5", "Enter a number of at most 5"),
        ("most", "nan", "Enter a number of at most 5"),
        ("own", "4", "Three is enough"),
    ],
)
def test_a_number_out_of_range_is_refused_in_our_words(field, value, words):
    form = _Numbers({field: value})

    assert form.errors[field] == [words]


def test_no_form_of_ours_answers_numbers_with_the_words_of_django():
    usual = ("Ensure this value", "Enter a whole number")
    bases = [Form, ModelForm]
    raw = []
    while bases:
        kind = bases.pop()
        bases += kind.__subclasses__()
        for name, field in getattr(kind, "base_fields", {}).items():
            if isinstance(field, forms.IntegerField):
                shown = copy.deepcopy(field)
                say_limits(shown)
                said = [str(words) for words in shown.error_messages.values()]
                limits = [shown.min_value, shown.max_value]
                unsaid = [
                    code
                    for code, limit in zip(("min_value", "max_value"), limits, strict=True)
                    if limit is not None and code not in shown.error_messages
                ]
                if unsaid or any(words.startswith(usual) for words in said):
                    raw.append((kind, name))

    assert raw == []


class FileForm(Form):
    file = forms.FileField(label="File", required=False)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.csv", b""), "This file is empty. Choose another one."),
        (
            NotReceived(io.BytesIO(), "file", "a.csv", "text/csv", 9_000_000, None),
            StorageFull.message,
        ),
    ],
)
def test_a_file_without_content_is_refused_beside_its_field_where_none_is_needed(file, said):
    form = FileForm({}, {"file": file})

    assert form.errors == {"file": [said]}


@pytest.mark.django_db
def test_a_list_says_in_words_what_no_choice_means(client):
    editor, record = UserFactory(roles=[Role.EDITOR]), RecordFactory()
    client.force_login(editor)
    case = AdviceCaseFactory(lead=editor, state=AdviceState.DRAFTING)

    optional = client.get(f"/recommendations/records/{record.pk}/new/").content.decode()
    required = client.get(f"/advice/{case.pk}/reviewers/").content.decode()

    assert optional.count(">Not stated</option>") == 2
    assert required.count(">Choose</option>") == 2
    assert "-----" not in optional + required


class ChoosingForm(Form):
    """Lists as models give them, with Django's dashes before their choices."""

    kind = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")])
    level = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")], required=False)
    person = forms.ModelChoiceField(User.objects.none(), required=False)
    named = forms.ChoiceField(choices=[("", "No plan"), ("a", "A")], required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["late"] = forms.ModelChoiceField(User.objects.none())
        self.fields["widget"] = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("b", "B")])
        self.fields["widget"].widget.choices = [("", "Nobody"), ("a", "Ann")]


_SAID = {
    "kind": "Choose",
    "level": "Not stated",
    "person": "Not stated",
    "named": "No plan",
    "late": "Choose",
    "widget": "Nobody",
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["{% form form %}", "{% field form.NAME %}", "{{ form.NAME }}"])
@pytest.mark.parametrize(("name", "words"), _SAID.items())
def test_a_list_says_what_no_choice_means_wherever_it_is_shown(way, name, words):
    template = Template("{% load praxis %}" + way.replace("NAME", name))

    html = template.render(Context({"form": ChoosingForm()}))

    said = dict(re.findall(r'<select name="(\w+)"[^>]*>\s*<option value=""[^>]*>([^<]*)', html))
    assert said[name] == words


class LevelForm(Form):
    level = forms.ChoiceField(
        label="Level", choices=[*BLANK_CHOICE_DASH, ("a", "A")], required=False
    )


def test_what_is_stored_elsewhere_is_told_in_the_words_of_the_list():
    form = LevelForm({"level": "a"})

    assert form.is_valid()
    assert form.differing_from({"level": ""}) == [("Level", "Not stated")]
