"""Checked imports, written whole or not at all."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.organisations import organisation_named
from core.forms.edit_conflicts import EditedElsewhere
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.records import correct_record
from library.catalogue.models import Creator, Record, Version
from library.catalogue.type_fields import version_html
from library.exchange.actions.steps import begin_try, note
from library.exchange.importing.checking import (
    CheckedRow,
    RowChecker,
    Verdict,
    with_all_that_is_compared,
)
from library.exchange.importing.differences import difference, is_same_change, values_of
from library.exchange.importing.one_at_a_time import wait_for_other_imports
from library.exchange.importing.parsers import ImportRow, parse_rows
from library.exchange.importing.preview import Shown, show_row, with_left_out
from library.exchange.models import Import, ImportChange, ImportState
from library.indexing import index_together
from library.vocabularies.names import CreatorName

_BATCH = 500


class _Refused(Exception):
    """A row no longer passes its check, so everything is rolled back."""


def write_import(*, begun: Import, at: dt.datetime) -> Import:
    """Write all rows in one transaction, or none of them when one does not hold any more.

    The rows are checked again, as the library may have changed since they were read; a change that differs from the
    one that was shown is refused, and a record that was withdrawn is left out. Networks learn of the new records by the sweep in ``networks/tasks.py``, not one
    by one. Repeats safely: rows that are written already change nothing.
    """
    if not begin_try(begun, {ImportState.QUEUED, ImportState.WRITING}, ImportState.WRITING):
        return begun
    counts: Counter[str] = Counter()
    refused: list[Shown] = []
    left_out: list[Shown] = []
    try:
        with transaction.atomic(), index_together(), begun.content.open("rb") as file:
            wait_for_other_imports()
            if Import.objects.select_for_update().get(pk=begun.pk).state != ImportState.WRITING:
                return begun
            touched = _write(begun, file, counts, refused, left_out, at)
            # Planned changes that somebody else made meanwhile: undoing this import must not undo them.
            begun.changes.filter(is_written=False).delete()
            # Now, not ``at``: a harvester may have read past that moment while this transaction was open, and would
            # miss these records (decision 9).
            look_after(touched, at=timezone.now())
            note(
                begun,
                state=ImportState.DONE,
                counts=dict(counts),
                shown=with_left_out(begun.shown, left_out),
                finished_at=timezone.now(),
                tries=0,
            )
    except _Refused:
        problem = _(
            "The library has changed since the file was read. Nothing was imported. Upload the "
            "file again."
        )
        note(begun, state=ImportState.REFUSED, problem=problem, shown=refused, tries=0)
    return begun


def _write(
    begun: Import,
    file: Any,
    counts: Counter[str],
    refused: list[Shown],
    left_out: list[Shown],
    at: dt.datetime,
) -> list[int]:
    judge = RowChecker(topics=list(begun.topics.all()))
    rows = judge.judge(parse_rows(file, begun.ending))
    touched: list[int] = []
    known: set[int] = set()
    while batch := list(islice(rows, _BATCH)):
        for judged in batch:
            counts[judged.verdict] += 1
            if judged.verdict == Verdict.REFUSED:
                show_row(judged, refused)
                raise _Refused
            if judged.verdict == Verdict.LEFT_OUT:
                show_row(judged, left_out)
        known |= {each.record.pk for each in batch if each.record}
        touched += _publish([each for each in batch if each.verdict == Verdict.NEW], begun, at)
        touched += _correct(
            [each for each in batch if each.verdict == Verdict.CHANGED], begun, refused, at
        )
    _refuse_unknown(begun, known, counts, refused)
    return touched


def _refuse_unknown(
    begun: Import, known: set[int], counts: Mapping[str, int], refused: list[Shown]
) -> None:
    """Refuse rows that were about a record when the file was read, and would add a new one now."""
    for plan in begun.changes.filter(is_written=False).select_related("record").order_by("pk"):
        if plan.record_id not in known:
            row = ImportRow(plan.row, {"title": plan.record.title})
            _refuse_overtaken(CheckedRow(row, Verdict.REFUSED, plan.record), refused)
    if counts[Verdict.NEW] > begun.counts.get(Verdict.NEW, 0):
        raise _Refused


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
                particulars=judged.details or None,
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
            Version(
                record=record,
                number=1,
                particulars=dict(judged.details),
                body_html=version_html(record.type, judged.details, ""),
                deposited_at=at,
                deposited_by=begun.started_by,
            )
            for record, judged in zip(records, batch, strict=True)
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
