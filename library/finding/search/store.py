"""Segments in the database: reading them, with what never changes remembered, and writing new ones."""

import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from library.finding.models.index import SearchColumn, SearchPosting, SearchSegment
from library.finding.search.segments import FacetColumn, NewSegment, Numbers

_POSTINGS = SearchPosting._meta.db_table
_FIELDS = "segment_id, word, stem, documents, weights, places"
_ROWS_AT_ONCE = 2_000
_FACET = "facet:"
_NONE = np.empty(0, np.intp)
_BYTES_OF_A_VALUE = 64
# These columns are read only for the correction of spelling.
LEXICON = ("words", "counts")
# One statement, as two could see different states of the database: segments and their removals must match.
_OPEN = (
    "SELECT s.id, s.size, s.gone, r.place FROM library_searchsegment s"
    " LEFT JOIN library_searchremoval r ON r.segment_id = s.id WHERE s.retired_at IS NULL ORDER BY s.id"
)


class _Memory:
    """A cache of segment data, the least used forgotten first. Segments never change, so nothing grows stale."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[tuple[int, str], tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, segment_id: int, name: str) -> Any:
        """Return the value kept under this name; None when there is none."""
        with self._lock:
            if (segment_id, name) not in self._kept:
                return None
            self._kept.move_to_end((segment_id, name))
            return self._kept[segment_id, name][1]

    def keep(self, segment_id: int, name: str, thing: Any, size: int) -> None:
        """Keep a thing of about this many bytes, and forget others for it."""
        with self._lock:
            if (segment_id, name) not in self._kept:
                self._kept[segment_id, name] = (size, thing)
                self._bytes += size
            while self._bytes > self._max_bytes and len(self._kept) > 1:
                _key, (freed, _thing) = self._kept.popitem(last=False)
                self._bytes -= freed


# The limit for one process. All columns of a million records take about 100 MB.
_memory = _Memory(160 * 2**20)
remembered, remember = _memory.get, _memory.keep


@dataclass(frozen=True)
class Columns:
    """What is known of each document of a segment, by its place."""

    records: Numbers
    lengths: NDArray[np.float32]
    years: Numbers
    facets: Mapping[str, FacetColumn]

    @classmethod
    def unpacked(cls, data: Mapping[str, bytes]) -> "Columns":
        """Unpack the columns as they are stored."""
        return cls(
            np.frombuffer(data["records"], np.int64),
            np.frombuffer(data["lengths"], np.float32),
            np.frombuffer(data["years"], np.uint16),
            {
                name.removeprefix(_FACET): FacetColumn.unpacked(packed)
                for name, packed in data.items()
                if name.startswith(_FACET)
            },
        )

    @property
    def nbytes(self) -> int:
        """Return about how much memory the columns take: a value of a facet is a short string."""
        facets = self.facets.values()
        numbers = [self.records, self.lengths, self.years]
        numbers += [part for facet in facets for part in (facet.places, facet.codes)]
        values = sum(len(facet.values) for facet in facets)
        return sum(part.nbytes for part in numbers) + values * _BYTES_OF_A_VALUE


@dataclass(frozen=True)
class Segment:
    """An open segment as one search sees it; ``gone`` are the places of documents that are there no more."""

    id: int
    size: int
    gone: Numbers
    columns: Columns

    @cached_property
    def is_live(self) -> NDArray[np.bool_]:
        """For each document, whether it is still there."""
        live = np.ones(self.size, np.bool_)
        live[self.gone] = False
        return live

    def facet(self, name: str) -> FacetColumn:
        """Return the values of one facet; none when no document has any."""
        return self.columns.facets.get(name) or FacetColumn([], _NONE, _NONE)


class StoredPosting(NamedTuple):
    """A posting as a search reads it."""

    segment_id: int
    word: str
    stem: str
    documents: bytes
    weights: bytes
    places: bytes


def open_segments() -> list[Segment]:
    """Return all open segments with their removed documents, as of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        rows = cursor.fetchall()
    sizes: dict[int, int] = {}
    gone: dict[int, list[Numbers]] = {}
    for pk, size, folded, place in rows:
        if pk not in sizes:
            sizes[pk] = size
            gone[pk] = [np.frombuffer(bytes(folded), "<u2").astype(np.intp)]
        if place is not None:
            gone[pk].append(np.array([place], np.intp))
    columns = _columns_of(sizes)
    return [Segment(pk, sizes[pk], np.concatenate(gone[pk]), columns[pk]) for pk in sizes]


