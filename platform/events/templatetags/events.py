"""Times of events as readers see them."""

import datetime as dt
import zoneinfo

from django import template
from django.utils import timezone

from core.times.moments import in_zone, short_span_in_zone, span_in_zone
from events.models import Event
from events.pages.seats import places_left

register = template.Library()


@register.filter
def when(event: Event) -> str:
    """Write day, hours and zone as the event was announced."""
    return span_in_zone(event.starts_at, event.ends_at, event.time_zone)


@register.filter
def when_short(event: Event) -> str:
    """Write day and hours for a line in a list of events."""
    return short_span_in_zone(event.starts_at, event.ends_at, event.time_zone)


@register.filter
def when_here(event: Event) -> str:
    """Write day, hours and zone in the reader's own time, where its clocks show another time; else nothing."""
    here = timezone.get_current_timezone_name()
    there = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.time_zone))
    if timezone.localtime(event.starts_at).utcoffset() == there.utcoffset():
        return ""
    return span_in_zone(event.starts_at, event.ends_at, here)


@register.filter
def moment(at: dt.datetime) -> str:
    """Return the moment in the reader's own time, with the zone's name."""
    return in_zone(at, timezone.get_current_timezone_name())


@register.filter
def is_full(event: Event) -> bool:
    """Tell whether all places of an event to come are taken. Rows that were not counted are not full."""
    if not hasattr(event, "taken_online") or not event.is_ahead(timezone.now()):
        return False
    return all(places_left(event, seat) == 0 for seat in event.seats)
