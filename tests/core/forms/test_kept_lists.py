"""What forms have in common is copied and written once, and read as it stands now."""

import copy
import re

import pytest
from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override, trans_real

from core.forms.bases import Form
from core.forms.copied_fields import QuicklyCopied
from core.forms.fields import field_html
from core.forms.long_lists import _as_key
from core.forms.markup import escape
from demo.factories.library import TopicFactory
from library.vocabularies.forms.topics import TopicsField
from library.vocabularies.models import Topic
from tests.core.forms.specimens import Specimens, states

LONG = [(f"v{number}", f"Word {number}") for number in range(30)]


def listed(choices, *, widget=forms.Select, **kwargs):
    field = forms.ChoiceField
    if widget in {forms.SelectMultiple, forms.CheckboxSelectMultiple}:
        field = forms.MultipleChoiceField
    form = type("ListForm", (Form,), {"place": field(choices=choices, widget=widget)})(**kwargs)
    return field_html(form["place"])


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
def test_what_is_chosen_in_a_long_list_is_no_longer_chosen_in_the_next(widget):
    chosen = listed(LONG, widget=widget, initial={"place": ["v3"]})
    other = listed(LONG, widget=widget, initial={"place": ["v9"]})

    assert chosen.count(" selected") == other.count(" selected") == 1
    assert '<option value="v3" selected>' in chosen
    assert '<option value="v9" selected>' in other
    assert " selected" not in listed(LONG, widget=widget)


def test_several_boxes_of_a_long_list_are_ticked_and_the_first_button_alone():
    both = {"initial": {"place": ["v7", "v3"]}}

    assert listed(LONG, widget=forms.CheckboxSelectMultiple, **both).count(" checked") == 2
    assert listed(LONG, widget=forms.RadioSelect, **both).count(" checked") == 1


def test_a_long_list_is_read_as_it_is_named_now():
    before, after = listed(LONG), listed([("v0", "Renamed <now>"), *LONG[1:]])

    assert ">Word 0<" in before
    assert ">Renamed &lt;now&gt;<" in after


def test_safe_text_in_a_long_list_is_told_from_text_that_is_not():
    plain, safe = (
        listed([("b", label), *LONG]) for label in ("<b>Bold</b>", mark_safe("<b>Bold</b>"))
    )

    assert "&lt;b&gt;Bold" in plain
    assert "<b>Bold</b>" in safe


@pytest.mark.parametrize(
    ("choices", "is_kept"),
    [
        (LONG, True),
        ([("Group", LONG), ("Other", LONG[:2])], True),
        (LONG[:3], False),
        ([(1, "Some row"), *LONG], False),
        ([("x", gettext_lazy("Yes")), *LONG], False),
        ([["x", "X"], *LONG], False),
        ([("Group", LONG), ("x", "X")], False),
        # By their numbers people are chosen.
        ([("", "Nobody"), *((str(number), f"Person {number}") for number in range(30))], False),
        ([("Learners", [(str(number), f"Person {number}") for number in range(30)])], False),
    ],
)
def test_long_lists_of_plain_texts_are_kept(choices, is_kept):
    assert (_as_key(tuple(choices)) is not None) == is_kept


@pytest.mark.parametrize("widget", [forms.CheckboxSelectMultiple, forms.RadioSelect])
def test_each_choice_of_a_group_without_a_name_has_an_id_of_its_own(widget):
    html = listed([(None, LONG[:3]), ("x", "X")], widget=widget)
    ids = re.findall(r' id="([^"]+)"', html)

    assert len(ids) == len({*ids}) >= 4


@pytest.mark.django_db
def test_a_list_of_rows_is_asked_for_once(django_assert_num_queries):
    TopicFactory.create_batch(3)
    form = type("TopicForm", (Form,), {"topics": TopicsField()})()

    with django_assert_num_queries(1):
        field_html(form["topics"])


def test_words_of_our_own_are_read_in_the_language_of_the_page():
    said = gettext_lazy("Monday")

    with override("cy"):
        welsh = escape(said)
    with override("en-gb"):
        assert (escape(said), welsh) == ("Monday", "Dydd Llun")


def test_words_of_our_own_are_looked_up_anew_when_their_catalogue_was_changed(monkeypatch):
    said = gettext_lazy("Tuesday")
    with override("cy"), monkeypatch.context() as changes:
        assert escape(said) == "Dydd Mawrth"
        changed = copy.copy(trans_real.catalog())
        changes.setattr(changed, "gettext", lambda message: f"{message}, said otherwise")
        changes.setattr(trans_real._active, "value", changed)
        assert escape(said) == "Tuesday, said otherwise"
    assert escape(said) == "Tuesday"


def test_words_of_our_own_are_escaped_unless_they_are_safe():
    words = "Less < more"

    assert escape(gettext_lazy(words)) == "Less &lt; more"
    assert escape(gettext_lazy(mark_safe(words))) == words  # noqa: S308


def described(fields):
    return {
        name: {**vars(field), "widget": (type(field.widget), vars(field.widget))}
        for name, field in fields.items()
        if type(field).__deepcopy__ is not forms.MultiValueField.__deepcopy__
        and not isinstance(field.widget, forms.MultiWidget)
    }


def test_fields_are_copied_as_django_copies_them():
    fields = Specimens.base_fields

    assert described(copy.deepcopy(QuicklyCopied(fields))) == described(copy.deepcopy(fields))


@pytest.mark.django_db
def test_each_copy_of_a_field_that_chooses_rows_reads_those_that_are_there_now():
    fields = {"topic": forms.ModelChoiceField(Topic.objects.order_by("pk"), empty_label=None)}
    first = TopicFactory()
    before = copy.deepcopy(QuicklyCopied(fields))["topic"]
    assert [value.instance for value, _label in before.choices] == [first]

    second = TopicFactory()
    after = copy.deepcopy(QuicklyCopied({"topic": before}))["topic"]

    assert [value.instance for value, _label in after.widget.choices] == [first, second]
    assert after.widget.choices.field is after
    assert after.widget is not before.widget


def test_what_a_form_changes_of_its_fields_stays_its_own():
    changed = Specimens()
    field = changed.fields["grouped"]
    field.widget.attrs["data-x"] = "y"
    field.error_messages["required"] = "Say it"
    field.validators.append(str)
    field.choices[0][1].append(("n", "New"))
    field.widget.choices[0][1].append(("n", "New"))
    field.widget.is_required = True

    other = states()["opened"].fields["grouped"]

    assert "data-x" not in other.widget.attrs
    assert other.error_messages["required"] != "Say it"
    assert str not in other.validators
    assert [len(other.choices[0][1]), len(other.widget.choices[0][1])] == [2, 2]
    assert not other.widget.is_required


class CountedField(forms.CharField):
    def __deepcopy__(self, memo):
        twin = super().__deepcopy__(memo)
        twin.copies = getattr(self, "copies", 0) + 1
        return twin


def test_a_field_that_is_copied_in_its_own_way_stays_so():
    form = type("CountedForm", (Form,), {"name": CountedField()})()

    assert form.fields["name"].copies == 1
