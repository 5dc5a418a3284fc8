"""Imports: started, checked without writing anything, confirmed, or dropped."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.form_keys import first_result
from library.exchange.actions.steps import WrongImportStep, move, note
from library.exchange.importing.checking import CheckedRow, RowChecker, Verdict
from library.exchange.importing.identity import names_foreign_id
from library.exchange.importing.parsers import FileNotReadable, count_rows, parse_rows
from library.exchange.importing.preview import first_of, nothing_shown, show_row
from library.exchange.models import Import, ImportChange, ImportState
from library.vocabularies.models import Topic

_BATCH = 500


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
    if not move(begun, {ImportState.WAITING}, ImportState.READING):
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
        note(begun, state=ImportState.REFUSED, problem=str(refusal)[:500])
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
    )
    return begun


def confirm_import(*, begun: Import) -> None:
    """Queue the checked import for writing. Repeats safely; raises ``WrongImportStep`` at another step."""
    states = {ImportState.QUEUED, ImportState.WRITING, ImportState.DONE}
    if not move(begun, {ImportState.READY}, ImportState.QUEUED) and begun.state not in states:
        raise WrongImportStep


def drop_import(*, begun: Import) -> None:
    """Drop the import without writing it. Repeats safely; raises ``WrongImportStep`` once it is being written."""
    states = {ImportState.WAITING, ImportState.READY, ImportState.REFUSED, ImportState.DROPPED}
    if not move(begun, states, ImportState.DROPPED):
        raise WrongImportStep


def requeue_stalled_imports(*, now: dt.datetime) -> None:
    """Requeue imports whose worker was stopped: nothing of them was written, or what was left is undone."""
    left = Import.objects.stalled(now)
    ImportChange.objects.filter(begun__in=left.filter(state=ImportState.READING)).delete()
    left.filter(state=ImportState.READING).update(state=ImportState.WAITING)
    left.filter(state=ImportState.WRITING).update(state=ImportState.QUEUED)
    left.filter(state=ImportState.UNDOING).update(state=ImportState.UNDO_QUEUED)


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
