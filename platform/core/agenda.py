"""What my home shows of every part: each app registers what it knows in its ``agenda.py``."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.registry import Registry
from core.types import Member


@dataclass(frozen=True)
class ToDo:
    """A thing to do. ``weight`` orders the list, the heaviest first (0 to 100).

    What is overdue or due within a day comes before everything lighter than 100.
    """

    title: str
    address: str
    why: str
    weight: int = 50
    due_at: dt.datetime | None = None


@dataclass(frozen=True)
class ComingUp:
    """A dated thing in which this person takes part."""

    title: str
    address: str
    at: dt.datetime


_SOON = dt.timedelta(days=1)
_SAFETY_COMES_FIRST = 100
FindTasks = Callable[[Member, dt.datetime], list[ToDo]]
FindDates = Callable[[Member, dt.datetime], list[ComingUp]]
_tasks: Registry[FindTasks] = Registry("list of what to do next")
_dates: Registry[FindDates] = Registry("list of what is coming up")


def do_next(name: str) -> Callable[[FindTasks], FindTasks]:
    """Register the decorated ``(user, now) -> things`` that wait on a person."""
    return _tasks.register(name)


def coming_up(name: str) -> Callable[[FindDates], FindDates]:
    """Register the decorated ``(user, now) -> dated things`` that a person takes part in."""
    return _dates.register(name)


def most_urgent(user: Member, *, now: dt.datetime, most: int) -> list[ToDo]:
    """Return what waits on the person in every part: what is overdue or due within a day, then the heaviest first."""
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)

    def urgency(thing: ToDo) -> tuple[bool, bool, int, dt.datetime, str]:
        due = thing.due_at or latest
        is_pressing = due <= now + _SOON
        return (
            thing.weight < _SAFETY_COMES_FIRST,
            not is_pressing,
            -thing.weight,
            due,
            thing.title,
        )

    things = [thing for find in _tasks.values() for thing in find(user, now)]
    return sorted(things, key=urgency)[:most]


def soonest(user: Member, *, now: dt.datetime, most: int) -> list[ComingUp]:
    """Return what is coming up for the person in every part, the soonest first."""
    things = [thing for find in _dates.values() for thing in find(user, now)]
    return sorted(things, key=lambda t: (t.at, t.title))[:most]
