"""Calendar files (RFC 5545 and 5546) that any calendar reads.

Times of a single event are written in UTC: it needs no rules of a time zone, and every calendar shows it in its
owner's own. What recurs is written in the zone it was agreed in, with the rules of that zone, so that it keeps its hour
when the clocks change. The sequence rises with each change, so that a newer file replaces the entry of an older one.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from core.files.calendar_zones import zone_component

if TYPE_CHECKING:
    from icalendar import Alarm, Event, vCalAddress

# Far enough for the rules of a zone to hold for whatever recurs.
LONGEST_SERIES = dt.timedelta(days=800)
ALARMS = (dt.timedelta(hours=-24), dt.timedelta(minutes=-15))


@dataclass(frozen=True)
class Guest:
    """A person at an event, and whether it is known already that they come."""

    name: str
    email: str
    has_accepted: bool = False


@dataclass(frozen=True)
class Recurrence:
    """How an event recurs: the rule by its names in RFC 5545, and which times of it are left out."""

    rule: Mapping[str, Any]
    left_out: Sequence[dt.datetime] = ()


@dataclass(frozen=True)
class CalendarEvent:
    """An event as one of its guests has it in the calendar; ``link`` is the address of an online meeting.

    One whose ``starts_at`` is a day, as that of a deadline, takes that whole day and has no guests. One that recurs, or
    stands ``instead_of`` a time of one that does, has the same ``uid`` and names the ``time_zone`` its times are written in.
    """

    uid: str
    sequence: int
    changed_at: dt.datetime
    starts_at: dt.datetime | dt.date
    ends_at: dt.datetime | dt.date
    summary: str
    description: str
    place: str = ""
    organiser: Guest | None = None
    guests: Sequence[Guest] = ()
    link: str = ""
    # The page of the thing, on which more can be read.
    address: str = ""
    is_cancelled: bool = False
    time_zone: str = ""
    recurrence: Recurrence | None = None
    instead_of: dt.datetime | None = None

    @property
    def method(self) -> str:
        """Return what the file asks of a calendar: to take the event in, or to take it out."""
        return "CANCEL" if self.is_cancelled else "REQUEST"

    def begins_at(self) -> dt.datetime:
        """Return the moment of its beginning; of a whole day, midnight in the reader's zone."""
        return _moment(self.starts_at)

    def is_over(self, now: dt.datetime) -> bool:
        """Tell whether it has ended."""
        return _moment(self.ends_at) <= now

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.starts_at, dt.datetime)


def deadline(
    *, uid: str, day: dt.date, summary: str, address: str, changed_at: dt.datetime
) -> CalendarEvent:
    """Describe a day by which something is due."""
    return CalendarEvent(
        uid=uid,
        sequence=0,
        changed_at=changed_at,
        starts_at=day,
        ends_at=day + dt.timedelta(days=1),
        summary=summary,
        description=f"{settings.SITE_URL}{address}",
        address=address,
    )


def _moment(moment: dt.datetime | dt.date) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        return moment
    return timezone.make_aware(dt.datetime.combine(moment, dt.time()))


def calendar_file(*entries: CalendarEvent) -> bytes:
    """Write the message about an event that goes by mail: it puts the entry into a calendar, or takes it out.

    Several are one that recurs, and those that stand instead of single times of it.
    """
    return _calendar(entries, method=entries[0].method)


def published_calendar(entries: Iterable[CalendarEvent]) -> bytes:
    """Write the file of events that somebody takes into a calendar: nobody is asked to come (RFC 5546, 3.2.1)."""
    return _calendar(entries, method="PUBLISH")


def _calendar(entries: Iterable[CalendarEvent], *, method: str) -> bytes:
    from icalendar import Calendar

    entries = list(entries)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.INSTITUTE_NAME}//Praxis//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for name in sorted({entry.time_zone for entry in entries if entry.time_zone}):
        days = [entry.begins_at().date() for entry in entries if entry.time_zone == name]
        calendar.add_component(
            zone_component(name, first=min(days), last=max(days) + LONGEST_SERIES)
        )
    for entry in entries:
        calendar.add_component(_entry(entry, has_guests=method != "PUBLISH"))
    return calendar.to_ical()


def institute_as_organiser() -> Guest:
    """Return the institute with the address that its mail comes from.

    A guest who was the organiser would not get changes: calendar programs ignore those to one's own entries.
    """
    return Guest(settings.INSTITUTE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _entry(event: CalendarEvent, *, has_guests: bool) -> "Event":
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{event.uid}@praxis")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at.astimezone(dt.UTC))
    entry.add("last-modified", event.changed_at.astimezone(dt.UTC))
    entry.add("dtstart", _written(event.starts_at, event.time_zone))
    entry.add("dtend", _written(event.ends_at, event.time_zone))
    _recur(entry, event)
    entry.add("summary", event.summary)
    entry.add("description", event.description)
    if event.place:
        entry.add("location", event.place)
    if event.is_all_day:
        # It does not make anybody busy.
        entry.add("transp", "TRANSPARENT")
    if event.link:
        entry.add("url", event.link)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.organiser:
        entry.add("organizer", _address(event.organiser))
    for guest in event.guests if has_guests else ():
        entry.add("attendee", _attendee(guest))
    if not event.is_cancelled and not event.is_all_day:
        for before in ALARMS:
            entry.add_component(_alarm(before, event.summary))
    return entry


def _recur(entry: "Event", event: CalendarEvent) -> None:
    """Add the rule of what recurs, or the time that this one stands instead of."""
    if event.recurrence:
        entry.add("rrule", dict(event.recurrence.rule))
        for moment in event.recurrence.left_out:
            entry.add("exdate", _written(moment, event.time_zone))
    if event.instead_of:
        entry.add("recurrence-id", _written(event.instead_of, event.time_zone))


def _written(moment: dt.datetime | dt.date, zone: str) -> dt.datetime | dt.date:
    """Return the moment in this zone, or in UTC; a day as it is."""
    if not isinstance(moment, dt.datetime):
        return moment
    return moment.astimezone(zoneinfo.ZoneInfo(zone) if zone else dt.UTC)


def _address(guest: Guest) -> "vCalAddress":
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{guest.email}")
    address.params["CN"] = vText(guest.name)
    return address


def _attendee(guest: Guest) -> "vCalAddress":
    from icalendar import vText

    address = _address(guest)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("ACCEPTED" if guest.has_accepted else "NEEDS-ACTION")
    # The answer is not read from mail: whoever cannot come says so on the event's page.
    address.params["RSVP"] = vText("FALSE")
    return address


def _alarm(before: dt.timedelta, text: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", before)
    return alarm
