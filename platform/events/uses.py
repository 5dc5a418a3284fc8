"""What the things that events belong to add: links on the page of an event, and what follows from what happens to it.

An app above registers its functions in its ``event_audiences.py``. Both that follow something run in the transaction in
which it happens, after the lock of the event.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from core.registry import Registry
from core.types import Person
from events.models import Event


@dataclass(frozen=True)
class EventUse:
    """A thing that an event belongs to, as one reader sees it: a sentence, and the page that it leads to."""

    words: str
    address: str


UsesOf = Callable[[Person, Event], Sequence[EventUse]]
AfterAttendance = Callable[[Event, Collection[int], dt.datetime], None]
AfterPublication = Callable[[Sequence[Event], dt.datetime], None]

EVENT_USES: Registry[UsesOf] = Registry("use of events")
AFTER_ATTENDANCE: Registry[AfterAttendance] = Registry("consequence of attendance")
AFTER_PUBLICATION: Registry[AfterPublication] = Registry("consequence of publication")


def event_uses(name: str) -> Callable[[UsesOf], UsesOf]:
    """Register the decorated ``(reader, event) -> uses`` of the app."""
    return EVENT_USES.register(name)


def after_attendance(name: str) -> Callable[[AfterAttendance], AfterAttendance]:
    """Register the decorated ``(event, keys of people who came, moment)``. It repeats safely."""
    return AFTER_ATTENDANCE.register(name)


def after_publication(name: str) -> Callable[[AfterPublication], AfterPublication]:
    """Register the decorated ``(events, moment)``, called once for the events of a series that are published at once."""
    return AFTER_PUBLICATION.register(name)


def uses_of(reader: Person, event: Event) -> list[EventUse]:
    """Return what the event belongs to, as far as the reader may know."""
    return [use for find in EVENT_USES.values() for use in find(reader, event)]


def tell_of_attendance(event: Event, people: Collection[int], at: dt.datetime) -> None:
    """Let other apps do what follows from these people having come."""
    for follow in AFTER_ATTENDANCE.values():
        follow(event, people, at)


def tell_of_publication(events: Sequence[Event], at: dt.datetime) -> None:
    """Let other apps do what follows from these events having been published."""
    for follow in AFTER_PUBLICATION.values():
        follow(events, at)
