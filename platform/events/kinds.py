"""The notification kinds of events. What cannot wait until the morning is urgent."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from notifications.kinds import Channel, Kind

_REGISTERED_WHY = _("you registered for this event")
_HOST = _("you host this event")


def _kind(
    name: str,
    title: StrOrPromise,
    why: StrOrPromise = _REGISTERED_WHY,
    *,
    is_urgent: bool = False,
    can_be_off: bool = True,
) -> Kind:
    return Kind(
        name=f"events.{name}",
        group="events",
        title=title,
        why=why,
        channel=Channel.MAIL,
        is_urgent=is_urgent,
        can_be_off=can_be_off,
    )


REGISTERED = _kind("registered", _("You have a place: %(target)s, %(when)s"), is_urgent=True)
WAITING = _kind("waiting", _("You are on the waiting list: %(target)s, %(when)s"))
OFFERED = _kind(
    "offered",
    _("A place is free for you until %(until)s: %(target)s"),
    is_urgent=True,
    can_be_off=False,
)
LAPSED = _kind("lapsed", _("The place at %(target)s went to the next person"))
WITHDRAWN = _kind(
    "withdrawn", _("You no longer have a place: %(target)s, %(when)s"), is_urgent=True
)
MOVED = _kind("moved", _("%(target)s has moved to %(when)s"), is_urgent=True, can_be_off=False)
CHANGED = _kind("changed", _("Title or place has changed: %(target)s, %(when)s"), is_urgent=True)
CANCELLED = _kind(
    "cancelled", _("%(target)s of %(when)s is cancelled"), is_urgent=True, can_be_off=False
)
REMINDER_WEEK = _kind("reminder-week", _("In a week: %(target)s, %(when)s"))
REMINDER_DAY = _kind("reminder-day", _("Within a day: %(target)s, %(when)s"))
REMINDER_HOUR = _kind("reminder-hour", _("Within an hour: %(target)s, %(when)s"), is_urgent=True)
HOST_MOVED = _kind(
    "host-moved", _("%(who)s moved an event that you host: %(target)s, %(when)s"), _HOST
)
HOST_CANCELLED = _kind(
    "host-cancelled", _("%(who)s cancelled an event that you host: %(target)s, %(when)s"), _HOST
)
SERIES_REGISTERED = _kind(
    "series-registered",
    _("You registered for %(number)s events: %(target)s, the first on %(when)s"),
    is_urgent=True,
)
SERIES_WITHDRAWN = _kind(
    "series-withdrawn",
    _("You have withdrawn from %(number)s events: %(target)s"),
    is_urgent=True,
)
SERIES_CANCELLED = _kind(
    "series-cancelled",
    _("%(number)s events are cancelled: %(target)s, from %(when)s on"),
    is_urgent=True,
    can_be_off=False,
)
