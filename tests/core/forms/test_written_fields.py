"""Fields are written in Python, widget by widget, as the templates that they replaced wrote them."""

import re
from pathlib import Path

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from core.forms.bases import Form, Helper
from core.forms.layouts import Field, Fieldset, Included, Layout, Page, Row, Submit, Words
from courses.forms.editor import LessonTextWidget
from tests.core.forms.specimens import states

WRITTEN = Path(__file__).parent / "written"


def rendered(template: str, **known: object) -> str:
    return Template("{% load praxis %}" + template).render(Context(known))


def one_line(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip().replace("\n", "&#10;")


@pytest.mark.parametrize(
    "state", ["opened", "with_values", "refused", "one_of_several", "without_ids"]
)
def test_every_widget_is_written_as_its_template_wrote_it(state):
    """The files hold what the templates gave before this code took their place, a field a line."""
    kept = (WRITTEN / f"{state}.html").read_text(encoding="utf-8").splitlines()

    written = [one_line(rendered("{% field field %}", field=field)) for field in states()[state]]

    assert written == kept


@pytest.mark.parametrize("state", ["opened", "with_values", "refused"])
def test_an_input_alone_is_written_as_within_its_field(state):
    """``{{ form.place }}`` takes Django's way to the same words; lists take another one."""
    for field in states()[state]:
        alone = parse_html(str(field))

        assert parse_html(rendered("{% field field %}", field=field)).count(alone) == 1


def test_a_group_without_a_value_among_its_choices_is_written_without_one():
    """A choice that stands for nothing has no value: "None" would be sent, and refused."""
    form = states()["opened"]

    for name in ("radio_nothing", "ticked_nothing"):
        html = rendered("{% field field %}", field=form[name])

        assert 'None"' not in html
        assert html.count("value=") == 2


class _Marked(forms.Select):
    def create_option(self, *args, **kwargs):
        return {**super().create_option(*args, **kwargs), "attrs": {"data-own": "yes"}}


class OwnLooksForm(Form):
    marked = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=_Marked)
    text = forms.CharField(widget=LessonTextWidget, initial="Some *words*")


def test_a_widget_of_ones_own_is_written_as_it_says():
    form = OwnLooksForm()

    marked, text = (rendered("{% field field %}", field=field) for field in form)

    assert marked.count('data-own="yes"') == 2
    assert '<div class="editor"' in text
    assert parse_html(text).count(
        parse_html(
            '<textarea name="text" cols="40" rows="24" dir="auto" data-editor="" required'
            ' id="id_text">Some *words*</textarea>'
        )
    )


def _as_radio_buttons():
    widget = forms.Select()
    widget.template_name = "django/forms/widgets/radio.html"
    return widget


def _with_other_ids():
    widget = forms.RadioSelect()
    widget.add_id_index = False
    return widget


@pytest.mark.parametrize("make", [_as_radio_buttons, _with_other_ids])
def test_a_widget_that_is_changed_after_it_was_made_is_written_as_changed(make):
    class ChangedForm(Form):
        place = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=make())

    field = ChangedForm()["place"]

    html = rendered("{% field field %}", field=field)

    assert parse_html(html).count(parse_html(str(field))) == 1


class _Place(forms.ChoiceField):
    def get_bound_field(self, form, field_name):
        return _BoundPlace(form, self, field_name)


class _BoundPlace(forms.BoundField):
    def as_widget(self, widget=None, attrs=None, only_initial=False):
        return super().as_widget(widget, {**(attrs or {}), "data-own": "yes"}, only_initial)


class FieldsOfOnesOwnForm(Form):
    place = _Place(choices=[("a", "A"), ("b", "B")])
    before = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")], initial="a", show_hidden_initial=True
    )


@pytest.mark.parametrize(
    ("name", "shown"), [("place", 'data-own="yes"'), ("before", 'name="initial-before"')]
)
def test_a_field_of_ones_own_is_written_as_it_says(name, shown):
    html = rendered("{% field field %}", field=FieldsOfOnesOwnForm()[name])

    assert html.count(shown) == 1


