"""Setting a deadline, shifting one for a person, copying a cohort."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.validators import plausible_day
from courses.cohorts.deadlines import Due
from courses.models import Cohort, Deadline, Lesson, Module
from courses.models.deadlines import MOST_DAYS
from courses.progress.table_of_contents import TableOfContents

_INVALID_DAY = _("Enter a day, such as 31/3/2027.")


def _day_field(label: Any, **further: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _INVALID_DAY, "required": _("Enter the day.")},
        validators=[plausible_day],
        **further,
    )


class DeadlineForm(Form):
    """A lesson or module of the cohort's version, and its last day: of the calendar, or after the start."""

    what = forms.ChoiceField(
        label=_("For"), error_messages={"invalid_choice": _("Choose a lesson or a module.")}
    )
    due_on = _day_field(
        _("Last day"),
        required=False,
        help_text=_("The same day for everyone. Or leave it empty and enter a number of days."),
    )
    days_after = forms.IntegerField(
        label=_("Days after the start"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Of the cohort; where learners start when they enrol, of their own start."),
    )

    def __init__(self, *args: Any, cohort: Cohort, table: TableOfContents, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.things: dict[str, Lesson | Module] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for chapter in table.chapters:
            module = f"module-{chapter.module.pk}"
            self.things[module] = chapter.module
            choices = [(module, str(_("The whole module")))]
            for lesson in chapter.lessons:
                self.things[f"lesson-{lesson.pk}"] = lesson
                choices.append((f"lesson-{lesson.pk}", lesson.title))
            groups.append((chapter.module.title, choices))
        self.fields["what"].choices = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, days = cleaned.get("due_on"), cleaned.get("days_after")
        if "due_on" in self.errors or "days_after" in self.errors:
            return cleaned
        if (day is None) == (days is None):
            self.add_error("due_on", _("Enter either a day or a number of days."))
        elif day and self.cohort.starts_on and day < self.cohort.starts_on:
            self.add_error("due_on", _("This is before the first day of the cohort."))
        elif day and self.cohort.ends_on and day > self.cohort.ends_on:
            self.add_error("due_on", _("This is after the last day of the cohort."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """All that ``set_deadline`` takes."""
        return {
            "thing": self.things[self.cleaned_data["what"]],
            "due_on": self.cleaned_data["due_on"],
            "days_after": self.cleaned_data["days_after"],
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("what", "due_on", "days_after", Submit("set", _("Set the deadline")))
        return helper


class ShiftForm(Form):
    """Another last day for one learner, and why. What they have done needs none, and is not offered."""

    deadline = forms.TypedChoiceField(
        label=_("Deadline"),
        coerce=int,
        error_messages={
            "required": _("Choose a deadline."),
            "invalid_choice": _("Choose a deadline of something that is still to be done."),
        },
    )
    due_on = _day_field(_("New last day"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The learner reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )

    def __init__(
        self, *args: Any, dues: Sequence[Due], cohort: Cohort, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.today = today
        left = [due.work.deadline for due in dues if not due.is_done]
        self.deadlines = {deadline.pk: deadline for deadline in left}
        choices = [(pk, str(deadline)) for pk, deadline in self.deadlines.items()]
        self.fields["deadline"].choices = choices  # type: ignore[attr-defined]

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if self.cohort.ends_on and day > self.cohort.ends_on:
            raise forms.ValidationError(_("This is after the last day of the cohort."))
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Enter today or a later day."))
        return day

    @property
    def chosen(self) -> Deadline:
        """Return the deadline that was chosen."""
        return self.deadlines[self.cleaned_data["deadline"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "deadline", "due_on", "reason", Submit("shift", _("Shift the deadline"))
        )
        return helper


class CopyCohortForm(KeyedForm):
    """The name of another cohort like this one, and the day to which the first day moves."""

    name = forms.CharField(
        label=_("Name"), max_length=100, error_messages={"required": _("Enter a name.")}
    )
    starts_on = _day_field(
        _("First day"),
        help_text=_("All other days and deadlines move by as many days."),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cohort.is_rolling:
            del self.fields["starts_on"]

    @property
    def words(self) -> dict[str, Any]:
        return {
            "name": self.cleaned_data["name"],
            "starts_on": self.cleaned_data.get("starts_on"),
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("copy", _("Copy the cohort")))
        return helper
