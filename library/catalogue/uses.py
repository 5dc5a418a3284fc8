"""Where a record is used: what cites it or draws on it, and what the parts above the library tell of it.

A part that shares records registers what it knows in its own ``uses.py``, and asks there what the reader may see.
However many parts there are, the database is asked once.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable

from core.types import Person
from library.catalogue.models import Citation, Record, Relation
from library.vocabularies.choices import RecordType, RelationKind

_MOST = 20
_NONE, _EMPTY = Value(0, output_field=IntegerField()), Value("")


@dataclass(frozen=True)
class Use:
    """One place that uses a record, and since when; of a citation also the version that it names."""

    label: str
    address: str
    at: dt.datetime
    version: int | None = None


class UseRow(NamedTuple):
    """One use as the database tells it; what a part has no need of stays empty or 0."""

    part: str
    at: dt.datetime
    version: int
    key: int
    number: int
    title: str
    within: str
    place: str


Rows = QuerySet[Any, Any]
Tell = Callable[[Person, Record], Rows | None]
Show = Callable[[UseRow], Use]
_parts: dict[str, tuple[Tell, Show]] = {}


def record_uses(name: str, *, show: Show) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, record) -> rows``, made by ``use_rows``, of what this reader may know.

    None tells of nothing. ``show`` makes the use out of one row, without a query.
    """

    def register(tell: Tell) -> Tell:
        if _parts.setdefault(name, (tell, show))[0] is not tell:
            raise ValueError(f"The uses of {name!r} are told twice.")
        return tell

    return register


def use_rows(
    part: str,
    things: QuerySet[Any, Any],
    *,
    at: Combinable,
    title: Combinable,
    version: Combinable = _NONE,
    key: Combinable = _NONE,
    number: Combinable = _NONE,
    within: Combinable = _EMPTY,
    place: Combinable = _EMPTY,
) -> Rows:
    """Tell of each thing that uses the record what a ``UseRow`` holds, as expressions over it."""
    columns = {
        "part": Value(part),
        "at": at,
        "version": version,
        "key": key,
        "number": number,
        "title": title,
        "within": within,
        "place": place,
    }
    named = {f"use_{name}": column for name, column in columns.items()}
    return things.order_by().annotate(**named).values_list(*named)


def uses_of(record: Record, *, user: Person) -> list[Use]:
    """The latest uses that the reader may know of. One query."""
    told = (tell(user, record) for tell, _show in _parts.values())
    first, *others = [rows for rows in told if rows is not None]
    latest = first.union(*others, all=True).order_by("-use_at")[:_MOST]
    return [_parts[row.part][1](row) for row in map(UseRow._make, latest)]


def _citation(row: UseRow) -> Use:
    return Use(row.title, row.place, row.at, row.version)


@record_uses("citations", show=_citation)
def citations_of(user: Person, record: Record) -> Rows:
    """What the parts of the platform have told the library of, such as lessons."""
    return use_rows(
        "citations",
        Citation.objects.visible_to(user).of(record),
        at=F("cited_at"),
        version=F("version__number"),
        title=F("label"),
        place=F("address"),
    )


def _work(row: UseRow) -> Use:
    address = Record(pk=row.key).get_absolute_url()
    return Use(f"{RecordType(row.place).label}: {row.title}", address, row.at)


@record_uses("works", show=_work)
def works_drawing_on(user: Person, record: Record) -> Rows:
    """Other works of the library that draw on it."""
    ties = Relation.objects.visible_to(user).filter(kind=RelationKind.DRAWS_ON, target=record)
    return use_rows(
        "works",
        ties,
        at=F("record__published_at"),
        key=F("record"),
        title=F("record__title"),
        place=F("record__type"),
    )
