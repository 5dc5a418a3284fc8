"""Booking a session, and recording its outcome."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.times.moments import AmbiguousTime, NonexistentTime, label_of, to_utc
from core.times.zones import ZoneChoices

# A session that was not booked here can be recorded for this long afterwards.
RECORDED_WITHIN = dt.timedelta(days=90)


BOOKED_WITHIN = dt.timedelta(days=730)


class SessionForm(KeyedForm):
    """When and where the two meet. After ``is_valid`` the moment is ``cleaned_data["starts_at"]``."""

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
    which = forms.ChoiceField(label=_("Which time?"), required=False, widget=forms.RadioSelect)
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

    despite = forms.BooleanField(label=_("Book it at this time anyway"), required=False)

    def __init__(
        self,
        *args: Any,
        zones: list[str],
        now: dt.datetime,
        find_clashes: Callable[[dt.datetime, int, uuid.UUID], list[str]],
        **kwargs: Any,
    ) -> None:
        """``zones`` come first in the list: those of the two people. ``find_clashes`` takes beginning,
        minutes, and the key of this form.
        """
        super().__init__(*args, **kwargs)
        self.now = now
        self.find_clashes = find_clashes
        self.has_clashes = False
        self.comes_twice: AmbiguousTime | None = None
        near = [(zone, label_of(zone, now)) for zone in dict.fromkeys(zones)]
        choices = ZoneChoices((_("Yours and theirs"), near))
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]
        self.fields["which"].choices = [("first", ""), ("second", "")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time, zone = cleaned.get("day"), cleaned.get("time"), cleaned.get("time_zone")
        if day and time is not None and zone:
            starts_at = self._moment(dt.datetime.combine(day, time.replace(second=0)), zone)
            if starts_at:
                cleaned["starts_at"] = starts_at
                self._check_range(starts_at)
                self._check_clashes(starts_at, cleaned.get("minutes"))
        return cleaned

    def _check_clashes(self, starts_at: dt.datetime, minutes: int | None) -> None:
        """Warn once of other sessions at that time; whoever ticks the box has read the warning."""
        if not minutes or starts_at <= self.now:
            return
        clashes = self.find_clashes(starts_at, minutes, self.key)
        self.has_clashes = bool(clashes)
        if clashes and not self.cleaned_data.get("despite"):
            self.add_error("despite", clashes)

    def _moment(self, local: dt.datetime, zone: str) -> dt.datetime | None:
        chosen = self.cleaned_data.get("which")
        try:
            return to_utc(local, zone)
        except NonexistentTime as problem:
            self.add_error("time", str(problem))
        except AmbiguousTime as problem:
            self.comes_twice = problem
            self.fields["which"].choices = [  # type: ignore[attr-defined]
                ("first", _("The earlier: %(zone)s") % {"zone": label_of(zone, problem.first)}),
                ("second", _("The later: %(zone)s") % {"zone": label_of(zone, problem.second)}),
            ]
            if chosen:
                return to_utc(local, zone, second=chosen == "second")
            self.add_error("which", str(problem))
        except OverflowError:
            self.add_error("day", _("Enter a day of this or the next year"))
        return None

    def _check_range(self, starts_at: dt.datetime) -> None:
        if starts_at > self.now + BOOKED_WITHIN:
            self.add_error("day", _("Enter a day within the next two years"))
        elif starts_at < self.now - RECORDED_WITHIN:
            self.add_error("day", _("Enter a day within the last 90 days, or in the future"))

    @property
    def helper(self) -> Helper:
        helper = Helper()
        which = ["which"] if self.comes_twice else []
        despite = ["despite"] if self.has_clashes else []
        helper.layout = Layout(
            "day",
            "time",
            *which,
            "time_zone",
            "minutes",
            "place_or_link",
            *despite,
            "form_key",
            Submit("save", _("Save the session")),
        )
        return helper


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
