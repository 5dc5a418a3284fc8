"""Booking a session, and recording its outcome."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.forms.local_times import AsksWhichTime
from core.times.moments import NonexistentTime, label_of, to_utc
from core.times.rhythm import days_of
from core.times.zones import ZoneChoices
from mentoring.actions.series import Scope, chosen_of, new_first_day, steps_of
from mentoring.booking.rhythm import stays_on_last
from mentoring.booking.warnings import Meeting
from mentoring.forms.matches import CancellingReasonForm
from mentoring.forms.planning import PlannedSession, mark_of, plan_sessions
from mentoring.models import Session
from mentoring.models.series import MOST_SESSIONS

# A session that was not booked here can be recorded for this long afterwards.
RECORDED_WITHIN = dt.timedelta(days=90)


BOOKED_WITHIN = dt.timedelta(days=730)


class BookingForm(KeyedForm):
    """When and where two people meet, by the clock of a zone; the zones of the two come first in the list."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the day"),
            "invalid": _("Enter a day, such as 31/3/2027"),
        },
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Enter the time"),
            "invalid": _("Enter a time, such as 14:30"),
        },
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("For the day and time above. Each of you sees them in your own time zone."),
        error_messages={"invalid_choice": _("Choose a time zone from the list")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=10,
        max_value=480,
        initial=60,
        error_messages={"required": _("Enter how many minutes")},
    )
    place_or_link = forms.CharField(
        label=_("Place or link"),
        max_length=300,
        help_text=_("A room, a phone number, or the address of a video call."),
        error_messages={"required": _("Enter the place or the link")},
    )

    def __init__(self, *args: Any, meeting: Meeting, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.meeting = meeting
        zones = [
            *(meeting.reader.time_zone, meeting.other.time_zone),
            *filter(None, [self.initial.get("time_zone")]),
        ]
        near = [(zone, label_of(zone, now)) for zone in dict.fromkeys(zones)]
        self.fields["time_zone"].initial = meeting.reader.time_zone
        choices = ZoneChoices((_("Yours and theirs"), near))
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]

    def moments_on(self, days: list[dt.date], time: dt.time, zone: str) -> list[dt.datetime]:
        """Return the moments of a series on these days: all in the future, within two years, and on every clock.

        Where the clocks show the time twice, the earlier is meant.
        """
        moments = []
        for day in days:
            try:
                moments.append(to_utc(dt.datetime.combine(day, time), zone, second=False))
            except NonexistentTime as problem:
                self.add_error("time", str(problem))
        if moments and moments[0] <= self.now:
            self.add_error("day", _("Enter a day in the future"))
        elif moments and moments[-1] > self.now + BOOKED_WITHIN:
            self.add_error("day", _("All sessions must be within the next two years"))
        return moments

    def clean_time(self) -> dt.time:
        time: dt.time = self.cleaned_data["time"]
        return time.replace(second=0, microsecond=0)


