"""The base of all forms."""

import uuid

import pytest
from django import forms
from django.http import QueryDict

from core.forms.bases import Form, KeyedForm


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
