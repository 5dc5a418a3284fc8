"""Writing goals, and taking them over from a plan."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from mentoring.suggestions.suggested_goals import SuggestedGoal


class GoalForm(KeyedForm):
    """A goal of a match."""

    text = forms.CharField(
        label=_("Goal"), max_length=300, error_messages={"required": _("Enter the goal")}
    )
    measure = forms.CharField(label=_("How you will measure it"), max_length=300, required=False)
    due_on = forms.DateField(
        label=_("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, such as 31/3/2027")},
    )

    def clean_due_on(self) -> dt.date | None:
        due_on: dt.date | None = self.cleaned_data["due_on"]
        if due_on and "due_on" in self.changed_data and due_on < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day"))
        return due_on

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "text", "measure", "due_on", "form_key", Submit("save", _("Save the goal"))
        )
        return helper


class GoalChangeForm(FingerprintForm, GoalForm):
    """Other words for a goal, which both of a match may be changing."""

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "seen", "text", "measure", "due_on", Submit("save", _("Save the goal"))
        )
        return helper


class TakeGoalsForm(Form):
    """Which parts of the action plan become goals."""

    ideas = forms.MultipleChoiceField(
        label=_("From the action plan"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You can change their words afterwards."),
        error_messages={"required": _("Choose at least one goal")},
    )

    def __init__(self, *args: Any, ideas: list[SuggestedGoal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(idea.code, idea.text) for idea in ideas]
        self.fields["ideas"].choices = choices  # type: ignore[attr-defined]
