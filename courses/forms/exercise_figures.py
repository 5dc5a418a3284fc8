"""Where the figures of an exercise come from: pasted by its author, or taken from an indicator."""

from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.excerpts.exercises import Figures, PastedFigures
from courses.forms.excerpts import selection_fields, selection_from
from courses.models import ExerciseData
from indicators.calculator.questions import GoodSide, Order, Question, Values
from indicators.excerpts.excerpt import Picture, Selection
from indicators.excerpts.exercising import in_one_order, question_of
from indicators.excerpts.offering import Offer
from indicators.excerpts.taking import take

_MOST_CHARACTERS = 40_000


class FiguresSource(Protocol):
    """A way for an author to give an exercise its figures."""

    @property
    def field_of_refusal(self) -> str | None:
        """Return the field that shows why figures are refused; None shows it above the form."""

    def fields(self, data: ExerciseData | None) -> dict[str, forms.Field]:
        """Return the fields that ask for the figures, filled with those of stored data."""

    def figures(self, cleaned: dict[str, Any]) -> tuple[Figures, Question]:
        """Return the figures as the actions take them, and as the calculator reads them.

        Raises a ``Refusal`` that says what is wrong with them.
        """


class PastedGroups:
    """Groups that the author pastes from a spreadsheet."""

    field_of_refusal = "pasted"

    def fields(self, data: ExerciseData | None) -> dict[str, forms.Field]:
        """Return the fields for a table, its title and its source, and for how the table is read."""
        return {
            "title": forms.CharField(
                label=_("Title of the data"),
                max_length=200,
                initial=data.title if data else "",
                error_messages={"required": _("Enter a title, such as “Cold homes in Ely, 2026”.")},
            ),
            "pasted": forms.CharField(
                label=_("Data"),
                max_length=_MOST_CHARACTERS,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 12}),
                initial=data.figures if data else "",
                help_text=_(
                    "Copy the groups from a spreadsheet and paste them: a row for each group with its name, value and population, and its count if you have it. The first row names the columns."
                ),
                error_messages={"required": _("Paste the groups.")},
            ),
            **_reading_fields(data),
            "source": forms.CharField(
                label=_("Source"),
                max_length=500,
                initial=data.source if data else "",
                help_text=_("Who published the numbers, where, when and under which licence."),
                error_messages={"required": _("Name the source of the numbers.")},
            ),
        }

    def figures(self, cleaned: dict[str, Any]) -> tuple[Figures, Question]:
        """Return the pasted groups, the most disadvantaged first where they have an order."""
        question = in_one_order(
            Question(
                figures=cleaned["pasted"],
                title=cleaned["title"],
                kind=cleaned["value_kind"],
                unit=cleaned["value_unit"],
                order=cleaned["order"],
                better=cleaned["better"],
            )
        )
        return PastedFigures(question, cleaned["source"]), question


class IndicatorGroups:
    """The groups of an indicator, for one place, sex and period."""

    field_of_refusal = None

    def __init__(self, offer: Offer) -> None:
        self.offer = offer

    def fields(self, data: ExerciseData | None) -> dict[str, forms.Field]:
        """Return the fields that leave a choice among the indicator's figures."""
        chosen = self.offer.usual
        if data is not None and data.selection is not None:
            chosen = Selection.from_plain(data.selection)
        return selection_fields(self.offer, chosen, is_single=True)

    def figures(self, cleaned: dict[str, Any]) -> tuple[Figures, Question]:
        """Return the chosen groups as the indicator holds them today."""
        selection = selection_from(self.offer, cleaned, Picture.GROUPS.value)
        return selection, question_of(take(selection).excerpt, title="")


def _reading_fields(data: ExerciseData | None) -> dict[str, forms.Field]:
    """Return the fields that say how pasted values are read."""
    return {
        "value_kind": forms.ChoiceField(
            label=_("Kind of value"),
            choices=Values.choices,
            required=False,
            initial=data.values if data else "",
        ),
        "value_unit": forms.CharField(
            label=_("Unit of the values"),
            max_length=120,
            required=False,
            initial=data.unit if data else "",
            help_text=_("For example, % of homes."),
        ),
        "order": forms.ChoiceField(
            label=_("Order of the rows"),
            choices=Order.choices,
            initial=Order.NONE if data and not data.is_ordered else Order.MOST_FIRST,
        ),
        "better": forms.ChoiceField(
            label=_("Which way is better"),
            choices=GoodSide.choices,
            required=False,
            initial=data.better if data else "",
        ),
    }
