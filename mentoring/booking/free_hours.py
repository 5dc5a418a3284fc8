"""Hours in which people are usually free: read from what they wrote, merged, and compared across time zones."""

import datetime as dt
import re
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.models import User
from core.times.moments import label_of
from mentoring.models import FreeHours
from mentoring.models.series import DAY_MINUTES

_BETWEEN = re.compile(r"[,;\n]|\band\b")
_RANGE = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|\bto\b|\buntil\b)\s*(\d{1,2})(?:[:.](\d{2}))?"
)
MOST_RANGES = 6
# A session is at most eight hours long, so a day before and after covers it wherever the two live.
_AROUND = dt.timedelta(days=2)

Interval = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, order=True)
class Hours:
    """A stretch of one weekday, in minutes since midnight; Monday is 0."""

    weekday: int
    begins: int
    ends: int


class NotUnderstood(ValueError):
    """What was written is not hours of a day; the text says what is."""


def read_hours(text: str, weekday: int) -> list[Hours]:
    """Read “14:00 to 16:00, 18:30–20:00” and merge what overlaps. Raises ``NotUnderstood``."""
    parts = [part.strip() for part in _BETWEEN.split(text.lower()) if part.strip()]
    if len(parts) > MOST_RANGES:
        raise NotUnderstood(_("Enter at most 6 times for a day"))
    return merge([_read(part, weekday) for part in parts])


def _read(part: str, weekday: int) -> Hours:
    found = _RANGE.fullmatch(part)
    if not found:
        raise NotUnderstood(_("Enter times such as 14:00 to 16:00, 18:30 to 20:00"))
    from_hour, from_minute, to_hour, to_minute = (int(number or 0) for number in found.groups())
    begins, ends = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or max(begins, ends) > DAY_MINUTES:
        raise NotUnderstood(_("Enter times of a day, from 00:00 to 24:00"))
    if begins >= ends:
        raise NotUnderstood(
            _("Enter an end that is later than its beginning, such as 14:00 to 16:00")
        )
    return Hours(weekday, begins, ends)


def merge(hours: Iterable[Hours]) -> list[Hours]:
    """Return the hours in order, with those that overlap or touch as one."""
    merged: list[Hours] = []
    for one in sorted(hours):
        last = merged[-1] if merged else None
        if last and last.weekday == one.weekday and one.begins <= last.ends:
            merged[-1] = Hours(one.weekday, last.begins, max(last.ends, one.ends))
        else:
            merged.append(one)
    return merged


def write_hours(hours: Iterable[Hours]) -> str:
    """Write hours of one day as people enter them: “14:00 to 16:00, 18:30 to 20:00”."""
    return ", ".join(
        _("%(begins)s to %(ends)s") % {"begins": _clock(one.begins), "ends": _clock(one.ends)}
        for one in hours
    )


def write_week(hours: Iterable[Hours]) -> dict[str, str]:
    """Return the hours by the names of their days."""
    return {
        str(WEEKDAYS[weekday]): write_hours(group)
        for weekday, group in groupby(hours, key=lambda one: one.weekday)
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_of(people: Sequence[User]) -> dict[int, list[Hours]]:
    """Return the free hours of each of these people, by their keys. One query."""
    rows = FreeHours.objects.filter(user__in=[person.pk for person in people])
    found: dict[int, list[Hours]] = defaultdict(list)
    for user, *hours in rows.values_list("user", "weekday", "begins", "ends"):
        found[user].append(Hours(*hours))
    return {person.pk: sorted(found[person.pk]) for person in people}


def is_within(begins: dt.datetime, ends: dt.datetime, hours: Sequence[Hours], zone: str) -> bool:
    """Tell whether the whole time is in these hours; whoever entered none is asked about none."""
    if not hours:
        return True
    day = begins.astimezone(zoneinfo.ZoneInfo(zone)).date() - _AROUND
    return any(
        first <= begins and ends <= last for first, last in intervals(hours, zone, day, days=5)
    )


def intervals(hours: Sequence[Hours], zone: str, first_on: dt.date, *, days: int) -> list[Interval]:
    """Return the hours of these days as moments, in order; what meets at midnight is one."""
    place = zoneinfo.ZoneInfo(zone)
    found: list[Interval] = []
    for day in (first_on + dt.timedelta(days=number) for number in range(days)):
        for one in hours:
            if one.weekday != day.weekday():
                continue
            begins, ends = _moment(day, one.begins, place), _moment(day, one.ends, place)
            if found and begins <= found[-1][1]:
                found[-1] = (found[-1][0], max(ends, found[-1][1]))
            elif begins < ends:
                found.append((begins, ends))
    return found


def _moment(day: dt.date, minutes: int, place: zoneinfo.ZoneInfo) -> dt.datetime:
    local = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    return local.replace(tzinfo=place).astimezone(dt.UTC)


@dataclass(frozen=True)
class FreeTime:
    """A stretch of the coming week in both people's words."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class FreeTimes:
    """When the two are usually free in the coming week, in the clocks of both."""

    other: User
    my_zone: str
    their_zone: str
    of_other: list[FreeTime]
    of_both: list[FreeTime]
    has_mine: bool


def free_times(reader: User, other: User, *, now: dt.datetime) -> FreeTimes:
    """Describe the free hours of the other person and of both for the page on which the reader books. One query."""
    hours = hours_of([reader, other])
    mine, theirs = (
        intervals(
            hours[person.pk],
            person.time_zone,
            now.astimezone(zoneinfo.ZoneInfo(person.time_zone)).date(),
            days=7,
        )
        for person in (reader, other)
    )
    both = [(max(a, c), min(b, d)) for a, b in mine for c, d in theirs if max(a, c) < min(b, d)]
    return FreeTimes(
        other=other,
        my_zone=label_of(reader.time_zone, now),
        their_zone=label_of(other.time_zone, now),
        of_other=[_in_words(one, reader, other) for one in theirs],
        of_both=[_in_words(one, reader, other) for one in both],
        has_mine=bool(mine),
    )


def _in_words(interval: Interval, reader: User, other: User) -> FreeTime:
    return FreeTime(_stretch(interval, reader), _stretch(interval, other))


def _stretch(interval: Interval, person: User) -> str:
    """Write a stretch by the clock of this person: “Tuesday 14:00 to 16:00”, “Tuesday 22:00 to Wednesday 02:00”."""
    place = zoneinfo.ZoneInfo(person.time_zone)
    begins, ends = (moment.astimezone(place) for moment in interval)
    words = {
        "day": WEEKDAYS[begins.weekday()],
        "begins": f"{begins:%H:%M}",
        "last_day": WEEKDAYS[ends.weekday()],
        "ends": f"{ends:%H:%M}",
    }
    days = (ends.date() - begins.date()).days
    if days == 1 and ends.time() == dt.time():
        # As people write the end of a day.
        return _("%(day)s %(begins)s to %(ends)s") % {**words, "ends": "24:00"}
    if days:
        return _("%(day)s %(begins)s to %(last_day)s %(ends)s") % words
    return _("%(day)s %(begins)s to %(ends)s") % words
