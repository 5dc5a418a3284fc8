"""Where a record is used: citations, works that draw on it, and what other parts register.

A part that shares records registers what it knows in its own ``used_by.py``, and asks there what the reader may see.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from core.registry import Registry
from core.types import Person
from library.catalogue.models import Record

# As many as the page of a record shows, and as many as each part needs to tell of.
MOST_USES = 20


@dataclass(frozen=True)
class UsedBy:
    """A place that uses a record, and since when; of a citation also the version that it names."""

    label: str
    address: str
    at: dt.datetime
    version: int | None = None


Tell = Callable[[Person, Record], list[UsedBy]]
_parts: Registry[Tell] = Registry("part that uses records")


def used_by_source(name: str) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, record) -> uses``: the latest ``MOST_USES`` that this reader may know of.

    It takes one query, however many uses there are.
    """
    return _parts.register(name)


def used_by(record: Record, *, user: Person) -> list[UsedBy]:
    """Return the latest uses that the reader may know of. One query for each part."""
    told = [use for tell in _parts.values() for use in tell(user, record)]
    return sorted(told, key=attrgetter("at"), reverse=True)[:MOST_USES]
