"""Times of sessions as each reader sees them."""

import datetime as dt
import zoneinfo

from django import template
from django.utils import timezone

from accounts.models import User
from core.times.moments import in_zone, span_in_zone
from mentoring.booking.rhythm import words_of
from mentoring.models import Session, SessionSeries
from mentoring.suggestions import profile_gaps

register = template.Library()


@register.filter
def when(session: Session) -> str:
    """Day, hours and zone in the reader's own time."""
    here = timezone.get_current_timezone_name()
    return span_in_zone(session.starts_at, session.ends_at, here)


@register.filter
def agreed_elsewhere(session: Session) -> str:
    """Write the time as it was agreed, when that was in a zone whose clocks show another time; else nothing."""
    here = timezone.localtime(session.starts_at)
    there = session.starts_at.astimezone(zoneinfo.ZoneInfo(session.time_zone))
    if here.utcoffset() == there.utcoffset():
        return ""
    return in_zone(session.starts_at, session.time_zone)


@register.filter
def rhythm(series: SessionSeries) -> str:
    """Say how often and on which weekday the sessions of a series are."""
    return words_of(series)


@register.filter
def moment(at: dt.datetime) -> str:
    """Return the moment in the reader's own time, with the zone's name."""
    return in_zone(at, timezone.get_current_timezone_name())


@register.filter
def gaps_in_words(person: User) -> str:
    """Say what is missing from the profile of somebody with gaps."""
    return profile_gaps.gaps_in_words(person)


@register.filter
def can_be_asked(person: User) -> bool:
    """Tell whether somebody with gaps in their profile can be asked to fill it in now."""
    return profile_gaps.can_be_asked(person, timezone.now())
