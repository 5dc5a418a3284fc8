"""What events put into a person's own calendar: those at which they have a place, and those they host."""

import datetime as dt

from accounts.models import User
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent
from events.calendar_files import calendar_event, entry_of
from events.models import Event, Registration
from events.models.events import known_to


@calendar_entries("events")
def entries_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return the events that take place, or have. Two queries."""
    places = Registration.objects.visible_to(user).registered().select_related("event", "user")
    taking_place = Event.objects.published().filter(known_to(user), ends_at__gt=since)
    mine = places.filter(event__in=taking_place.values("pk"))
    hosted = Event.objects.published().filter(hosts=user, ends_at__gt=since)
    registered = list(mine.order_by("event__starts_at", "pk"))
    known = {registration.event_id for registration in registered}
    return [
        *(entry_of(registration) for registration in registered),
        *(calendar_event(e) for e in hosted.order_by("starts_at", "pk") if e.pk not in known),
    ]
