"""Times of events as readers see them."""

import zoneinfo

from django import template
from django.utils import timezone

from core.times.moments import span_in_zone
from events.models import Event

register = template.Library()


@register.filter
def when(event: Event) -> str:
    """Write day, hours and zone as the event was announced."""
    return span_in_zone(event.starts_at, event.ends_at, event.time_zone)


@register.filter
def when_here(event: Event) -> str:
    """Write day, hours and zone in the reader's own time, where its clocks show another time; else nothing."""
    here = timezone.get_current_timezone_name()
    there = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.time_zone))
    if timezone.localtime(event.starts_at).utcoffset() == there.utcoffset():
        return ""
    return span_in_zone(event.starts_at, event.ends_at, here)
