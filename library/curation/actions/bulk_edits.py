"""Editing many records at once, and undoing it."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from library.catalogue.actions.aftercare import look_after
from library.catalogue.models import Record
from library.curation.bulk_changes import (
    MOST,
    RELATED_FIELDS,
    TEXT_FIELDS,
    Change,
    Planned,
    for_bulk,
    plan_change,
)
from library.curation.models import BulkChange, BulkEdit


@transaction.atomic
def bulk_edit(
    *, keys: Sequence[int], change: Change, by: User, at: dt.datetime, key: uuid.UUID
) -> BulkEdit:
    """Make the change in each of these published records, and keep what it did, so that it can be undone.

    A record in which it would break a rule, and one in which it changes nothing, is left alone; the edit's
    ``changes`` are those that were made. The same ``key`` gives the first edit again; raises ``AlreadySubmitted`` for
    another change under it.
    """
    # Two clicks at once wait for each other here.
    User.objects.select_for_update().get(pk=by.pk)
    if first := first_result(BulkEdit.objects.filter(by=by), key, words=_words(change)):
        return first
    edit = BulkEdit.objects.create(by=by, words=_words(change), made_at=at, form_key=key)
    # Locked in one order, so that two edits of the same records wait for each other and none is lost.
    list(Record.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    plans = [plan for plan in _plans(keys, change) if plan.changes_something]
    for plan in plans:
        _carry_out(plan)
    BulkChange.objects.bulk_create(_kept(edit, plan) for plan in plans)
    look_after([plan.record.pk for plan in plans], at=at)
    return edit


@transaction.atomic
def undo_bulk_edit(*, edit: BulkEdit, by: User, at: dt.datetime) -> BulkEdit:
    """Take the edit back in every record. Repeats safely.

    What was added is taken away and what was taken away is added; other changes made since stay. A field whose
    words were changed since, a record that was withdrawn, and a record that would be left without a topic or
    with too many things, keep what they have: the names of such fields are noted in the changes.
    """
    edit = BulkEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    if edit.undone_at is not None:
        return edit
    edit.undone_by, edit.undone_at = by, at
    edit.save(update_fields=["undone_by", "undone_at"])
    changes = list(edit.changes.order_by("record"))
    keys = [change.record_id for change in changes]
    list(Record.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    records = for_bulk(keys).in_bulk()
    for change in changes:
        record = records.get(change.record_id)
        change.kept = sorted(_take_back(record, change) if record else change.after)
    BulkChange.objects.bulk_update(changes, ["kept"])
    look_after(records, at=at)
    return edit


def _plans(keys: Sequence[int], change: Change) -> Iterator[Planned]:
    return (plan_change(record, change) for record in for_bulk(keys))


def _words(change: Change) -> str:
    return change.in_words[:1_000]


def _kept(edit: BulkEdit, plan: Planned) -> BulkChange:
    """Return the change with what undoing it needs: the related keys removed and added."""
    before: dict[str, object] = dict(plan.before)
    after: dict[str, object] = dict(plan.after)
    for name in {*plan.added, *plan.removed}:
        before[name] = [thing.pk for thing in plan.removed.get(name, [])]
        after[name] = [thing.pk for thing in plan.added.get(name, [])]
    return BulkChange(bulk_edit=edit, record=plan.record, before=before, after=after)


def _carry_out(plan: Planned) -> None:
    record = plan.record
    for name, things in plan.removed.items():
        getattr(record, name).remove(*things)
    for name, things in plan.added.items():
        getattr(record, name).add(*things)
    for name, value in plan.after.items():
        setattr(record, name, value)
    _save(record)


def _take_back(record: Record, change: BulkChange) -> list[str]:
    """Undo the change in the record, and return the fields that keep what they have."""
    kept = []
    for name, after in change.after.items():
        before = change.before[name]
        if name in RELATED_FIELDS:
            is_undone = _take_back_ties(record, name, added=after, removed=before)
        else:
            is_undone = name in TEXT_FIELDS and getattr(record, name) == after
            if is_undone:
                setattr(record, name, before)
        if not is_undone:
            kept.append(name)
    _save(record)
    return kept


def _take_back_ties(record: Record, name: str, *, added: list[int], removed: list[int]) -> bool:
    there = {thing.pk for thing in getattr(record, name).all()}
    again = set(RELATED_FIELDS[name].objects.filter(pk__in=removed).values_list("pk", flat=True))
    afterwards = (there - set(added)) | again
    if len(afterwards) > MOST[name] or (name == "topics" and not afterwards):
        return False
    getattr(record, name).set(afterwards)
    return True


def _save(record: Record) -> None:
    record.edit_number += 1
    record.save(update_fields=[*TEXT_FIELDS, "edit_number"])
