"""Imports of figures: started, checked without writing anything, confirmed, written, or dropped."""

import datetime as dt
import uuid
from collections import Counter
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.tables import TableNotReadable
from core.forms.form_keys import first_result
from indicators.catalogue.actions.releases import lock_draft
from indicators.catalogue.models import Release
from indicators.catalogue.refusals import ReleaseIsNotADraft
from indicators.catalogue.states import Flag, Sex
from indicators.importing.actions.steps import WrongImportStep, begin_try, move, note
from indicators.importing.actions.writing import RowsHaveChanged, write_rows
from indicators.importing.checking import BATCH, NUMBERS, CheckedRow, RowChecker, Verdict
from indicators.importing.models import DataImport, DataImportQuerySet, DataImportState
from indicators.importing.tables import count_lines, open_table

MOST_TRIES = 3
# Of each verdict so many rows are shown; of the refused ones more, as they have to be corrected.
MOST_SHOWN = {Verdict.REFUSED: 100, Verdict.NEW: 10, Verdict.CHANGED: 50, Verdict.SAME: 0}
_S = DataImportState


@transaction.atomic
def start_import(
    *,
    release: Release,
    content: File[Any],
    name: str,
    by: User,
    at: dt.datetime,
    key: uuid.UUID | None = None,
) -> DataImport:
    """Save the file for a worker to check. The same ``key`` gives the first import again.

    Raises ``ReleaseIsNotADraft``.
    """
    release = lock_draft(release)
    if first := key and first_result(DataImport.objects.filter(started_by=by), key, name=name):
        return first
    begun = DataImport(release=release, name=name, started_by=by, started_at=at, form_key=key)
    begun.content.save(f"{uuid.uuid4()}.csv", content, save=False)
    begun.save()
    return begun


def read_import(*, begun: DataImport) -> DataImport:
    """Check every row and save what would become of it; no figure is written. Repeats safely."""
    if not begin_try(begun, _S.WAITING, _S.READING):
        return begun
    counts: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    try:
        with begun.content.open("rb") as file:
            note(begun, rows_total=max(0, count_lines(file) - 1), rows_read=0)
        with begun.content.open("rb") as file, open_table(file) as (table, lines):
            checker = RowChecker(begun.release, table.layout)
            note(begun, read_as=table.words[:60])
            for row in checker.judge(lines):
                counts[row.verdict] += 1
                if counts[row.verdict] <= MOST_SHOWN[row.verdict]:
                    shown.append(_shown(row))
                if counts.total() % BATCH == 0:
                    note(begun, rows_read=counts.total())
    except TableNotReadable as refusal:
        note(begun, state=_S.REFUSED, problem=str(refusal)[:500], tries=0)
        return begun
    is_whole = bool(counts) and not counts[Verdict.REFUSED]
    note(
        begun,
        state=_S.READY if is_whole else _S.REFUSED,
        problem="" if counts else _("The file has no rows."),
        rows_read=counts.total(),
        counts=dict(counts),
        shown=shown,
        tries=0,
    )
    return begun


def confirm_import(*, begun: DataImport) -> None:
    """Queue the checked import for writing. Repeats safely.

    Raises ``ReleaseIsNotADraft``, and ``WrongImportStep`` at another step.
    """
    if begun.state == _S.READY and not begun.release.is_draft:
        raise ReleaseIsNotADraft
    done = {_S.QUEUED, _S.WRITING, _S.DONE}
    if not move(begun, {_S.READY}, _S.QUEUED) and begun.state not in done:
        raise WrongImportStep


