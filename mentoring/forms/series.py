"""Booking a series of sessions: first shown with what speaks against each, then booked as it was shown."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Helper
from core.forms.layouts import Layout, Submit
from core.times.rhythm import Rhythm, days_of, days_until, rhythm_in_words
from mentoring.forms.planning import PlannedSession, mark_of, plan_sessions
from mentoring.forms.sessions import BOOKED_WITHIN, BookingForm
from mentoring.models.series import MOST_SESSIONS

FEWEST_SESSIONS = 2


class SeriesForm(BookingForm):
    """What is repeated, how often, and until when. After ``is_valid`` the days are ``days``.

    ``planned`` are the sessions as they would be booked now. They are booked once ``shown`` says that the reader has
    seen just these, with just these warnings.
    """

    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Rhythm.choices,
        initial=Rhythm.FORTNIGHTLY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you meet")},
    )
    times = forms.IntegerField(
        label=_("How many sessions?"),
        min_value=FEWEST_SESSIONS,
        max_value=MOST_SESSIONS,
        required=False,
        help_text=_("From 2 to 26. Or leave this empty and enter the last day."),
        error_messages={"invalid": _("Enter a number from 2 to 26")},
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("No session is booked after this day."),
        error_messages={"invalid": _("Enter a day, such as 31/3/2027")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days: list[dt.date] = []
        self.planned: list[PlannedSession] = []
        self.fields["day"].label = _("First day")

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day > (self.now + BOOKED_WITHIN).date():
            raise forms.ValidationError(_("Enter a day within the next two years"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors.keys() & {"times", "until"}:
            self._check_end(cleaned)
        if self.errors:
            return cleaned
        self.days = self._find_days(cleaned)
        if len(self.days) < FEWEST_SESSIONS:
            self.add_error("until", _("Enter a later last day: until then there is one session"))
            return cleaned
        moments = self.moments_on(self.days, cleaned["time"], cleaned["time_zone"])
        if not self.errors:
            self.planned = plan_sessions(
                self.meeting, moments, minutes=cleaned["minutes"], key=self.key
            )
        return cleaned

    def _check_end(self, cleaned: dict[str, Any]) -> None:
        times, until, day = cleaned.get("times"), cleaned.get("until"), cleaned.get("day")
        if times and until:
            self.add_error("until", _("Enter how many sessions or the last day, not both"))
        elif not times and not until:
            self.add_error("times", _("Enter how many sessions, or the last day"))
        elif until and day and until <= day:
            self.add_error("until", _("Enter a last day after the first day"))
        elif until and day and cleaned.get("rhythm"):
            days = days_until(cleaned["rhythm"], day, until, most=MOST_SESSIONS + 1)
            if len(days) > MOST_SESSIONS:
                self.add_error(
                    "until", _("Enter an earlier last day: a series has at most 26 sessions")
                )

    def _find_days(self, cleaned: dict[str, Any]) -> list[dt.date]:
        rhythm, day = cleaned["rhythm"], cleaned["day"]
        if cleaned.get("until"):
            return days_until(rhythm, day, cleaned["until"], most=MOST_SESSIONS)
        return days_of(rhythm, day, cleaned["times"])

    def is_overtaken(self) -> bool:
        """Tell whether the reader has not yet seen what would be booked; ``shown`` is then what they see."""
        mark = mark_of(self.planned)
        if self.cleaned_data["shown"] == mark:
            return False
        self.renew("shown", mark)
        return True

    @property
    def rhythm_in_words(self) -> str:
        return rhythm_in_words(self.cleaned_data["rhythm"], self.cleaned_data["day"])

    @property
    def booking(self) -> dict[str, Any]:
        """Return what is booked, by the words of the action."""
        names = ("rhythm", "time", "time_zone", "minutes", "place_or_link")
        words = {name: self.cleaned_data[name] for name in names}
        return {**words, "first_on": self.cleaned_data["day"], "times": len(self.days)}

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            *("day", "time", "time_zone", "rhythm", "times", "until"),
            *("minutes", "place_or_link", "form_key"),
            Submit("preview", _("Show the sessions")),
        )
        return helper
