"""The rows of a list of results: what is read of each record, and what its row shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from core.addresses import address_of
from core.covers.cover import Cover
from core.prepared import filled_up, prepared
from core.types import Person
from library.catalogue.models import Creator, Record
from library.catalogue.record_covers import record_cover
from library.finding.models import SearchRow
from library.finding.search.snippets import Marker
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Topic

_COLUMNS = (
    *("pk", "type", "title", "summary", "year", "language"),
    *("has_more_creators", "cover_topic", "cover_file"),
)


class FoundRecord(NamedTuple):
    """What a list of results reads of a record."""

    pk: int
    type: str
    title: str
    summary: str
    year: int | None
    language: str
    has_more_creators: bool
    cover_topic: str
    cover_file: int | None


class ShownTopic(NamedTuple):
    """A topic as a row names it."""

    code: str
    label: str


class ResultRow(NamedTuple):
    """All that the row of a result shows. Rows that are equal read alike, so one is rendered for all of them."""

    record: FoundRecord
    # With the words that were searched for marked, as the passage below it.
    title: SafeString
    snippet: SafeString
    creators: tuple[str, ...]
    topics: tuple[ShownTopic, ...]

    @property
    def address(self) -> str:
        return address_of("library:record_detail", self.record.pk)

    @property
    def cover(self) -> Cover:
        return record_cover(self.record.title, self.record.cover_topic, self.record.cover_file)

    @property
    def type_in_words(self) -> str:
        return str(RecordType(self.record.type).label)


def found_records(user: Person, keys: Sequence[int]) -> list[FoundRecord]:
    """Return those of these records that the reader may see, in this order. One query."""
    rows = _records(user, timezone.localdate(), *filled_up(keys)) if keys else []
    by_key = {row[0]: FoundRecord(*row) for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def listed_records(user: Person, keys: Sequence[int]) -> list[Record]:
    """Return those of these records that the reader may see, in this order, with all that is said of them in a list."""
    rows = _records_with_all(user, timezone.localdate(), *filled_up(keys)) if keys else []
    by_key = {record.pk: record for record in rows}
    return [by_key[key] for key in keys if key in by_key]


def result_rows(found: Sequence[FoundRecord], marker: Marker) -> list[ResultRow]:
    """Return what the rows of these records show. Three queries."""
    topics = defaultdict[int, list[ShownTopic]](list)
    creators = defaultdict[int, list[str]](list)
    if found:
        keys = filled_up([record.pk for record in found])
        for key, code, label in _topics(*keys):
            topics[key].append(ShownTopic(code, label))
        for key, name in _creators(*keys):
            creators[key].append(name)
    unsaid = [record.pk for record in found if not marker.tells_all(record.summary)]
    bodies = dict(SearchRow.objects.filter(pk__in=unsaid).values_list("pk", "body"))
    return [
        ResultRow(
            # Its summary is in the snippet, as far as it is shown.
            record._replace(summary=""),
            marker.title(record.title),
            marker.snippet(record.summary, bodies.get(record.pk, "")),
            tuple(creators[record.pk]),
            tuple(topics[record.pk]),
        )
        for record in found
    ]


@prepared
def _records(user: Person, day: dt.date, *keys: int) -> QuerySet[Record, tuple[Any, ...]]:
    readable = Record.objects.visible_to(user).filter(pk__in=keys)
    return readable.with_cover(on=day).values_list(*_COLUMNS)


@prepared
def _records_with_all(user: Person, day: dt.date, *keys: int) -> QuerySet[Record]:
    readable = Record.objects.visible_to(user).filter(pk__in=keys)
    return readable.with_topics().with_creators().with_cover(on=day)


@prepared
def _topics(*keys: int) -> QuerySet[Topic, tuple[int, str, str]]:
    of_records = Topic.objects.filter(records__pk__in=keys)
    return of_records.order_by("label", "pk").values_list("records", "code", "label")


@prepared
def _creators(*keys: int) -> QuerySet[Creator, tuple[int, str]]:
    of_records = Creator.objects.filter(record__pk__in=keys)
    return of_records.order_by("position", "pk").values_list("record_id", "name")
