"""Choosing the figure that a plan starts from, and its target."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts.series import written
from core.forms.bases import Form, Helper
from core.forms.layouts import Fieldset, Layout, Submit
from courses.action_plans.candidates import GROUP, PLACE, Candidate
from courses.forms.numbers import NumberField

# Units that people write after a number though it is asked for without.
_UNITS = ("%", "per cent", "percent", "percentage points", "points")
_FURTHEST = dt.timedelta(days=50 * 366)


class FigureField(NumberField):
    """A number in the unit of a measure, which may be written after it."""

    def __init__(self, *, unit: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.unit = unit

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        for unit in filter(None, (self.unit, *_UNITS)):
            if text.casefold().endswith(unit.casefold()):
                text = text[: -len(unit)].strip()
                break
        number = super().to_python(text)
        return None if number is None else float(number)


class FindIndicatorForm(Form):
    """Words to find an indicator by; sent in the address."""

    keeps_unsent = False

    q = forms.CharField(required=False, max_length=100)

    @property
    def text(self) -> str:
        """Return the words, or nothing where they cannot be searched for."""
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""


class TargetForm(Form):
    """A target: its value and its day, or neither."""

    target = FigureField(
        label=gettext_lazy("Target"),
        required=False,
        help_text=gettext_lazy(
            "The value you want to reach. Leave it empty if you do not know yet."
        ),
    )
    target_on = forms.DateField(
        label=gettext_lazy("Reach it by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a real day, such as 27 March 2027.")},
    )

    def __init__(
        self,
        *args: Any,
        today: dt.date,
        unit: str = "",
        old_day: dt.date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._old_day = today, old_day
        field = self.fields["target"]
        assert isinstance(field, FigureField)  # noqa: S101  (tells the type checker)
        field.unit = unit
        if unit:
            field.label = _("Target, in %(unit)s") % {"unit": unit}

    def clean_target_on(self) -> dt.date | None:
        """Take a day from today on; one that is over may stay as it was."""
        day: dt.date | None = self.cleaned_data["target_on"]
        if day is not None and day != self._old_day and day < self._today:
            raise forms.ValidationError(_("Enter a day that is not in the past."))
        if day is not None and day > self._today + _FURTHEST:
            raise forms.ValidationError(_("Enter a day in the next fifty years."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        value, day = cleaned.get("target"), cleaned.get("target_on")
        if value is not None and day is None:
            self.add_error("target_on", _("Enter the day by which you want to reach the target."))
        if day is not None and value is None:
            self.add_error("target", _("Enter the value you want to reach by that day."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("target", "target_on", Submit("save", _("Save the target")))
        return helper


class BaselineForm(TargetForm):
    """One of the numbers that a plan can start from; figures of one's own also say when and where from."""

    measure = forms.ChoiceField(
        label=gettext_lazy("What do you want to change?"),
        help_text=gettext_lazy(
            "A measure of inequality compares all groups. You can also follow one group, or the whole place."
        ),
        error_messages={
            "required": gettext_lazy("Choose a number."),
            "invalid_choice": gettext_lazy("Choose a number from the list."),
        },
    )
    period = forms.CharField(
        label=gettext_lazy("When are the figures from?"),
        max_length=60,
        help_text=gettext_lazy("For example: 2023/24."),
        error_messages={"required": gettext_lazy("Enter the year or period of the figures.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Where are the figures from?"),
        max_length=300,
        help_text=gettext_lazy("Who published or counted them, and where they can be found."),
        error_messages={"required": gettext_lazy("Enter the source of the figures.")},
    )
    field_order = ["measure", "period", "source", "target", "target_on"]

    def __init__(
        self, *args: Any, candidates: Sequence[Candidate], asks_source: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._candidates = candidates
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (tells the type checker)
        field.choices = _choices(candidates)
        self.fields["target"].help_text = _(
            "The value you want to reach, in the unit of what you chose. Leave it empty if you do not know yet."
        )
        if not asks_source:
            del self.fields["period"], self.fields["source"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        asked = [name for name in ("period", "source") if name in self.fields]
        helper.layout = Layout(
            "measure",
            *asked,
            Fieldset(_("Where you want to get"), "target", "target_on"),
            Submit("save", _("Start the plan from this number")),
        )
        return helper


def number_in_words(candidate: Candidate) -> str:
    """Write the number with its unit, as the list of choices has it."""
    text = written(candidate.value, candidate.decimals)
    return f"{text}\N{NO-BREAK SPACE}{candidate.unit}" if candidate.unit else text


def _choices(candidates: Sequence[Candidate]) -> list[tuple[str, Any]]:
    headings = (
        ("", _("Inequality between the groups")),
        (GROUP, _("One group")),
        (PLACE, _("The whole place")),
    )
    grouped = [
        (
            str(heading),
            [
                (each.code, f"{each.name}: {number_in_words(each)}")
                for each in candidates
                if each.kind == kind
            ],
        )
        for kind, heading in headings
    ]
    return [("", _("Choose a number")), *((heading, rows) for heading, rows in grouped if rows)]
