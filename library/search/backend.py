"""What a database has to offer for the full-text search, and what is passed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from library.models.records import RecordQuerySet
from library.search.query import Query

# They stand around a found word in what ``Index.marks`` returns; neither can be in a text of ours.
MARK_START = "\x02"
MARK_END = "\x03"


@dataclass(frozen=True)
class Document:
    """The words of one record, by field."""

    record_id: int
    title: str
    topics: str
    creators: str
    summary: str
    body: str


@dataclass(frozen=True)
class Marked:
    """The texts of one record with ``MARK_START`` and ``MARK_END`` around what was found."""

    title: str
    summary: str
    body: str


class Index(Protocol):
    """What a database has to offer. It holds only records that everyone may read."""

    def write(self, documents: Sequence[Document]) -> None:
        """Put the documents in, in place of what was there for the same records."""

    def remove(self, record_ids: Sequence[int]) -> None:
        """Forget the records. Repeats safely."""

    def clear(self) -> None:
        """Forget everything."""

    def matching(self, records: RecordQuerySet, query: Query) -> RecordQuerySet:
        """Those of the records that hold every phrase, and any of the words when there is no phrase."""

    def ranked(self, records: RecordQuerySet, query: Query) -> RecordQuerySet:
        """The same with a ``score``, the best the highest: BM25, lifted for those that hold more words."""

    def marks(self, record_ids: Sequence[int], query: Query) -> dict[int, Marked]:
        """The texts of these records with the found words marked."""
