"""Imports: started, checked without writing anything, written whole or not at all, and undone."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.organisations import organisation_named
from accounts.models import User
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.form_records import creator_names
from library.catalogue.actions.records import correct_record, withdraw_record
from library.catalogue.models import Creator, Record, Version
from library.exchange.importing.checking import (
    CheckedRow,
    RowChecker,
    Verdict,
    with_all_that_is_compared,
)
from library.exchange.importing.differences import (
    difference,
    is_same_change,
    taken_back,
    values_of,
)
from library.exchange.importing.one_at_a_time import wait_for_other_imports
from library.exchange.importing.parsers import FileNotReadable, count_rows, parse_rows
from library.exchange.importing.preview import Shown, first_of, nothing_shown, show_row
from library.exchange.models import Import, ImportChange, ImportState
from library.indexing import index_together
from library.vocabularies.models import Topic
from library.vocabularies.names import CreatorName

_BATCH = 500
_UNDONE_AT_ONCE = 50


class WrongImportStep(Conflict):
    """The import has gone on to another step."""

    def __init__(self) -> None:
        super().__init__(_("This import has moved on. Check its current status."))


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
    # This lock makes two clicks at the same moment wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
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
    if not _move(begun, {ImportState.WAITING}, ImportState.READING):
        return begun
    counts: Counter[str] = Counter()
    shown = nothing_shown()
    changed: list[CheckedRow] = []
    try:
        with begun.content.open("rb") as file:
            _note(begun, rows_total=count_rows(file, begun.ending), rows_read=0)
        with begun.content.open("rb") as file:
            judge = RowChecker(topics=list(begun.topics.all()))
            for judged in judge.judge(parse_rows(file, begun.ending)):
                counts[judged.verdict] += 1
                if judged.verdict in shown:
                    show_row(judged, shown[judged.verdict])
                if judged.verdict == Verdict.CHANGED:
                    changed.append(judged)
                if sum(counts.values()) % _BATCH == 0:
                    _keep(begun, changed)
                    changed.clear()
                    _note(begun, rows_read=sum(counts.values()))
    except FileNotReadable as refusal:
        _note(begun, state=ImportState.REFUSED, problem=str(refusal)[:500])
        return begun
    _keep(begun, changed)
    is_whole = not counts[Verdict.REFUSED] and bool(counts)
    _note(
        begun,
        state=ImportState.READY if is_whole else ImportState.REFUSED,
        problem="" if counts else _("The file has no rows."),
        rows_read=sum(counts.values()),
        counts=dict(counts),
        shown=first_of(shown),
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

    The rows are checked again, as the library may have changed since they were read; a change that differs from the
    one that was shown is refused. Networks learn of the new records by the sweep in ``networks/tasks.py``, not one
    by one. Repeats safely: rows that are written already change nothing.
    """
    if not _move(begun, {ImportState.QUEUED, ImportState.WRITING}, ImportState.WRITING):
        return begun
    counts: Counter[str] = Counter()
    refused: list[Shown] = []
    try:
        with transaction.atomic(), index_together(), begun.content.open("rb") as file:
            wait_for_other_imports()
            if Import.objects.select_for_update().get(pk=begun.pk).state != ImportState.WRITING:
                return begun
            touched = _write(begun, file, counts, refused, at)
            # Planned changes that somebody else made meanwhile: undoing this import must not undo them.
            begun.changes.filter(is_written=False).delete()
            # Now, not ``at``: a harvester may have read past that moment while this transaction was open, and would
            # miss these records (decision 9).
            look_after(touched, at=timezone.now())
            _note(begun, state=ImportState.DONE, counts=dict(counts), finished_at=timezone.now())
    except _Refused:
        problem = _(
            "The library has changed since the file was read. Nothing was imported. Upload the "
            "file again."
        )
        _note(begun, state=ImportState.REFUSED, problem=problem, shown=refused)
    return begun


def queue_undo(*, begun: Import, by: User, at: dt.datetime) -> None:
    """Queue the written import for being undone. Repeats safely; raises ``WrongImportStep`` at another step."""
    done = Import.objects.filter(pk=begun.pk, state=ImportState.DONE, changes__isnull=False)
    moved = Import.objects.filter(pk__in=done.values("pk"), state=ImportState.DONE).update(
        state=ImportState.UNDO_QUEUED, undone_by=by, undone_at=at, touched_at=timezone.now()
    )
    begun.refresh_from_db()
    states = {ImportState.UNDO_QUEUED, ImportState.UNDOING, ImportState.UNDONE}
    if not moved and begun.state not in states:
        raise WrongImportStep


def undo_import(*, begun: Import, at: dt.datetime) -> Import:
    """Withdraw the records that the import brought, and give those that it changed their former values.

    Words that were changed since stay, as does a new record that was edited or took over another, and one that is
    withdrawn already: their fields are noted in the changes. Works in portions, each of which is one transaction. Repeats
    safely, also when a worker was stopped between.
    """
    if not _move(begun, {ImportState.UNDO_QUEUED, ImportState.UNDOING}, ImportState.UNDOING):
        return begun
    while _undo_some(begun, at):
        pass
    return begun


