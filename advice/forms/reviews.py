"""The forms of reviews."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from advice.forms.cases import PersonField, staff
from advice.models import AdviceCase
from advice.models.reviews import LONGEST_COMMENTS
from advice.states import REVIEW_TIME, AdviceVerdict
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit

_LONGEST = dt.timedelta(days=183)
_CHOOSE = {"required": _("Choose who to ask")}


class AskReviewersForm(Form):
    """Who reviews a draft, and until when. With ``is_one`` somebody instead of a reviewer who declined."""

    first = PersonField(label=_("First reviewer"), error_messages=_CHOOSE)
    second = PersonField(label=_("Second reviewer"), error_messages=_CHOOSE)
    due_on = forms.DateField(
        label=_("Due date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Enter the date the reviews are due"),
            "invalid": _("Enter a day, such as 31/3/2027"),
        },
    )

    def __init__(self, *args: Any, case: AdviceCase, is_one: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shut_out = {case.lead_id, case.sign_off_by_id}
        shut_out |= set(case.writers.values_list("pk", flat=True))
        shut_out |= set(case.members.values_list("pk", flat=True))
        people = staff(Role.REVIEWER).exclude(pk__in=[pk for pk in shut_out if pk])
        if is_one:
            self.fields["first"].label = _("Reviewer")
            del self.fields["second"]
        for name in ("first", "second"):
            if name in self.fields:
                self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["due_on"].initial = _usual_day(case)

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today <= day <= today + _LONGEST:
            raise forms.ValidationError(_("Enter a day from today to half a year from now"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Choose two different people"))
        return cleaned

    @property
    def reviewers(self) -> list[User]:
        """Return those who were chosen."""
        return [self.cleaned_data[name] for name in ("first", "second") if name in self.fields]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        names = [name for name in ("first", "second") if name in self.fields]
        helper.layout = Layout(*names, "due_on", Submit("ask", _("Ask for a review")))
        return helper


class AdviceReviewForm(Form):
    """The judgement of a draft."""

    verdict = forms.ChoiceField(
        label=_("Is it ready?"),
        choices=AdviceVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is ready")},
    )
    comments = forms.CharField(
        label=_("Comments"),
        max_length=LONGEST_COMMENTS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What should change, or what you checked. The team reads this with your name."),
        error_messages={"required": _("Write your comments")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("verdict", "comments", Submit("deliver", _("Submit the review")))
        return helper


class ReturnForm(Form):
    """Why a draft goes back to its lead."""

    reason = forms.CharField(
        label=_("What should change?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should change")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("return", _("Return it to the lead")))
        return helper


def _usual_day(case: AdviceCase) -> dt.date:
    """Return a week from today, or the day before the closing moment if that is sooner."""
    today = timezone.localdate()
    day = today + REVIEW_TIME
    if case.closes_at is not None:
        day = min(day, case.closes_at.date() - dt.timedelta(days=1))
    return max(day, today)
