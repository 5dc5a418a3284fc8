"""What my home shows of every part: each app above answers ``do_next`` and ``coming_up`` in its ``agenda.py``."""

import datetime as dt
from dataclasses import dataclass


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
