"""Writing to the index: what everyone may read is in it, and nothing else."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import unescape

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from library.catalogue.models import File, Record, Version
from library.documents.models import ExtractionState, FileText
from library.finding.models import SearchRemoval, SearchRow, SearchSegment
from library.finding.search.backend import Document
from library.finding.search.readable import READ_AT_ONCE, Readable, load_readable
from library.finding.search.segment_merging import (
    SMALL,
    delete_retired_segments,
    lock_exclusively,
    lock_for_writing,
    merge_segments,
    retire_segments,
)
from library.finding.search.segments import Builder
from library.finding.search.snippets import MOST_READ
from library.finding.search.store import open_segments, write_segment
from library.practice.shown import stage_of_record
from library.recommendations.models import Recommendation
from library.vocabularies.choices import Access, TermKind

# At most ``_BATCH`` records are packed at once: about 100 MB of memory at 2 kB of text each. As a record may have
# the text of a book, a segment is also written once it holds ``_MOST_LETTERS`` characters.
_BATCH = 8_192
_MOST_LETTERS = 20_000_000
# At most this many characters of all files of a version together are indexed: the same limit as for one file.
_MOST_OF_ONE = 5_000_000
_WRITTEN_AT_ONCE = 500
_SORTED_BY = 120


@transaction.atomic
def update_index(record_ids: Collection[int]) -> None:
    """Bring the index up to date with these records: what can be read is in it, nothing else.

    Many at once cost much less than one by one.
    """
    ids = sorted(set(record_ids))
    lock_for_writing()
    _remove(ids)
    for start in range(0, len(ids), _BATCH):
        _write(ids[start : start + _BATCH])
    transaction.on_commit(_merge_small, robust=True)


@transaction.atomic
def reindex() -> int:
    """Build the whole index anew in one transaction and return how many records are in it."""
    lock_exclusively()
    retire_segments(SearchSegment.objects.current().values_list("pk", flat=True))
    delete_retired_segments()
    SearchRow.objects.all().delete()
    count = last = 0
    while True:
        rows = Record.objects.filter(pk__gt=last).order_by("pk")[:_BATCH]
        keys = list(rows.values_list("pk", flat=True))
        if not keys:
            break
        count += _write(keys)
        last = keys[-1]
    transaction.on_commit(merge_segments, robust=True)
    return count


def _merge_small() -> None:
    merge_segments(most=SMALL)


def _remove(ids: Sequence[int]) -> None:
    rows = SearchRow.objects.filter(pk__in=ids)
    known = list(rows.values_list("pk", flat=True))
    if not known:
        return
    SearchRemoval.objects.bulk_create(
        SearchRemoval(segment_id=segment.id, place=place)
        for segment in open_segments()
        for place in np.flatnonzero(
            np.isin(segment.columns.records, known) & segment.is_live
        ).tolist()
    )
    rows.delete()


def _write(keys: Sequence[int]) -> int:
    """Add a segment with those of the records that can be read."""
    today = timezone.localdate()
    documents = (
        _document(each, today)
        for start in range(0, len(keys), READ_AT_ONCE)
        for each in load_readable(keys[start : start + READ_AT_ONCE])
    )
    return sum(_write_segment(batch, today) for batch in _batches(documents))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Group the documents into batches that fit into the memory of a small machine."""
    batch, letters = list[Document](), 0
    for document in documents:
        batch.append(document)
        letters += len(document.text) + len(document.body)
        if letters > _MOST_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _write_segment(documents: Iterable[Document], today: dt.date) -> int:
    builder = Builder()
    rows = []
    for document in documents:
        rows.append(_row(document, today))
        builder.add(document)
    write_segment(builder.draft())
    SearchRow.objects.bulk_create(rows, batch_size=_WRITTEN_AT_ONCE)
    return len(rows)


def _row(document: Document, today: dt.date) -> SearchRow:
    return SearchRow(
        indexed_on=today,
        record_id=document.record_id,
        sort_title=document.title.casefold()[:_SORTED_BY],
        title=document.title,
        summary=document.summary,
        body="\n".join(filter(None, [document.body, document.recommended, document.text])).strip()[
            :MOST_READ
        ],
    )


def _document(each: Readable, today: dt.date) -> Document:
    record, version = each.record, each.record.current_version
    parents = [topic.parent for topic in each.topics if topic.parent]
    words = [
        word
        for topic in each.topics
        for word in (topic.label, *topic.synonyms, topic.parent.label if topic.parent else "")
    ]
    words += [word for term in each.terms for word in (term.label, *term.synonyms)]
    named = [name for place in each.places for name in (place.name, *place.also)]
    return Document(
        record_id=record.pk,
        title=record.title,
        topics=" · ".join(dict.fromkeys(word for word in words if word)),
        creators=" · ".join(
            [
                *(c.name for c in each.creators),
                record.publisher,
                record.container,
                record.geography,
                *named,
            ]
        ),
        summary=record.summary,
        body=_body(version),
        text=_text(each.files, today),
        recommended=_recommended(each.recommendations),
        year=record.year,
        facets={
            "type": [record.type],
            "topic": list(dict.fromkeys(topic.code for topic in (*each.topics, *parents))),
            "organisation": [str(c.organisation_id) for c in each.creators if c.organisation_id],
            "place": list(dict.fromkeys(code for place in each.places for code in place.codes)),
            "population": [term.code for term in each.terms if term.kind == TermKind.POPULATION],
            "setting": [term.code for term in each.terms if term.kind == TermKind.SETTING],
            "evidence": [record.evidence_kind] if record.evidence_kind else [],
            "stage": _stage(record),
            "principle": sorted({r.principle for r in each.recommendations if r.principle}),
            "language": [record.language],
            "access": _access(record, each.files, today),
        },
    )


def _stage(record: Record) -> list[str]:
    """Return the stage that two editors' judgements led to, if there is one."""
    stage = stage_of_record(record)
    return [stage.value] if stage else []


def _body(version: Version | None) -> str:
    return unescape(strip_tags(version.body_html)) if version else ""


def _recommended(found: Iterable[Recommendation]) -> str:
    """Return the words of the recommendations of the record, by which it is found, too."""
    return "\n".join(f"{each.reference} {each.title}\n{each.text}" for each in found)


def _text(files: Iterable[File], today: dt.date) -> str:
    """Return the text of the files that readers may open on that day. A query for each version that has some."""
    read = [file.pk for file in files if not file.is_closed_on(today) and _is_read(file)]
    if not read:
        return ""
    texts = FileText.objects.filter(pk__in=read).order_by("file__name", "pk")
    return "\n".join(texts.values_list("text", flat=True))[:_MOST_OF_ONE]


def _is_read(file: File) -> bool:
    reading: FileText | None = getattr(file, "reading", None)
    return reading is not None and reading.state == ExtractionState.READ


def _access(record: Record, files: Iterable[File], today: dt.date) -> list[Access]:
    """Return where the record can be read on that day."""
    version = record.current_version
    is_open = version is not None and (
        version.has_text or any(not file.is_closed_on(today) for file in files)
    )
    ways = [Access.HERE] if is_open else []
    if record.url or record.doi:
        ways.append(Access.ELSEWHERE)
    return ways or [Access.NOT_KNOWN]
