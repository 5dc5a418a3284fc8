"""A quiz as a form: one field a question, working without JavaScript."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Included, Layout, Page, Submit
from courses.excerpts.exercises import ShownData, with_data
from courses.lessons.shuffling import shuffled
from courses.models import Option, Question
from courses.progress.grading import GivenAnswer
from courses.progress.numbers import NotANumber, readings
from courses.states import NUMBER_KINDS, QuestionKind

_LONGEST_KEPT = 500
_MOST_KEPT = 50


class OrderingWidget(forms.MultiWidget):
    """One select for each item, to give it its place."""

    template_name = "courses/widgets/ordering.html"

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        places = [("", "–"), *((str(n), str(n)) for n in range(1, len(options) + 1))]
        super().__init__([forms.Select(choices=places) for _option in options])

    def decompress(self, value: list[int] | None) -> list[str | None]:
        if not value:
            return [None] * len(self.options)
        places = {pk: str(place) for place, pk in enumerate(value, start=1)}
        return [places.get(option.pk) for option in self.options]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for subwidget, option in zip(context["widget"]["subwidgets"], self.options, strict=True):
            subwidget["item"] = option.text
        return context


class OrderingField(forms.MultiValueField):
    """The items in the order of their places; each place is given once."""

    widget: OrderingWidget

    def __init__(self, options: Sequence[Option], **kwargs: Any) -> None:
        self.options = options
        places = [(str(n), str(n)) for n in range(1, len(options) + 1)]
        fields = [forms.ChoiceField(choices=places) for _option in options]
        super().__init__(fields, widget=OrderingWidget(options), **kwargs)

    def compress(self, data_list: list[str]) -> list[int]:
        places = [int(place) for place in data_list]
        for place in places:
            if places.count(place) > 1:
                raise forms.ValidationError(
                    _("Place %(place)s is given more than once. Give each item its own place."),
                    code="repeated",
                    params={"place": place},
                )
        order = sorted(zip(places, self.options, strict=True), key=lambda pair: pair[0])
        return [option.pk for _place, option in order]


class QuizForm(KeyedForm):
    """All questions of a quiz. Answers that were given stay when another one is missing."""

    # Nothing is overwritten here, but the script that saves drafts keeps the number of a save.
    edit_number = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        kept: Mapping[str, Any] | None = None,
        keep_at: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.kept = kept or {}
        self.keep_at = keep_at
        for number, question in enumerate(self.questions, start=1):
            self.fields[_name(question)] = _field(question, number)
            self.initial[_name(question)] = self._answered(question)
        self.refuse_control_characters()

    def _answered(self, question: Question) -> Any:
        """Return what was kept of the answer, as its field shows it."""
        name = _name(question)
        if question.kind == QuestionKind.ORDERING:
            count = len(question.options.all())
            return [next(iter(self.kept.get(f"{name}_{n}", ())), "") for n in range(count)]
        values = self.kept.get(name, [])
        return values if question.kind == QuestionKind.MULTIPLE else next(iter(values), None)

    @property
    def typed(self) -> dict[str, list[str]]:
        """Return everything that was sent in the fields of questions, as it was sent."""
        names = tuple(_name(question) for question in self.questions)
        return {
            name: [value[:_LONGEST_KEPT].replace("\0", "") for value in values[:_MOST_KEPT]]
            for name, values in self.data.lists()
            if name.rpartition("_")[0] in names or name in names
        }

    @property
    def answers(self) -> dict[int, GivenAnswer]:
        """Return the answers by the key of each question, as ``submit_attempt`` takes them."""
        return {
            question.pk: _given(question, self.cleaned_data[_name(question)])
            for question in self.questions
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.attrs["data-draft"] = self.keep_at
        helper.layout = Layout(
            "form_key",
            "edit_number",
            *self._in_order(),
            Included("components/autosave.html", "saved_at"),
            ButtonHolder(
                Submit("submit", _("Submit the quiz")),
                Submit(
                    "keep",
                    _("Save my answers for later"),
                    css_class="button-secondary",
                    formaction=self.keep_at,
                ),
            ),
        )
        return helper

    def _in_order(self) -> Iterator[Any]:
        """Yield the fields of the questions, before those of an exercise its data where they have not been shown yet."""
        for question, data in with_data(self.questions):
            if data is not None:
                yield _Data(data)
            yield _name(question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number, question in enumerate(self.questions, start=1):
            value = cleaned.get(_name(question))
            if question.kind in NUMBER_KINDS and value:
                try:
                    readings(value, unit=question.unit)
                except NotANumber:
                    self.add_error(
                        _name(question),
                        _("Question %(number)s: enter a number, such as 1,234.5 or 1 234,5.")
                        % {"number": number},
                    )
        return cleaned


class _Data:
    """The data of an exercise above its question."""

    def __init__(self, shown: ShownData) -> None:
        self.shown = shown

    def render(self, form: Any, page: Page) -> str:
        return render_to_string("courses/excerpts/_exercise_data.html", {"shown": self.shown})


def _name(question: Question) -> str:
    return f"question_{question.pk}"


def _given(question: Question, value: Any) -> GivenAnswer:
    if question.kind == QuestionKind.SINGLE:
        return [int(value)]
    if question.kind == QuestionKind.MULTIPLE:
        return [int(pk) for pk in value]
    if question.kind == QuestionKind.ORDERING:
        return list(value)
    return str(value)


def _field(question: Question, number: int) -> forms.Field:
    options = list(question.options.all()) if question.has_options else []
    missing = {"required": _("Answer question %(number)s.") % {"number": number}}
    label = f"{number}. {question.prompt}"
    choices = [(str(option.pk), option.text) for option in options]
    if question.kind == QuestionKind.SINGLE:
        return forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, error_messages=missing
        )
    if question.kind == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Choose all the correct answers."),
            error_messages=missing,
        )
    if question.kind == QuestionKind.ORDERING:
        missing["required"] = _("Question %(number)s: give each item a place.") % {"number": number}
        return OrderingField(
            shuffled(question, options),
            label=label,
            help_text=_("Give each item a place, 1 for the first."),
            error_messages=missing,
        )
    attrs = {"autocomplete": "off"}
    if question.kind in NUMBER_KINDS:
        hint = _("A number, in this unit: %(unit)s.") % {"unit": escape(question.unit)}
        return forms.CharField(
            label=label,
            max_length=40,
            # No ``inputmode``: the keys for numbers of some telephones have no minus sign.
            widget=forms.TextInput(attrs=attrs),
            help_text=hint if question.unit else _("A number."),
            error_messages=missing,
        )
    return forms.CharField(
        label=label,
        max_length=200,
        widget=forms.TextInput(attrs=attrs),
        help_text=_("A few words."),
        error_messages=missing,
    )
