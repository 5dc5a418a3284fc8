"""Written imports, undone."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from library.catalogue.actions.form_records import creator_names
from library.catalogue.actions.records import correct_record, withdraw_record
from library.catalogue.models import Record
from library.exchange.actions.steps import WrongImportStep, begin_try, note
from library.exchange.importing.checking import with_all_that_is_compared
from library.exchange.importing.differences import taken_back, values_of
from library.exchange.importing.one_at_a_time import wait_for_other_imports
from library.exchange.models import Import, ImportChange, ImportState
from library.indexing import index_together

_UNDONE_AT_ONCE = 50


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
    if not begin_try(begun, {ImportState.UNDO_QUEUED, ImportState.UNDOING}, ImportState.UNDOING):
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
        if changes:
            note(begun, state=ImportState.UNDOING)
        else:
            note(begun, state=ImportState.UNDONE, tries=0)
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
