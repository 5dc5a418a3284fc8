"""The works of the library that a lesson rests on, as its page shows them."""

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import QuerySet

from core.addresses import address_of
from core.prepared import prepared
from courses.models import Lesson, LessonCitation, Release
from library.catalogue.states import RecordState
from library.vocabularies.choices import RecordType


class CitedWork(NamedTuple):
    """A citation with what its page shows of version and record, all of it plain values.

    So two that show the same are equal, and what is rendered of them can be kept (``{% kept %}``).
    """

    citation_id: int
    note: str
    added_on: dt.date | None
    added_by: str | None
    # Of the version, and of its record.
    pk: int
    number: int
    learnt_there: str
    record_id: int
    title: str
    type: str
    publisher: str
    year: int | None
    state: str
    replaced_by_id: int | None
    current_version_id: int | None

    @property
    def is_published(self) -> bool:
        return self.state == RecordState.PUBLISHED

    @property
    def get_type_display(self) -> str:
        return str(RecordType(self.type).label)

    @property
    def get_absolute_url(self) -> str:
        """Return the page of the record."""
        return address_of("library:record_detail", self.record_id)

    @property
    def version_address(self) -> str:
        return address_of("library:version_detail", self.record_id, self.number)

    @property
    def shown_note(self) -> str:
        """Return why it is cited; nothing of further evidence that was withdrawn since."""
        return "" if self._is_gone else self.note

    @property
    def learnt(self) -> str:
        """Return what the authors of a case study learnt, where it is further evidence."""
        if self.added_on is None or self._is_gone or self.type != RecordType.CASE_STUDY:
            return ""
        return self.learnt_there

    @property
    def _is_gone(self) -> bool:
        is_withdrawn = not self.is_published and self.replaced_by_id is None
        return self.added_on is not None and is_withdrawn


_SHOWN = (
    *("pk", "note", "added_on", "added_by__full_name"),
    *("version", "version__number", "version__particulars"),
    *("version__record", "version__record__title", "version__record__type"),
    *("version__record__publisher", "version__record__year", "version__record__state"),
    *("version__record__replaced_by", "version__record__current_version"),
)


def cited_works(lesson: Lesson) -> tuple[CitedWork, ...]:
    """Return the works that the lesson cites, in order and as they stand in the library now. One query."""
    return tuple(_work(row) for row in _rows(lesson))


def cited_works_of(release: Release) -> dict[int, list[CitedWork]]:
    """Return the works that each lesson of the release cites, by the key of the lesson. One query."""
    citations = LessonCitation.objects.filter(lesson__module__release=release).in_order()
    cited: dict[int, list[CitedWork]] = defaultdict(list)
    for lesson, *row in citations.values_list("lesson", *_SHOWN):
        cited[lesson].append(_work(tuple(row)))
    return cited


def _work(row: tuple[Any, ...]) -> CitedWork:
    before, particulars, after = row[:6], row[6], row[7:]
    learnt_there = str((particulars or {}).get("lessons") or "")
    return CitedWork._make((*before, learnt_there, *after))


@prepared
def _rows(lesson: Lesson) -> QuerySet[LessonCitation, tuple[Any, ...]]:
    return LessonCitation.objects.filter(lesson=lesson).in_order().values_list(*_SHOWN)