def write_import(*, begun: DataImport, at: dt.datetime) -> DataImport:
    """Write all rows of a confirmed import in one transaction, or none. Repeats safely.

    An import whose rows would be refused now, since the release or a vocabulary has changed, is checked again.
    """
    if not begin_try(begun, _S.QUEUED, _S.WRITING):
        return begun
    try:
        with transaction.atomic():
            release = lock_draft(begun.release)
            with begun.content.open("rb") as file:
                write_file(release=release, file=file, at=at)
            moved = DataImport.objects.filter(pk=begun.pk, state=_S.WRITING)
            moved.update(state=_S.DONE, finished_at=at, touched_at=at, problem="", tries=0)
    except RowsHaveChanged:
        note(begun, state=_S.WAITING, tries=0)
    except ReleaseIsNotADraft as refusal:
        note(begun, state=_S.REFUSED, problem=str(refusal)[:500], tries=0)
    begun.refresh_from_db()
    return begun


def write_file(*, release: Release, file: IO[bytes], at: dt.datetime) -> int:
    """Write the figures of a file into a draft within the transaction of the caller; return how many were written.

    Raises ``TableNotReadable`` and ``RowsHaveChanged``; the caller's transaction then writes nothing.
    """
    with open_table(file) as (table, lines):
        checker = RowChecker(release, table.layout)
        return write_rows(checker, checker.judge(lines), at=at)


def drop_import(*, begun: DataImport) -> None:
    """Drop the import without writing it. Repeats safely; raises ``WrongImportStep`` once it is being written."""
    begun.refresh_from_db()
    can_go = begun.can_be_dropped or begun.state == _S.DROPPED
    if not can_go or not move(begun, {_S(begun.state)}, _S.DROPPED):
        raise WrongImportStep


def try_import_again(*, begun: DataImport) -> None:
    """Queue the step at which the import failed. Repeats safely; raises ``WrongImportStep`` at another step."""
    begun.refresh_from_db()
    step = _S.QUEUED if begun.counts else _S.WAITING
    if not move(begun, {_S.FAILED}, step, tries=0, problem="") and not begun.is_running:
        raise WrongImportStep


def requeue_stalled_imports(*, now: dt.datetime) -> list[int]:
    """Requeue imports whose worker was stopped, and return the keys of those that are given up after three tries."""
    return _requeue(DataImport.objects.stalled(now))


def requeue_failed_import(*, begun: DataImport) -> bool:
    """Requeue the import whose step failed; tell whether it is given up instead. Nothing of a failed step is written."""
    return bool(_requeue(DataImport.objects.filter(pk=begun.pk)))


@transaction.atomic
def _requeue(imports: DataImportQuerySet) -> list[int]:
    """Move imports at work back to where they wait for a worker; return the keys of those that are given up."""
    given_up: list[int] = []
    for state, waiting in ((_S.READING, _S.WAITING), (_S.WRITING, _S.QUEUED)):
        there = imports.filter(state=state).select_for_update()
        keys = list(there.filter(tries__gte=MOST_TRIES).values_list("pk", flat=True))
        problem = _(
            "We could not finish this import. This is our fault, and we have told the people who run this site. "
            "Nothing was added."
        )
        DataImport.objects.filter(pk__in=keys).update(state=_S.FAILED, problem=problem)
        given_up += keys
        again = list(there.values_list("pk", flat=True))
        DataImport.objects.filter(pk__in=again).update(state=waiting)
    return given_up


def _shown(row: CheckedRow) -> dict[str, Any]:
    """Return what the page shows of a row."""
    about = ""
    change = []
    if (figure := row.figure) is not None:
        group = figure.group
        name = group[1] if isinstance(group, tuple) else str(group or "")
        sex = "" if figure.sex == Sex.PERSONS else str(Sex(figure.sex).label)
        place, period = figure.place.name, figure.period.label
        words = (figure.indicator.name, place, period, sex, figure.age, name)
        about = " · ".join(filter(None, words))
        if row.verdict == Verdict.CHANGED:
            change = [
                [name, _number(before), _number(after)]
                for name, before, after in zip(NUMBERS, row.before, figure.numbers, strict=True)
                if before != after
            ]
        else:
            value = figure.numbers[0]
            about += f": {Flag.MISSING.label if value is None else _number(value)}"
    return {
        "row": row.number,
        "verdict": row.verdict.value,
        "about": about,
        "reasons": row.reasons,
        "change": change,
    }


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
