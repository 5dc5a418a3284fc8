"""The other person of a match, and moments in each person's own time."""

import datetime as dt
import zoneinfo

from accounts.models import User
from core.times.moments import in_zone, label_of
from mentoring.models import Match


def partner_of(match: Match, user: User) -> User:
    """Return the other person of the match."""
    return match.mentee if user.pk == match.mentor_id else match.mentor


def when_for(user: User, moment: dt.datetime) -> str:
    """Return the moment in this person's own time zone, with the zone's name."""
    return in_zone(moment, user.time_zone)


def local_time_of(user: User, now: dt.datetime) -> str:
    """Return the present time of this person: “19:45, Asia/Kolkata (IST)”."""
    local = now.astimezone(zoneinfo.ZoneInfo(user.time_zone))
    return f"{local:%H:%M}, {label_of(user.time_zone, now)}"
