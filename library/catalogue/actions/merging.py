"""Making one record of two that describe the same work."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.checks import CATALOGUE_FIELDS, MAX_PLACES, MAX_TERMS, MAX_TOPICS
from library.catalogue.models import Featured, Record, Relation
from library.catalogue.states import RECORD_FLOW
from library.vocabularies.place_names import narrowest

_WITHOUT_A_GAP = CATALOGUE_FIELDS - {"language", "has_more_creators", "year", "month", "day"}
_DATE = ("year", "month", "day")


@transaction.atomic
def merge_records(*, duplicate: Record, into: Record, by: User, at: dt.datetime) -> Record:
    """Withdraw the duplicate, whose address then leads to the other record, and return that.

    What the other one lacks is taken over: facts, topics, places and terms; so are the relations and the days on
    which it is featured. Its own words, creators, versions and files stay as they were. What cites a version
    of the duplicate still does, and counts as a use of the other record. Restoring the duplicate parts them
    again. Merging the same two again changes nothing. Raises ``ValidationError`` for a record and itself, and when
    one of them is withdrawn.
    """
    both = Record.objects.select_for_update(of=("self",)).filter(pk__in=[duplicate.pk, into.pk])
    locked = {record.pk: record for record in both.order_by("pk")}
    if duplicate.pk == into.pk:
        raise ValidationError(_("Choose another record: this is the same one."))
    gone, kept = locked[duplicate.pk], locked[into.pk]
    if gone.replaced_by_id == kept.pk:
        return kept
    if not (gone.is_published and kept.is_published):
        raise ValidationError(_("You can only merge published records."))
    _take_over(kept, gone)
    kept.edit_number += 1
    kept.save()
    related = _move_uses(gone, kept)
    gone.withdrawal_reason = _("It described the same work as another record.")
    gone.save(update_fields=["withdrawal_reason"])
    RECORD_FLOW.make("withdraw", gone, actor=by, note=gone.withdrawal_reason, at=at)
    # Only a withdrawn record can be replaced: the database says so, too.
    gone.replaced_by = kept
    gone.save(update_fields=["replaced_by"])
    Record.objects.filter(replaced_by=gone).update(replaced_by=kept)
    look_after({gone.pk, kept.pk, *related}, at=at)
    kept.refresh_from_db(fields=["changed_at", "lacks"])
    return kept


def fields_taken_over(*, duplicate: Record, into: Record) -> dict[str, Any]:
    """Return the field values that a merge would copy, by field: those that the other record lacks."""
    filled = {
        name: getattr(duplicate, name)
        for name in sorted(_WITHOUT_A_GAP)
        if not getattr(into, name) and getattr(duplicate, name)
    }
    if duplicate.year and (into.year is None or _is_more_exact(duplicate, into)):
        filled |= {part: getattr(duplicate, part) for part in _DATE}
    return filled


def _is_more_exact(one: Record, other: Record) -> bool:
    """Tell whether one date is the other with more detail."""
    parts = [getattr(one, part) for part in _DATE], [getattr(other, part) for part in _DATE]
    known = [part for part in parts[1] if part is not None]
    return parts[0][: len(known)] == known and parts[0] != parts[1]


def _take_over(kept: Record, gone: Record) -> None:
    for name, value in fields_taken_over(duplicate=gone, into=kept).items():
        setattr(kept, name, value)
    topics = dict.fromkeys([*kept.topics.order_by("pk"), *gone.topics.order_by("pk")])
    kept.topics.set(list(topics)[:MAX_TOPICS])
    kept.places.set(narrowest([*kept.places.all(), *gone.places.all()])[:MAX_PLACES])
    kept.terms.set(list(dict.fromkeys([*kept.terms.all(), *gone.terms.all()]))[:MAX_TERMS])


def _move_uses(gone: Record, kept: Record) -> set[int]:
    """Let what names the duplicate name the other record; return the keys of the records at the other ends."""
    Featured.objects.filter(record=gone).update(record=kept)
    related = set[int]()
    for relation in Relation.objects.of(gone):
        related |= {relation.record_id, relation.target_id}
        record_id, target_id = (
            kept.pk if end == gone.pk else end for end in (relation.record_id, relation.target_id)
        )
        known = Relation.objects.filter(record=record_id, kind=relation.kind, target=target_id)
        if record_id != target_id and not known.exists():
            Relation.objects.create(record_id=record_id, kind=relation.kind, target_id=target_id)
    Relation.objects.filter(Q(record=gone) | Q(target=gone)).delete()
    return related
