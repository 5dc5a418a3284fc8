"""What my home shows of every part: each app above answers ``agenda_of`` in its ``agenda.py``."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DoNext:
    """One thing that waits on this person. ``weight`` orders the list, the heaviest first (0 to 100)."""

    title: str
    address: str
    why: str
    weight: int = 50
    due_at: dt.datetime | None = None


@dataclass(frozen=True)
class ComingUp:
    """One dated thing that this person takes part in."""

    title: str
    address: str
    at: dt.datetime


@dataclass(frozen=True)
class Agenda:
    """What one part of the platform asks of a person, and on which days they take part in it.

    Both come from one function, so that one query can answer for both.
    """

    do_next: list[DoNext] = field(default_factory=list)
    coming_up: list[ComingUp] = field(default_factory=list)
