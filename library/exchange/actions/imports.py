"""Imports: started, checked without writing anything, confirmed, or dropped."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.forms.form_keys import first_result
from library.exchange.actions.steps import WrongImportStep, begin_try, move, note
from library.exchange.importing.checking import CheckedRow, RowChecker, Verdict
from library.exchange.importing.identity import names_foreign_id
from library.exchange.importing.parsers import FileNotReadable, count_rows, parse_rows
from library.exchange.importing.preview import first_of, nothing_shown, show_row
from library.exchange.models import Import, ImportChange, ImportQuerySet, ImportState
from library.vocabularies.models import Topic

MOST_TRIES = 3
_BATCH = 500
# By the step at which a worker is: where the import waits for the next try, and what is told when there is none.
_AT_WORK = {
    ImportState.READING: (
        ImportState.WAITING,
        gettext_lazy(
            "We could not read the file. This is our fault, and we have told the people who run this site."
        ),
    ),
    ImportState.WRITING: (
        ImportState.QUEUED,
        gettext_lazy(
            "We could not save the import. This is our fault, and we have told the people who run this site. "
            "Nothing was added to the library."
        ),
    ),
    ImportState.UNDOING: (
        ImportState.UNDO_QUEUED,
        gettext_lazy(
            "We could not finish undoing the import. This is our fault, and we have told the people who run this "
            "site. The changes that were undone stay undone."
        ),
    ),
}


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
    if not begin_try(begun, {ImportState.WAITING}, ImportState.READING):
        return begun
    counts: Counter[str] = Counter()
    ids_ignored = 0
    shown = nothing_shown()
    changed: list[CheckedRow] = []
    try:
        with begun.content.open("rb") as file:
            note(begun, rows_total=count_rows(file, begun.ending), rows_read=0)
        with begun.content.open("rb") as file:
            judge = RowChecker(topics=list(begun.topics.all()))
            for judged in judge.judge(parse_rows(file, begun.ending)):
                counts[judged.verdict] += 1
                ids_ignored += names_foreign_id(judged.row.cells)
                if judged.verdict in shown:
                    show_row(judged, shown[judged.verdict])
                if judged.verdict == Verdict.CHANGED:
                    changed.append(judged)
                if sum(counts.values()) % _BATCH == 0:
                    _keep(begun, changed)
                    changed.clear()
                    note(begun, rows_read=sum(counts.values()))
    except FileNotReadable as refusal:
        note(begun, state=ImportState.REFUSED, problem=str(refusal)[:500], tries=0)
        return begun
    _keep(begun, changed)
    is_whole = not counts[Verdict.REFUSED] and bool(counts)
    note(
        begun,
        state=ImportState.READY if is_whole else ImportState.REFUSED,
        problem="" if counts else _("The file has no rows."),
        rows_read=sum(counts.values()),
        counts=dict(counts),
        ids_ignored=ids_ignored,
        shown=first_of(shown),
        tries=0,
    )
    return begun


def confirm_import(*, begun: Import) -> None:
    """Queue the checked import for writing. Repeats safely; raises ``WrongImportStep`` at another step."""
    states = {ImportState.QUEUED, ImportState.WRITING, ImportState.DONE}
    if not move(begun, {ImportState.READY}, ImportState.QUEUED) and begun.state not in states:
        raise WrongImportStep


def drop_import(*, begun: Import) -> None:
    """Drop the import without writing it. Repeats safely; raises ``WrongImportStep`` once it is being written."""
    begun.refresh_from_db()
    is_out = begun.can_be_dropped or begun.state == ImportState.DROPPED
    if not is_out or not move(begun, {ImportState(begun.state)}, ImportState.DROPPED):
        raise WrongImportStep


def requeue_stalled_imports(*, now: dt.datetime) -> list[int]:
    """Requeue imports whose worker was stopped, and return the keys of those that are given up after three tries."""
    return _requeue(Import.objects.stalled(now))


def requeue_failed_import(*, begun: Import) -> bool:
    """Requeue the import whose step failed; tell whether it is given up instead, as it was tried three times.

    Nothing of a step that failed is written, but for what is undone already.
    """
    given_up = _requeue(Import.objects.filter(pk=begun.pk))
    begun.refresh_from_db()
    return bool(given_up)


def try_import_again(*, begun: Import) -> None:
    """Queue the step at which the import failed. Repeats safely; raises ``WrongImportStep`` at another step."""
    begun.refresh_from_db()
    step = begun.step_to_repeat
    if not move(begun, {ImportState.FAILED}, step, tries=0, problem="") and not begun.is_running:
        raise WrongImportStep


@transaction.atomic
def _requeue(imports: ImportQuerySet) -> list[int]:
    """Move imports at work back to where they wait for a worker; return the keys of those that are given up."""
    given_up: list[int] = []
    for state, (waiting, problem) in _AT_WORK.items():
        there = imports.filter(state=state).select_for_update()
        keys = list(there.filter(tries__gte=MOST_TRIES).values_list("pk", flat=True))
        Import.objects.filter(pk__in=keys).update(state=ImportState.FAILED, problem=problem)
        given_up += keys
        again = list(there.values_list("pk", flat=True))
        if state == ImportState.READING:
            ImportChange.objects.filter(begun__in=[*keys, *again]).delete()
        Import.objects.filter(pk__in=again).update(state=waiting)
    return given_up


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