class OtherLooksForm(Form):
    default_renderer = DjangoTemplates()

    place = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_form_with_a_renderer_of_its_own_is_written_by_it():
    field = OtherLooksForm()["place"]

    html = rendered("{% field field %}", field=field)

    assert parse_html(html).count(parse_html(str(field))) == 1


class LabelledForm(Form):
    agrees = forms.BooleanField()
    way = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    nameless = forms.CharField(label="")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("agrees", '<label for="id_agrees">Your &lt;word&gt;</label>'),
        ("way", "<legend>Your &lt;word&gt;</legend>"),
        ("nameless", '<label for="id_nameless">Your &lt;word&gt;</label>'),
    ],
)
def test_a_page_may_give_any_field_another_label(name, written):
    field = LabelledForm()[name]

    html = rendered("{% field field label=words %}", field=field, words="Your <word>")

    assert written in html
    assert html.count("<label") + html.count("<legend") == 1 + (name == "way")
    assert name.title() not in html


class NoteForm(Form):
    name = forms.CharField(required=False)
    note = forms.CharField(required=False, help_text="Short")


def written(*parts: object, **known: object) -> str:
    return one_line(Layout(*parts).render(NoteForm(), Page(Context(known))))


def test_legends_and_buttons_are_words_and_no_templates():
    """They may hold what people wrote, such as the title of a criterion."""
    wrote = "{{ request }}{% now 'Y' %}<b>bold</b>"

    html = written(Fieldset(wrote, "name"), Submit("save", wrote), Words(wrote))

    assert html.count("{{ request }}{% now &#x27;Y&#x27; %}&lt;b&gt;bold&lt;/b&gt;") == 3
    assert "<b>" not in html


def test_words_that_are_html_already_stay_so():
    assert "<legend><i>x</i></legend>" in written(Fieldset(mark_safe("<i>x</i>"), "name"))


def test_a_layout_that_names_no_field_of_its_form_is_refused():
    with pytest.raises(KeyError, match="names"):
        written("names")


def test_a_template_within_a_form_sees_what_it_names():
    html = written(Included("components/autosave.html", "saved_at"), other="x", saved_at=None)

    assert html.startswith('<p class="meta" role="status"')


def test_fields_may_be_laid_out_otherwise():
    html = written(Row("name"), Field("note", says_optional=False))
    alone = rendered("{% field f label='Your note' css_class='wide' %}", f=NoteForm()["note"])

    assert html.startswith('<div class="field-row"><div class="field"><label for="id_name">Name')
    assert html.count("(optional)") == 1
    assert '<div class="field wide">' in alone
    assert (
        '<label for="id_note">Your note <span class="optional">(optional)</span></label>' in alone
    )


class SearchForm(Form):
    q = forms.CharField(required=False)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_method, helper.form_action, helper.form_id = "get", "/library/", "find"
        return helper


def test_a_form_that_searches_has_no_token_and_calls_nothing_optional():
    html = rendered("{% form form %}", form=SearchForm(), csrf_token="token")

    assert html.startswith('<form novalidate action="/library/" id="find" method="get">')
    assert "csrf" not in html
    assert "optional" not in html


def test_a_form_without_a_layout_shows_all_its_fields():
    html = rendered("{% form form %}", form=NoteForm(), csrf_token="token")

    assert [
        name for name in ("csrfmiddlewaretoken", "name", "note") if f'name="{name}"' in html
    ] == [
        "csrfmiddlewaretoken",
        "name",
        "note",
    ]


@pytest.mark.parametrize("shown", [forms.formset_factory(NoteForm)(), "", None])
def test_what_is_no_form_is_refused_in_words(shown):
    with pytest.raises(TypeError, match="writes one form"):
        rendered("{% form shown %}", shown=shown)


def test_the_summary_links_to_nothing_that_is_not_on_the_page():
    """A form without ids has no place to lead to; a widget may have an id of its own."""

    class SentForm(Form):
        name = forms.CharField()
        own = forms.CharField(widget=forms.TextInput(attrs={"id": "mine"}))

    with_ids, without = (
        re.findall(r'<a href="([^"]*)"', rendered("{% form form %}", form=form))
        for form in (SentForm({}), SentForm({}, auto_id=False))
    )

    assert with_ids == ["#id_name", "#mine"]
    assert without == ["#mine"]
