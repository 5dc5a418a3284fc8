"""Relating records to each other."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from library.catalogue.actions.aftercare import look_after
from library.catalogue.models import Record, Relation
from library.vocabularies.choices import RelationKind

# Relations that must not form a circle: nothing is part of itself, nothing supersedes what supersedes it.
_WITHOUT_CIRCLES = frozenset(
    {RelationKind.PART_OF, RelationKind.SUPERSEDES, RelationKind.FOLLOWS_UP}
)
MOST_RELATIONS = 100


@transaction.atomic
def relate_records(
    *, record: Record, kind: RelationKind | str, target: Record, at: dt.datetime
) -> Relation:
    """Relate ``record`` to ``target``, as in "supersedes". Both count as changed. Repeats safely.

    Raises ``ValidationError`` for a record and itself, for a withdrawn one, for a relation that would lead in a
    circle, and when the record has as many relations as it may.
    """
    both = Record.objects.select_for_update(of=("self",)).filter(pk__in=[record.pk, target.pk])
    locked = {each.pk: each for each in both.order_by("pk")}
    known = Relation.objects.filter(record=record, kind=kind, target=target).first()
    if known:
        return known
    relation = Relation(record=locked[record.pk], kind=kind, target=locked[target.pk])
    relation.full_clean()
    if not all(each.is_published for each in locked.values()):
        raise ValidationError(_("You cannot relate a withdrawn record to another one."))
    if kind in _WITHOUT_CIRCLES and _leads_back(record, kind, target):
        raise ValidationError(
            _("That would create a loop: the other record already has this relation to this one.")
        )
    if Relation.objects.of(record).count() >= MOST_RELATIONS:
        raise ValidationError(
            _("A record can have at most %(most)s relations.") % {"most": MOST_RELATIONS}
        )
    relation.save()
    look_after(locked, at=at)
    return relation


@transaction.atomic
def remove_relation(*, relation: Relation, at: dt.datetime) -> None:
    """Remove a relation; both records count as changed. Repeats safely."""
    both = Record.objects.select_for_update(of=("self",)).filter(
        pk__in=[relation.record_id, relation.target_id]
    )
    locked = {each.pk: each for each in both.order_by("pk")}
    if Relation.objects.filter(pk=relation.pk).delete()[0]:
        look_after(locked, at=at)


def _leads_back(record: Record, kind: str, target: Record) -> bool:
    """Tell whether relations of this kind already lead from the target to the record."""
    met, waiting = set[int](), {target.pk}
    while waiting:
        if record.pk in waiting:
            return True
        met |= waiting
        relations = Relation.objects.filter(kind=kind, record__in=waiting)
        waiting = set(relations.values_list("target", flat=True)) - met
    return False
