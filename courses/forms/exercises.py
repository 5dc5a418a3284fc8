"""Writing an exercise on real figures: what is asked, of which figures, and how exact an answer must be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import KeyedForm
from core.refusals import Refusal
from courses.excerpts.exercises import (
    MEASURE_CHOICES,
    PLACES,
    Tolerance,
    data_of,
    right_answer,
    tolerance_of,
)
from courses.forms.exercise_figures import FiguresSource
from courses.forms.numbers import NumberField
from courses.forms.questions import QuestionForm
from courses.models import ExerciseData
from indicators.calculator.questions import Order
from indicators.calculator.questions import Question as Asked
from indicators.measures.refusals import MeasureRefused

_MOST_PERCENT = 100


class ExerciseForm(QuestionForm):
    """An exercise: its question, figures, measure and tolerance, and help after the answer."""

    def __init__(self, *args: Any, source: FiguresSource, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs)
        data = data_of(self.instance) if self.instance.pk else None
        self.fields["measure"] = forms.ChoiceField(
            label=_("Measure"),
            choices=MEASURE_CHOICES,
            initial=data.measure if data else "slope_index",
            help_text=_(
                "We work out the correct answer, and explain it step by step to those who have passed."
            ),
        )
        self.fields["is_size"] = forms.BooleanField(
            label=_("Ask only for the size, without a sign"),
            required=False,
            initial=bool(data and data.is_size),
            help_text=_(
                "A difference is otherwise the least minus the most disadvantaged, and can be below zero. Say in the question which one you ask for."
            ),
        )
        is_percent = bool(data and data.tolerance_percent is not None)
        percent = data.tolerance_percent if data else None
        self.fields["tolerance_amount"] = NumberField(
            label=_("Tolerance"),
            help_text=_("How far an answer can be from the correct number, above or below."),
            initial=percent if is_percent else (self.instance.tolerance if data else 1),
            error_messages={"required": _("Enter how far an answer can be off; 0 for not at all.")},
        )
        self.fields["tolerance_in"] = forms.ChoiceField(
            label=_("Tolerance is"),
            choices=[
                ("percent", _("in per cent of the answer")),
                ("number", _("a number, in the unit of the answer")),
            ],
            widget=forms.RadioSelect,
            initial="number" if data and not is_percent else "percent",
        )
        asked = source.fields(data)
        self.fields.update(asked)
        self._asked = tuple(asked)
        self.order_fields(["form_key", "edit_number", "prompt", *asked, "measure", "is_size", "tolerance_amount", "tolerance_in", "points", "hint", "taught_in", "explanation"])  # fmt: skip
        self.refuse_control_characters()

    def clean_tolerance_amount(self) -> Any:
        amount = self.cleaned_data["tolerance_amount"]
        if amount < 0:
            raise forms.ValidationError(_("Enter 0 or more."))
        return amount

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if self.exactness.is_percent and self.exactness.amount > _MOST_PERCENT:
            self.add_error("tolerance_amount", _("Enter at most 100 per cent."))
            return cleaned
        try:
            self.chosen, question = self.source.figures(cleaned)
            self.groups = self._data(question)
            self.right = right_answer(self.groups)
        except Refusal as refusal:
            self.add_error(self.source.field_of_refusal, str(refusal))
        except MeasureRefused as refusal:
            self.add_error("measure", str(refusal.reason))
        return cleaned

    def _data(self, question: Asked) -> ExerciseData:
        """Return the data as they would be, not stored."""
        percent = self.exactness.amount if self.exactness.is_percent else None
        return ExerciseData(
            measure=self.cleaned_data["measure"],
            is_size=self.cleaned_data["is_size"],
            tolerance_percent=percent,
            title=question.title,
            figures=question.figures,
            values=question.kind,
            unit=question.unit,
            is_ordered=question.order != Order.NONE,
            better=question.better,
        )

    @property
    def exactness(self) -> Tolerance:
        """Return how far an answer may be off."""
        amount = self.cleaned_data["tolerance_amount"].quantize(PLACES)
        return Tolerance(amount, self.cleaned_data["tolerance_in"] == "percent")

    @property
    def words(self) -> dict[str, Any]:
        """Return what the actions take."""
        cleaned = self.cleaned_data
        names = ("prompt", "points", "hint", "taught_in", "explanation")
        return {
            **{name: cleaned[name] for name in names},
            "figures": self.chosen,
            "measure": cleaned["measure"],
            "is_size": cleaned["is_size"],
            "tolerance": self.exactness,
        }

    def stored_words(self, stored: Any) -> dict[str, Any]:
        """Return the stored words of the question and of its figures."""
        words = super().stored_words(stored)
        data = data_of(stored)
        if data is None:
            return words
        amount = data.tolerance_percent
        return {
            **words,
            **{name: self.fields[name].initial for name in self._asked},
            "measure": data.measure,
            "is_size": data.is_size,
            "tolerance_amount": stored.tolerance if amount is None else amount,
            "tolerance_in": "number" if amount is None else "percent",
        }

    @property
    def looked_at(self) -> tuple[ExerciseData, Any, Any]:
        """Return the data, the right answer and the tolerance of a valid form."""
        return self.groups, self.right, tolerance_of(self.groups, self.right, self.exactness.amount)

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show a save elsewhere; an exercise has no options to compare."""
        super(QuestionForm, self).refuse(refusal)


class NewExerciseForm(KeyedForm, ExerciseForm):
    """A new one; the key tells a second click from a second exercise."""
