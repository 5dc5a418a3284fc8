"""Imports: started, checked without writing anything, then written whole or not at all."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.organisations import organisation_named
from accounts.models import User
from core.form_keys import first_result
from core.refusals import Conflict
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.records import correct_record
from library.catalogue.models import Creator, Record, Version
from library.exchange.importing.checking import CheckedRow, RowChecker, RowResult
from library.exchange.importing.parsers import FileNotReadable, count_rows, parse_rows
from library.exchange.models import Import, ImportState
from library.indexing import index_together
from library.vocabularies.models import Topic
from library.vocabularies.names import CreatorName

_BATCH = 500
_MOST_SHOWN = 500
_LONGEST_REASON = 300


class WrongImportStep(Conflict):
    """The import has gone on to another step."""

    def __init__(self) -> None:
        super().__init__(_("This import is at another step by now. Look at it again."))


class _Refused(Exception):
    """A row no longer passes its check, so everything is rolled back."""


@transaction.atomic
def start_import(
    *,
    content: UploadedFile,
    name: str,
    ending: str,
    topics: Iterable[Topic],
    by: User,
    at: dt.datetime,
    key: uuid.UUID | None = None,
) -> Import:
    """Save the file for a worker to check. The same ``key`` gives the first import again."""
    mine = Import.objects.filter(started_by=by)
    if first := key and first_result(mine, key, name=name):
        return first
    begun = Import(name=name, ending=ending, started_by=by, started_at=at, form_key=key)
    begun.content.save(f"{uuid.uuid4()}.{ending}", content, save=False)
    begun.save()
    begun.topics.set(topics)
    return begun


def read_import(*, begun: Import) -> Import:
    """Check every row and save what would become of it; the library stays as it is. Repeats safely."""
    if not _move(begun, {ImportState.WAITING, ImportState.READING}, ImportState.READING):
        return begun
    counts: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    try:
        with begun.content.open("rb") as file:
            _note(begun, rows_total=count_rows(file, begun.ending), rows_read=0)
        with begun.content.open("rb") as file:
            judge = RowChecker(topics=list(begun.topics.all()))
            for judged in judge.judge(parse_rows(file, begun.ending)):
                counts[judged.verdict] += 1
                _show(judged, shown)
                if sum(counts.values()) % _BATCH == 0:
                    _note(begun, rows_read=sum(counts.values()))
    except FileNotReadable as refusal:
        _note(begun, state=ImportState.REFUSED, problem=str(refusal)[:500])
        return begun
    is_whole = not counts[RowResult.REFUSED] and bool(counts)
    _note(
        begun,
        state=ImportState.READY if is_whole else ImportState.REFUSED,
        problem="" if counts else _("The file has no rows."),
        rows_read=sum(counts.values()),
        counts=dict(counts),
        shown=shown,
    )
    return begun


def confirm_import(*, begun: Import) -> None:
    """Queue the checked import for writing. Repeats safely; raises ``WrongImportStep`` at another step."""
    states = {ImportState.QUEUED, ImportState.WRITING, ImportState.DONE}
    if not _move(begun, {ImportState.READY}, ImportState.QUEUED) and begun.state not in states:
        raise WrongImportStep


def drop_import(*, begun: Import) -> None:
    """Drop the import without writing it. Repeats safely; raises ``WrongImportStep`` once it is being written."""
    states = {ImportState.WAITING, ImportState.READY, ImportState.REFUSED, ImportState.DROPPED}
    if not _move(begun, states, ImportState.DROPPED):
        raise WrongImportStep


def write_import(*, begun: Import, at: dt.datetime) -> Import:
    """Write all rows in one transaction, or none of them when one does not hold any more.

    The rows are checked again, as the library went on since they were read. Networks hear of the new records
    by their sweep, not one by one. Repeats safely: what is written is the same by then.
    """
    if not _move(begun, {ImportState.QUEUED, ImportState.WRITING}, ImportState.WRITING):
        return begun
    counts: Counter[str] = Counter()
    refused: list[dict[str, Any]] = []
    try:
        with transaction.atomic(), index_together(), begun.content.open("rb") as file:
            if Import.objects.select_for_update().get(pk=begun.pk).state != ImportState.WRITING:
                return begun
            touched = _write(begun, file, counts, refused, at)
            # A harvester may have passed the moment when this began (decision 9).
            look_after(touched, at=timezone.now())
            _note(begun, state=ImportState.DONE, counts=dict(counts), finished_at=timezone.now())
    except _Refused:
        problem = _("The library changed since the file was read. Nothing was written.")
        _note(begun, state=ImportState.REFUSED, problem=problem, shown=refused)
    return begun


def requeue_stalled_imports(*, now: dt.datetime) -> None:
    """Requeue imports whose worker was stopped. Nothing of them was written."""
    left = Import.objects.stalled(now)
    left.filter(state=ImportState.READING).update(state=ImportState.WAITING)
    left.filter(state=ImportState.WRITING).update(state=ImportState.QUEUED)


def _write(
    begun: Import,
    file: Any,
    counts: Counter[str],
    refused: list[dict[str, Any]],
    at: dt.datetime,
) -> list[int]:
    judge = RowChecker(topics=list(begun.topics.all()))
    rows = judge.judge(parse_rows(file, begun.ending))
    touched: list[int] = []
    while batch := list(islice(rows, _BATCH)):
        for judged in batch:
            counts[judged.verdict] += 1
            if judged.verdict == RowResult.REFUSED:
                _show(judged, refused)
                raise _Refused
        touched += _publish([each for each in batch if each.verdict == RowResult.NEW], begun, at)
        for judged in batch:
            if judged.verdict == RowResult.CHANGED and judged.record and judged.links:
                correct_record(
                    record=judged.record,
                    changes=judged.facts,
                    topics=judged.links.topics,
                    creators=_with_bodies(judged.links.creators),
                    places=judged.links.places,
                    terms=judged.links.terms,
                    at=at,
                )
                touched.append(judged.record.pk)
    return touched


def _publish(batch: Sequence[CheckedRow], begun: Import, at: dt.datetime) -> list[int]:
    """Write new records with all that hangs on them, a few statements for the whole batch."""
    records = []
    for judged in batch:
        assert judged.links is not None  # noqa: S101  (what is new was read)
        record = Record(
            **judged.facts,
            published_at=at,
            changed_at=at,
            depositor=begun.started_by,
            where_seen=begun.name[:300],
        )
        records.append(record)
    Record.objects.bulk_create(records)
    links = [(record, judged.links) for record, judged in zip(records, batch, strict=True)]
    for name in ("topics", "places", "terms"):
        _tie(name, links)
    Creator.objects.bulk_create(
        [
            Creator(
                record=record,
                position=position,
                name=creator.name,
                sort_name=creator.sort_name,
                role=creator.role,
                organisation=creator.organisation,
                orcid=creator.orcid,
            )
            for record, each in links
            if each is not None
            for position, creator in enumerate(_with_bodies(each.creators))
        ]
    )
    versions = Version.objects.bulk_create(
        [
            Version(record=record, number=1, deposited_at=at, deposited_by=begun.started_by)
            for record in records
        ]
    )
    for record, version in zip(records, versions, strict=True):
        record.current_version = version
    Record.objects.bulk_update(records, ["current_version"])
    return [record.pk for record in records]


def _tie(name: str, links: Sequence[tuple[Record, Any]]) -> None:
    through: Any = getattr(Record, name).through
    column = {"topics": "topic_id", "places": "place_id", "terms": "term_id"}[name]
    rows = [
        through(record_id=record.pk, **{column: thing.pk})
        for record, each in links
        for thing in dict.fromkeys(getattr(each, name))
    ]
    through.objects.bulk_create(rows)


def _with_bodies(creators: Iterable[CreatorName]) -> list[CreatorName]:
    """The creators with organisations that have a row; new ones are made."""
    named = []
    for creator in creators:
        body = creator.organisation
        if body is not None and body.pk is None:
            made = organisation_named(name=body.name)
            if made is not None:
                body.pk = made.pk
                body._state.adding = False
        named.append(creator)
    return named


def _show(judged: CheckedRow, shown: list[dict[str, Any]]) -> None:
    """Keep a row for the preview: refused rows come before changed ones, these before new ones."""
    if judged.verdict == RowResult.SAME or len(shown) >= _MOST_SHOWN:
        return
    shown.append(
        {
            "row": judged.row.number,
            "verdict": str(judged.verdict),
            "title": judged.row.cells.get("title", "")[:200],
            "record": judged.record.pk if judged.record else None,
            "changes": list(judged.changes),
            "reasons": [[name, text[:_LONGEST_REASON]] for name, text in judged.reasons],
        }
    )


def _move(begun: Import, sources: set[ImportState], target: ImportState) -> bool:
    """Move the import to its next step; tell whether this call was the one that did."""
    moved = Import.objects.filter(pk=begun.pk, state__in=sources).update(
        state=target, touched_at=timezone.now()
    )
    begun.refresh_from_db()
    return bool(moved)


def _note(begun: Import, **values: Any) -> None:
    for name, value in values.items():
        setattr(begun, name, value)
    begun.touched_at = timezone.now()
    begun.save(update_fields=["touched_at", *values])
