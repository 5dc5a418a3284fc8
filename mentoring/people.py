"""The two of a match, seen from one of them."""

import datetime as dt
import zoneinfo

from django.utils import formats

from accounts.models import User
from mentoring.models import Match
from mentoring.when import label_of


def other_of(match: Match, user: User) -> User:
    """The one whom this user works with."""
    return match.mentee if user.pk == match.mentor_id else match.mentor


def when_for(user: User, moment: dt.datetime) -> str:
    """The moment in this person's own time zone, with the zone's name."""
    return in_zone(moment, user.time_zone)


def in_zone(moment: dt.datetime, zone: str) -> str:
    """The moment as the clocks of the zone show it: “Monday 2 March 2026, 14:00, Europe/London (GMT)”."""
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return f"{formats.date_format(local, 'l j F Y, H:i')}, {label_of(zone, moment)}"


def local_time_of(user: User, now: dt.datetime) -> str:
    """What the clocks of this person show now: “19:45, Asia/Kolkata (IST)”."""
    local = now.astimezone(zoneinfo.ZoneInfo(user.time_zone))
    return f"{local:%H:%M}, {label_of(user.time_zone, now)}"