def _columns_of(segment_ids: Collection[int]) -> dict[int, Columns]:
    """Return the columns of these segments. Those that are not remembered are read together."""
    known = {pk: remembered(pk, "columns") for pk in segment_ids}
    missing = [pk for pk, columns in known.items() if columns is None]
    stored: dict[int, dict[str, bytes]] = {pk: {} for pk in missing}
    if missing:
        rows = SearchColumn.objects.filter(segment_id__in=missing).exclude(name__in=LEXICON)
        for pk, name, data in rows.values_list("segment_id", "name", "data"):
            stored[pk][name] = bytes(data)
    for pk, columns in stored.items():
        known[pk] = Columns.unpacked(columns)
        remember(pk, "columns", known[pk], known[pk].nbytes)
    return known


def stored_columns(segment_id: int, names: Collection[str]) -> dict[str, bytes]:
    """Columns of a segment as they are stored."""
    rows = SearchColumn.objects.filter(segment_id=segment_id, name__in=names)
    return {name: bytes(data) for name, data in rows.values_list("name", "data")}


def read_postings(
    segments: Iterable[Segment], stems: Collection[str], *, with_places: bool = False
) -> list[StoredPosting]:
    """Read where the words of these stems stand; ``places`` are empty unless they are asked for."""
    ids, wanted = [segment.id for segment in segments], sorted(stems)
    if not (ids and wanted):
        return []
    places = "places" if with_places else "''"
    sql = (
        f"SELECT segment_id, word, stem, documents, weights, {places} FROM {_POSTINGS}"
        f" WHERE stem IN ({_marks(wanted)}) AND segment_id IN ({_marks(ids)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*wanted, *ids])
        return [StoredPosting(*row) for row in cursor.fetchall()]


def write_segment(draft: NewSegment) -> int:
    """Store a new segment and return its key."""
    pk = secrets.randbits(62)
    SearchSegment.objects.create(id=pk, size=draft.size)
    lexicon = LexiconBuilder()
    rows = ((pk, *posting) for posting in lexicon.noting(draft.postings))
    _insert(rows)
    columns = {**draft.columns, **lexicon.columns()}
    SearchColumn.objects.bulk_create(
        SearchColumn(segment_id=pk, name=name, data=data) for name, data in columns.items()
    )
    return pk


class LexiconBuilder:
    """Collects the words of a segment on their way into it, for the repair of typing errors."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._counts: list[int] = []

    def noting(self, postings: Iterable[Any]) -> Iterator[Any]:
        """Pass the postings on, having noted their words."""
        for posting in postings:
            if ":" not in posting.word and posting.word.isalpha():
                self._words.append(posting.word)
                self._counts.append(len(posting.weights))
            yield posting

    def columns(self) -> dict[str, bytes]:
        """Return the words and in how many documents each stands."""
        return {
            "words": "\n".join(self._words).encode(),
            "counts": np.array(self._counts, "<u4").tobytes(),
        }


def _insert(rows: Iterator[tuple[Any, ...]]) -> None:
    # Written in pieces, as a merge reads its rows over the same connection meanwhile.
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, _ROWS_AT_ONCE)):
            if connection.vendor == "postgresql":
                _copy(cursor, chunk)
            else:
                values = "%s, %s, %s, %s, %s, %s"
                cursor.executemany(f"INSERT INTO {_POSTINGS} ({_FIELDS}) VALUES ({values})", chunk)


def _copy(cursor: Any, rows: Collection[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {_POSTINGS} ({_FIELDS}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "varchar", "varchar", "bytea", "bytea", "bytea"])
        for row in rows:
            copy.write_row(row)


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
