"""Reminders of an event: a week, a day and an hour before."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from events import kinds
from events.actions.locking import lock_event
from events.actions.telling import tell, where
from events.models import Event, Registration
from notifications.kinds import Kind

# The shortest first: who would be due for two gets the one that says how soon it is.
REMINDERS: tuple[tuple[int, Kind], ...] = (
    (1, kinds.REMINDER_HOUR),
    (24, kinds.REMINDER_DAY),
    (168, kinds.REMINDER_WEEK),
)


def remind_of_events(*, at: dt.datetime) -> int:
    """Remind everyone with a place once a week, a day and an hour before; return how many were reminded.

    Who registered later than that, or heard of a change since, knows. Repeats safely.
    """
    longest = at + dt.timedelta(hours=REMINDERS[-1][0])
    places = Registration.objects.registered().ahead(at).filter(event__starts_at__lte=longest)
    events = Event.objects.filter(pk__in=places.values("event")).order_by("starts_at", "pk")
    return sum(_remind(event, at) for event in list(events))


@transaction.atomic
def _remind(event: Event, at: dt.datetime) -> int:
    event = lock_event(event)
    for hours, kind in REMINDERS:
        since = event.starts_at - dt.timedelta(hours=hours)
        if since > at:
            continue
        rows = Registration.objects.filter(event=event).registered()
        due = rows.filter(Q(reminded_hours=None) | Q(reminded_hours__gt=hours)).locked()
        people = list(due.order_by("number"))
        rows.filter(pk__in=[row.pk for row in people]).update(reminded_hours=hours)
        new = [row.user for row in people if row.registered_at <= since >= event.changed_at]
        tell(new, kind, event, occasion=event.sequence, at=at, text=where(event))
        return len(new)
    return 0