class SessionForm(AsksWhichTime, BookingForm):
    """When and where the two meet. After ``is_valid`` the moment is ``cleaned_data["starts_at"]``."""

    which = forms.ChoiceField(label=_("Which time?"), required=False, widget=forms.RadioSelect)
    despite = forms.BooleanField(label=_("Book it at this time anyway"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_warnings = False
        self.fields["which"].choices = [("first", ""), ("second", "")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time, zone = cleaned.get("day"), cleaned.get("time"), cleaned.get("time_zone")
        if day and time is not None and zone:
            starts_at = self.moment_at(dt.datetime.combine(day, time), zone)
            if starts_at:
                cleaned["starts_at"] = starts_at
                self._check_range(starts_at)
                self.check_warnings([starts_at])
        return cleaned

    def check_warnings(self, moments: list[dt.datetime]) -> None:
        """Warn once of what speaks against these times; whoever ticks the box has read the warning."""
        minutes = self.cleaned_data.get("minutes")
        ahead = [moment for moment in moments if moment > self.now]
        if not minutes or not ahead:
            return
        key = None if "form_key" in self.errors else self.key
        found = self.meeting.warnings(ahead, minutes=minutes, key=key)
        said = list(dict.fromkeys(words for warnings in found for words in warnings))
        self.has_warnings = bool(said)
        if said and not self.cleaned_data.get("despite"):
            self.add_error("despite", said)

    def _check_range(self, starts_at: dt.datetime) -> None:
        if starts_at > self.now + BOOKED_WITHIN:
            self.add_error("day", _("Enter a day within the next two years"))
        elif starts_at < self.now - RECORDED_WITHIN:
            self.add_error("day", _("Enter a day within the last 90 days, or in the future"))

    def shown_fields(self) -> list[str]:
        """Return the fields in their order; some are there only when there is something to answer."""
        which = ["which"] if self.comes_twice else []
        despite = ["despite"] if self.has_warnings else []
        rest = ["time_zone", "minutes", "place_or_link"]
        return ["day", "time", *which, *rest, *despite, "form_key"]

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(*self.shown_fields(), Submit("save", _("Save the session")))
        return helper


class ScopedForm(Form):
    """A change of one session, or of more of its series; ``coming`` are those of the series ahead, by their days."""

    scope = forms.ChoiceField(
        label=_("Which sessions?"),
        choices=Scope.choices,
        initial=Scope.ONE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which sessions the change is for")},
    )

    def __init__(self, *args: Any, session: Session, coming: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.coming = coming
        choices = scopes_for(session, coming)
        if choices:
            self.fields["scope"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["scope"]

    @property
    def chosen_scope(self) -> str:
        """Return for which sessions of the series the change is."""
        return self.cleaned_data.get("scope") or Scope.ONE

    @property
    def is_for_one(self) -> bool:
        return self.chosen_scope == Scope.ONE

    @property
    def shown_scope(self) -> list[str]:
        """Return the name of the question where there is something to choose."""
        return ["scope"] if "scope" in self.fields else []


class SessionMoveForm(ScopedForm, SessionForm):
    """Another time or place; of a series also for those that follow.

    ``planned`` are the sessions of a series as they would move. They move once ``shown`` says that the reader has seen
    just these, with just these warnings.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned: list[PlannedSession] = []

    def check_warnings(self, moments: list[dt.datetime]) -> None:
        """Warn of the time that one session would move to, or plan how several do; what moves along is no clash."""
        if self.errors.keys() & {"day", "scope"}:
            return
        chosen = chosen_of(self.coming, self.session, self.chosen_scope)
        self.meeting = replace(self.meeting, moved={self.session.pk, *(one.pk for one in chosen)})
        if not self.is_for_one:
            self._plan(chosen)
        elif not self._keeps_its_time(moments):
            super().check_warnings(moments)

    def _keeps_its_time(self, moments: list[dt.datetime]) -> bool:
        """Tell whether the time stays, of which both know already: the place may be another one."""
        same = self.cleaned_data.get("minutes") == self.session.minutes
        return same and moments == [self.session.starts_at]

    def _plan(self, chosen: list[Session]) -> None:
        moments = self._moments_of_series(chosen)
        if moments and not self.errors:
            self.planned = plan_sessions(
                self.meeting,
                moments,
                minutes=self.cleaned_data["minutes"],
                key=self.key,
                before=[one.starts_at for one in chosen],
            )

    def _moments_of_series(self, chosen: list[Session]) -> list[dt.datetime]:
        series = self.session.series
        if series is None:
            return []
        cleaned = self.cleaned_data
        first_on = new_first_day(chosen, self.session, scope=self.chosen_scope, day=cleaned["day"])
        on_last = stays_on_last(series, first_on)
        days = days_of(series.rhythm, first_on, MOST_SESSIONS, on_last=on_last)
        chosen_days = [days[step] for step in steps_of(series, chosen)]
        return self.moments_on(chosen_days, cleaned["time"], cleaned["time_zone"])

    def is_overtaken(self) -> bool:
        """Tell whether the reader has not yet seen how several sessions would move; ``shown`` is then what they see."""
        mark = mark_of(self.planned)
        if not self.planned or self.cleaned_data["shown"] == mark:
            return False
        self.renew("shown", mark)
        return True

    @property
    def helper(self) -> Helper:
        helper = super().helper
        if self.shown_scope:
            helper.layout = Layout(*self.shown_fields(), Submit("save", _("Move")))
        return helper

    def shown_fields(self) -> list[str]:
        return [*self.shown_scope, *super().shown_fields()]


def scopes_for(session: Session, coming: list[Session]) -> list[tuple[str, Any]]:
    """Return what a change of this session can be for; nothing where it is the only one ahead."""
    following = chosen_of(coming, session, Scope.FOLLOWING)
    if len(coming) < 2 or not any(one.pk == session.pk for one in coming):
        return []
    scopes = [Scope.ONE]
    if len(following) > 1:
        scopes.append(Scope.FOLLOWING)
    if len(following) < len(coming):
        scopes.append(Scope.ALL)
    return [(scope.value, scope.label) for scope in scopes]


class SessionOutcomeForm(Form):
    """The outcome of a session: whether it took place, with a summary."""

    summary = forms.CharField(
        label=_("What you did and agreed"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Both of you can read it. You can use Markdown."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "summary",
            Submit("held", _("It took place")),
            Submit("missed", _("It did not take place"), css_class="button-secondary"),
        )
        return helper


class SessionCancelForm(ScopedForm, CancellingReasonForm):
    """Why a session is cancelled; of a series also those that follow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=_("Cancel the session"), **kwargs)
        if self.shown_scope:
            self.label = _("Cancel these sessions")

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            *self.shown_scope, "reason", Submit("save", self.label, css_class="button-danger")
        )
        return helper