def _undo_some(begun: Import, at: dt.datetime) -> bool:
    """Undo the next changes; tell whether there may be more."""
    with transaction.atomic(), index_together():
        wait_for_other_imports()
        if Import.objects.select_for_update().get(pk=begun.pk).state != ImportState.UNDOING:
            begun.refresh_from_db()
            return False
        left = begun.changes.filter(undone_at=None).order_by("pk")
        changes = list(left.select_related("record")[:_UNDONE_AT_ONCE])
        for change in changes:
            change.kept = _undo(change, begun.undone_by, at)
            change.undone_at = at
        ImportChange.objects.bulk_update(changes, ["kept", "undone_at"])
        _note(begun, state=ImportState.UNDOING if changes else ImportState.UNDONE)
    return bool(changes)


def _undo(change: ImportChange, by: User | None, at: dt.datetime) -> list[str]:
    """Undo one change, and return the fields that keep what they have."""
    # Locked first, so that nobody's edit comes between what is read and what is written.
    record = Record.objects.select_for_update(of=("self",)).get(pk=change.record_id)
    if change.is_new:
        if not record.is_published or record.edit_number or record.replaced.exists():
            return ["state"]
        reason = _("It was added by an import that was undone.")
        withdraw_record(record=record, reason=reason, by=by, at=at)
        return []
    present = with_all_that_is_compared([record.pk]).get()
    facts, related, kept = taken_back(values_of(present), change.before, change.after)
    if not facts and not related:
        return kept
    related.setdefault("topics", present.topics.all())
    related.setdefault("creators", creator_names(present.creators.all()))
    try:
        correct_record(record=present, changes=facts, at=at, **related)
    except ValidationError:
        # It is withdrawn, or its former values do not hold any more. Nothing was written.
        return sorted(change.after)
    return kept


def requeue_stalled_imports(*, now: dt.datetime) -> None:
    """Requeue imports whose worker was stopped: nothing of them was written, or what was left is undone."""
    left = Import.objects.stalled(now)
    ImportChange.objects.filter(begun__in=left.filter(state=ImportState.READING)).delete()
    left.filter(state=ImportState.READING).update(state=ImportState.WAITING)
    left.filter(state=ImportState.WRITING).update(state=ImportState.QUEUED)
    left.filter(state=ImportState.UNDOING).update(state=ImportState.UNDO_QUEUED)


def _write(
    begun: Import, file: Any, counts: Counter[str], refused: list[Shown], at: dt.datetime
) -> list[int]:
    judge = RowChecker(topics=list(begun.topics.all()))
    rows = judge.judge(parse_rows(file, begun.ending))
    touched: list[int] = []
    while batch := list(islice(rows, _BATCH)):
        for judged in batch:
            counts[judged.verdict] += 1
            if judged.verdict == Verdict.REFUSED:
                show_row(judged, refused)
                raise _Refused
        touched += _publish([each for each in batch if each.verdict == Verdict.NEW], begun, at)
        touched += _correct(
            [each for each in batch if each.verdict == Verdict.CHANGED], begun, refused, at
        )
    return touched


def _correct(
    batch: Sequence[CheckedRow], begun: Import, refused: list[Shown], at: dt.datetime
) -> list[int]:
    """Write the changes that were shown when the file was read, and keep what undoing them needs."""
    records = {each.record.pk: each.record for each in batch if each.record}
    planned = {each.record_id: each for each in begun.changes.filter(record__in=records)}
    for judged in batch:
        assert judged.record is not None  # noqa: S101  (what is changed is there)
        assert judged.links is not None  # noqa: S101  (and was read)
        plan = planned.get(judged.record.pk)
        if plan is None or not is_same_change((plan.before, plan.after), judged.change):
            _refuse_overtaken(judged, refused)
        try:
            correct_record(
                record=judged.record,
                changes=judged.facts,
                topics=judged.links.topics,
                creators=_with_bodies(judged.links.creators),
                places=judged.links.places,
                terms=judged.links.terms,
                at=at,
                edit_number=judged.record.edit_number,
            )
        except EditedElsewhere:
            _refuse_overtaken(judged, refused)
    written = with_all_that_is_compared(records).in_bulk()
    for pk, plan in planned.items():
        plan.before, plan.after = difference(values_of(records[pk]), values_of(written[pk]))
        plan.is_written = True
    ImportChange.objects.bulk_update(planned.values(), ["before", "after", "is_written"])
    return list(records)


def _refuse_overtaken(judged: CheckedRow, refused: list[Shown]) -> NoReturn:
    told = _("This record was changed since the file was read.")
    show_row(replace(judged, verdict=Verdict.REFUSED, reasons=[("id", told)]), refused)
    raise _Refused


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
    ImportChange.objects.bulk_create(
        ImportChange(
            begun=begun, record=record, row=judged.row.number, is_new=True, is_written=True
        )
        for record, judged in zip(records, batch, strict=True)
    )
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
    """Save organisations that are not in the database yet, and return the creators with them."""
    named = list(creators)
    for body in (creator.organisation for creator in named):
        if body is not None and body.pk is None and (made := organisation_named(name=body.name)):
            body.pk = made.pk
            body._state.adding = False
    return named


def _keep(begun: Import, changed: Sequence[CheckedRow]) -> None:
    """Save what would be changed, in place of what an interrupted reading saved before."""
    plans = [
        ImportChange(
            begun=begun, record=each.record, row=each.row.number, before=before, after=after
        )
        for each in changed
        for before, after in [each.change]
    ]
    if plans:
        with transaction.atomic():
            begun.changes.filter(record__in=[plan.record_id for plan in plans]).delete()
            ImportChange.objects.bulk_create(plans)


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
