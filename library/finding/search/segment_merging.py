"""Merging small segments into larger ones, so that a search has few lists to read for each word."""

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from library.finding.models import SearchColumn, SearchPosting, SearchRemoval, SearchSegment
from library.finding.search.segments import MAX_DOCUMENTS, FacetColumn, NewSegment, Numbers, Posting
from library.finding.search.store import Segment, StoredPosting, open_segments, write_segment

# This many segments of like size are merged into one of the next size.
_WIDTH = 8
# The largest merge that runs while somebody waits for it.
SMALL = 4_096
_LOCK = 7_201_984
_AFTERLIFE = dt.timedelta(minutes=1)
_MOST_ROWS = 200
_READ_AT_ONCE = 2_000
_COLUMNS = {"records": np.int64, "lengths": np.float32, "years": np.uint16}


def lock_for_writing() -> None:
    """Keep merges away until this transaction ends; other writers are not kept waiting.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def lock_exclusively() -> None:
    """Keep all other writers away until this transaction ends, once those that are at work have ended."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _locked_alone() -> bool:
    """Take the exclusive lock without waiting, to avoid a deadlock; false when it is not free."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def merge_segments(*, most: int = MAX_DOCUMENTS) -> int:
    """Merge segments that are due, up to a number of documents in one merge, and return how many merges were made.

    Repeats safely. Does nothing while others write: a later write or run merges instead.
    """
    merged = 0
    while True:
        with transaction.atomic():
            if not _locked_alone():
                return merged
            segments = open_segments()
            ripe = _ripe(segments, most)
            if not ripe:
                _fold_removals(segments)
                return merged
            delete_retired_segments()
            _merge(ripe)
            merged += 1


def _ripe(segments: Sequence[Segment], most: int) -> list[Segment]:
    """Return the segments to merge next: several of similar size, or one with over a quarter of it removed."""
    tiers: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        live = segment.size - len(segment.gone)
        if len(segment.gone) * 4 > segment.size and live <= most:
            return [segment]
        if live * 2 <= MAX_DOCUMENTS:
            tiers[max(live, 1).bit_length() // 3].append(segment)
    for _tier, group in sorted(tiers.items()):
        if len(group) >= _WIDTH:
            chosen, total = [], 0
            for segment in sorted(group, key=attrgetter("size"))[: _WIDTH * 2]:
                total += segment.size - len(segment.gone)
                if total > min(most, MAX_DOCUMENTS):
                    break
                chosen.append(segment)
            if len(chosen) > 1:
                return chosen
    return []


def _fold_removals(segments: Sequence[Segment]) -> None:
    """Move many removals of a segment from their rows into its ``gone`` column, so that searches read fewer rows."""
    many = SearchRemoval.objects.values("segment_id").annotate(rows=Count("pk"))
    ids = set(many.filter(rows__gt=_MOST_ROWS).values_list("segment_id", flat=True))
    for segment in segments:
        if segment.id in ids:
            gone = np.unique(segment.gone).astype("<u2").tobytes()
            SearchSegment.objects.filter(pk=segment.id).update(gone=gone)
            SearchRemoval.objects.filter(segment_id=segment.id).delete()


def _merge(segments: Sequence[Segment]) -> None:
    """Write one segment in place of several, without the documents that are gone."""
    new_places = _new_places(segments)
    records = np.concatenate([s.columns.records[s.is_live] for s in segments])
    if len(records):
        draft = NewSegment(
            len(records), _columns(segments, new_places), _postings(segments, new_places)
        )
        write_segment(draft)
    retire_segments(segment.id for segment in segments)


def retire_segments(segment_ids: Iterable[int]) -> None:
    """Retire these segments. They stay for ``_AFTERLIFE``, for searches that are still running."""
    ids = list(segment_ids)
    SearchRemoval.objects.filter(segment_id__in=ids).delete()
    SearchSegment.objects.filter(pk__in=ids).update(retired_at=timezone.now())


def _new_places(segments: Sequence[Segment]) -> dict[int, Numbers]:
    """Return for each segment the new places of its documents; -1 for those that are gone."""
    places: dict[int, Numbers] = {}
    start = 0
    for segment in segments:
        kept = int(segment.is_live.sum())
        new = np.full(segment.size, -1, np.int64)
        new[segment.is_live] = np.arange(start, start + kept)
        places[segment.id] = new
        start += kept
    return places


def _columns(segments: Sequence[Segment], new_places: dict[int, Numbers]) -> dict[str, bytes]:
    columns = {
        name: np.concatenate([getattr(s.columns, name)[s.is_live] for s in segments])
        .astype(kind)
        .tobytes()
        for name, kind in _COLUMNS.items()
    }
    for facet in sorted({name for segment in segments for name in segment.columns.facets}):
        columns[f"facet:{facet}"] = _joined(
            [(segment.facet(facet), new_places[segment.id]) for segment in segments]
        ).packed()
    return columns


def _joined(parts: Sequence[tuple[FacetColumn, Numbers]]) -> FacetColumn:
    known: dict[str, int] = {}
    places, codes = [], []
    for column, new_places in parts:
        numbers = [known.setdefault(value, len(known)) for value in column.values]
        moved = new_places[column.places]
        places.append(moved[moved >= 0])
        codes.append(np.array(numbers, np.intp)[column.codes[moved >= 0]])
    return FacetColumn(list(known), np.concatenate(places), np.concatenate(codes))


def _postings(segments: Sequence[Segment], new_places: dict[int, Numbers]) -> Iterator[Posting]:
    sources = [_stored(segment.id) for segment in segments]
    order = {segment.id: number for number, segment in enumerate(segments)}
    rows = heapq.merge(*sources, key=lambda row: (row.word, order[row.segment_id]))
    for (word, stem), group in groupby(rows, key=attrgetter("word", "stem")):
        parts = [_moved(row, new_places[row.segment_id]) for row in group]
        documents, weights, counts, places = (b"".join(each) for each in zip(*parts, strict=True))
        if documents:
            yield Posting(word, stem, documents, weights, counts + places)


def _stored(segment_id: int) -> Iterator[StoredPosting]:
    """Return the postings of a segment by word, read in pieces: a merge reads many segments at once."""
    postings = SearchPosting.objects.filter(segment_id=segment_id).order_by("word")
    last = ""
    # Sliced, because iterating over the whole query set would load the rest of the segment at once.
    while rows := postings.filter(word__gt=last).values_list(*StoredPosting._fields)[
        :_READ_AT_ONCE
    ]:
        piece = [StoredPosting._make(row) for row in rows]
        yield from piece
        last = piece[-1].word


def _moved(row: StoredPosting, new_places: Numbers) -> tuple[bytes, bytes, bytes, bytes]:
    """Return a posting with the places that its documents have in the merged segment."""
    documents = np.frombuffer(row.documents, "<u2")
    weights, data = bytes(row.weights), bytes(row.places)
    count = len(documents)
    moved = new_places[documents]
    kept = moved >= 0
    if kept.all():
        return moved.astype("<u2").tobytes(), weights, data[:count], data[count:]
    counts = np.frombuffer(data, np.uint8, count)
    places = np.frombuffer(data, "<u2", -1, count)
    return (
        moved[kept].astype("<u2").tobytes(),
        np.frombuffer(weights, np.uint8)[kept].tobytes(),
        counts[kept].tobytes(),
        places[np.repeat(kept, counts)].tobytes(),
    )


def delete_retired_segments() -> None:
    """Delete segments retired a while ago: no search that began with them is still running."""
    old = SearchSegment.objects.filter(retired_at__lt=timezone.now() - _AFTERLIFE)
    ids = list(old.values_list("pk", flat=True))
    for table in (SearchPosting, SearchColumn):
        table._default_manager.filter(segment_id__in=ids).delete()
    old.delete()
