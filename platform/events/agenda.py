"""What my home shows of events: those that I host."""

import datetime as dt

from django.db.models import QuerySet

from accounts.models import User
from core.agenda import ComingUp, coming_up
from core.prepared import prepared
from events.models import Event
from events.states import EventState

_MONTH = dt.timedelta(days=31)


@coming_up("events")
def coming_up_of(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the events of the next month in which the person takes part. One query."""
    return [
        ComingUp(event.title, event.get_absolute_url(), event.starts_at)
        for event in _between(user, now, now + _MONTH)
    ]


@prepared
def _between(user: User, first: dt.datetime, last: dt.datetime) -> QuerySet[Event]:
    events = Event.objects.filter(state=EventState.PUBLISHED, ends_at__gt=first)
    return events.filter(starts_at__lte=last, hosts=user).order_by("starts_at", "pk")
