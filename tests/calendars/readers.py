"""Two calendar programs that know nothing of each other: what each reads in a file, with what recurs as single times."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from functools import lru_cache

import icalendar
import vobject
from dateutil.rrule import rrulestr


@dataclass(frozen=True, order=True)
class Read:
    """One time at which a calendar shows an entry."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    uid: str
    sequence: int
    status: str


@dataclass(frozen=True)
class File:
    """What a file asks of a calendar, and what is shown then."""

    method: str
    entries: tuple[Read, ...]

    @property
    def starts(self) -> list[dt.datetime]:
        return [entry.starts_at for entry in self.entries]


@lru_cache
def read_by_both(content: bytes | str) -> File:
    """Read a file with both libraries, which must agree."""
    content = content.encode() if isinstance(content, str) else content
    first, second = _by_icalendar(content), _by_vobject(content)
    assert first == second
    return first


def _by_icalendar(content: bytes) -> File:
    calendar = icalendar.Calendar.from_ical(content)
    found: dict[tuple[str, dt.datetime], Read] = {}
    for event in sorted(calendar.walk("VEVENT"), key=lambda event: "recurrence-id" in event):
        starts, ends = event.decoded("dtstart"), event.decoded("dtend")
        for start in _times_by_icalendar(event, starts):
            name = event.decoded("recurrence-id") if "recurrence-id" in event else start
            found[str(event["uid"]), _utc(name)] = Read(
                _utc(start),
                _utc(start + (ends - starts)),
                str(event["uid"]),
                int(event["sequence"]),
                str(event["status"]),
            )
    return File(str(calendar["method"]), tuple(sorted(found.values())))


def _times_by_icalendar(event: icalendar.Event, starts: dt.datetime) -> list[dt.datetime]:
    if "rrule" not in event:
        return [starts]
    left_out = event.get("exdate", [])
    lists = left_out if isinstance(left_out, list) else [left_out]
    gone = {_utc(date.dt) for dates in lists for date in dates.dts}
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=starts)
    return [start for start in rule if _utc(start) not in gone]


def _by_vobject(content: bytes) -> File:
    calendar = vobject.readOne(_with_zones_of_its_own(content.decode()), transform=False)
    for zone in calendar.contents.get("vtimezone", []):
        # It reads the zones last, when their names have been looked up in vain.
        native = zone.transformToNative()
        vobject.icalendar.registerTzid(zone.tzid.value, native.tzinfo)
    calendar.transformChildrenToNative()
    found: dict[tuple[str, dt.datetime], Read] = {}
    events = calendar.contents.get("vevent", [])
    for event in sorted(events, key=lambda event: hasattr(event, "recurrence_id")):
        starts, ends = event.dtstart.value, event.dtend.value
        times = list(event.getrruleset()) if hasattr(event, "rrule") else [starts]
        for start in times:
            name = event.recurrence_id.value if hasattr(event, "recurrence_id") else start
            found[event.uid.value, _utc(name)] = Read(
                _utc(start),
                _utc(start + (ends - starts)),
                event.uid.value,
                int(event.sequence.value),
                event.status.value,
            )
    return File(calendar.method.value, tuple(sorted(found.values())))


def _with_zones_of_its_own(content: str) -> str:
    """Give the zones names that no program knows, so that only the rules in the file say what they are.

    The names are new for each file, as vobject remembers what it has read once.
    """
    return re.sub(r"(TZID[:=])", rf"\g<1>zone-{uuid.uuid4()}/", content)


def _utc(moment: dt.datetime | dt.date) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(), dt.UTC)
    return moment.astimezone(dt.UTC)


class Program:
    """A calendar program that knows only what came by mail, and keeps of each entry the newest (RFC 5546)."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[dt.datetime | None, icalendar.Event]] = {}
        self.zones: dict[str, icalendar.Timezone] = {}

    def take_in(self, content: bytes | str) -> None:
        """Do what a mail asks: put in, put in the place of, or take out."""
        read_by_both(content)
        calendar = icalendar.Calendar.from_ical(content)
        self.zones |= {str(zone["tzid"]): zone for zone in calendar.walk("VTIMEZONE")}
        events = calendar.walk("VEVENT")
        kept = self.entries.setdefault(str(events[0]["uid"]), {})
        newest = max((int(event["sequence"]) for event in kept.values()), default=-1)
        assert all(int(event["sequence"]) >= newest for event in events)
        if "recurrence-id" not in events[0]:
            kept.clear()
        for event in events:
            name = event.decoded("recurrence-id") if "recurrence-id" in event else None
            kept[_utc(name) if name else None] = event

    @property
    def starts(self) -> list[dt.datetime]:
        """Return the times that it shows, in order."""
        shown = []
        for parts in self.entries.values():
            calendar = icalendar.Calendar()
            calendar.add("method", "PUBLISH")
            for component in (*self.zones.values(), *parts.values()):
                calendar.add_component(component)
            entries = read_by_both(calendar.to_ical()).entries
            shown += [entry.starts_at for entry in entries if entry.status != "CANCELLED"]
        return sorted(shown)
