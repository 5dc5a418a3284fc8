"""Time zones as calendar files describe them: when the clocks change, as one rule for each of the two changes.

Outlook reads one rule for summer and one for winter and no lists of days, which is what the library writes. So the
rules are written here wherever the zone has any; where the clocks change otherwise, each change is written by itself.
"""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = dt.timedelta(days=1)
# Any day before all entries: from then on a zone without changes has the same time.
_LONG_AGO = dt.datetime(1970, 1, 1)  # noqa: DTZ001  # the clock of the zone itself


@dataclass(frozen=True)
class _Change:
    """A change of the clocks: what they showed before it, and how far from UTC they were before and after."""

    local: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str

    def rules(self) -> set[tuple[int, int]]:
        """Return which weekday of the month it is, counted from the start and from the end: month and number."""
        from_start = (self.local.day - 1) // 7 + 1
        is_last = (self.local + dt.timedelta(days=7)).month != self.local.month
        return {(self.local.month, from_start)} | ({(self.local.month, -1)} if is_last else set())


def zone_component(name: str, *, first: dt.date, last: dt.date) -> "Timezone":
    """Describe the zone for entries between the two days."""
    zone = zoneinfo.ZoneInfo(name)
    changes = [_changes(zone, year) for year in range(first.year - 1, last.year + 1)]
    if not any(changes):
        return _component(name, [_still(zone, first)])
    rules = _rules(changes)
    if rules is None:
        single = [_observance(change, None) for year in changes for change in year]
        return _component(name, [_still(zone, dt.date(first.year - 1, 1, 1)), *single])
    return _component(name, rules)


@lru_cache(maxsize=1024)
def _changes(zone: zoneinfo.ZoneInfo, year: int) -> tuple[_Change, ...]:
    """Find the changes of a year: first the day, then the minute. Every file of a series asks for the same ones."""
    found = []
    moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    while moment.year == year:
        if _offset(zone, moment) != _offset(zone, moment + _DAY):
            found.append(_change(zone, moment))
        moment += _DAY
    return tuple(found)


def _change(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> _Change:
    before, minute = _offset(zone, moment), dt.timedelta(minutes=1)
    low, high = 0, 24 * 60
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, moment + middle * minute) == before:
            low = middle
        else:
            high = middle
    at = moment + high * minute
    local = at.replace(tzinfo=None) + before
    return _Change(local, before, _offset(zone, at), at.astimezone(zone).tzname() or "")


def _offset(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _rules(
    years: Sequence[Sequence[_Change]],
) -> list["TimezoneDaylight | TimezoneStandard"] | None:
    """Return both changes as rules; nothing where they differ from year to year."""
    if any(len(changes) != 2 for changes in years):
        return None
    rules = []
    for number in range(2):
        same = [changes[number] for changes in years]
        first = same[0]
        days = set.intersection(*(change.rules() for change in same))
        alike = {(c.local.weekday(), c.local.time(), c.before, c.after) for c in same}
        if len(alike) != 1 or not days:
            return None
        # "The last" and "the fourth" are one day in many years; the last is what laws mean.
        month, week = min(days, key=lambda rule: rule[1])
        day = f"{week}{_WEEKDAYS[first.local.weekday()]}"
        rules.append(_observance(first, {"freq": "yearly", "bymonth": month, "byday": day}))
    return rules


def _still(zone: zoneinfo.ZoneInfo, day: dt.date) -> "TimezoneDaylight | TimezoneStandard":
    moment = dt.datetime.combine(day, dt.time(), dt.UTC)
    offset = _offset(zone, moment)
    return _observance(
        _Change(_LONG_AGO, offset, offset, moment.astimezone(zone).tzname() or ""), None
    )


def _observance(
    change: _Change, rule: dict[str, object] | None
) -> "TimezoneDaylight | TimezoneStandard":
    from icalendar import TimezoneDaylight, TimezoneStandard

    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.local)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule:
        part.add("rrule", rule)
    return part


def _component(name: str, parts: "Sequence[TimezoneDaylight | TimezoneStandard]") -> "Timezone":
    from icalendar import Timezone

    component = Timezone()
    component.add("tzid", name)
    for part in parts:
        component.add_component(part)
    return component
