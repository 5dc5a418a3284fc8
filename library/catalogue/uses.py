"""Where a record is used: what cites it or draws on it, and what the parts above the library tell of it.

A part that shares records registers what it knows in its own ``uses.py``, and asks there what the reader may see.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from core.registry import Registry
from core.types import Person
from library.catalogue.models import Citation, Record, Relation
from library.vocabularies.choices import RelationKind

# As many as the page of a record shows, and as many as each part needs to tell of.
MOST_USES = 20


@dataclass(frozen=True)
class Use:
    """One place that uses a record, and since when; of a citation also the version that it names."""

    label: str
    address: str
    at: dt.datetime
    version: int | None = None


Tell = Callable[[Person, Record], list[Use]]
_parts: Registry[Tell] = Registry("part that uses records")


def record_uses(name: str) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, record) -> uses``: the latest ``MOST_USES`` that this reader may know of.

    It takes one query, however many uses there are.
    """
    return _parts.register(name)


def uses_of(record: Record, *, user: Person) -> list[Use]:
    """Return the latest uses that the reader may know of. One query for each part."""
    told = [use for tell in _parts.values() for use in tell(user, record)]
    return sorted(told, key=attrgetter("at"), reverse=True)[:MOST_USES]


@record_uses("citations")
def citations_of(user: Person, record: Record) -> list[Use]:
    """What the parts of the platform have told the library of, such as lessons."""
    citations = Citation.objects.visible_to(user).of(record).select_related("version")
    return [
        Use(citation.label, citation.address, citation.cited_at, citation.version.number)
        for citation in citations.order_by("-cited_at", "pk")[:MOST_USES]
    ]


@record_uses("works")
def works_drawing_on(user: Person, record: Record) -> list[Use]:
    """Other works of the library that draw on it."""
    drawn_on = Relation.objects.visible_to(user).filter(kind=RelationKind.DRAWS_ON, target=record)
    works = [
        relation.record
        for relation in drawn_on.select_related("record").order_by("-record__published_at", "pk")[
            :MOST_USES
        ]
    ]
    return [
        Use(f"{work.get_type_display()}: {work.title}", work.get_absolute_url(), work.published_at)
        for work in works
    ]
