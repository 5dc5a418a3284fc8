"""Relations between records."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from core.types import Person
from library.catalogue.models.records import Record
from library.vocabularies.choices import RelationKind


class RelationQuerySet(models.QuerySet["Relation"]):
    def of(self, record: Record) -> Self:
        """Return all relations of this record, from either end."""
        return self.filter(Q(record=record) | Q(target=record))

    def beside(self, record: Record) -> Self:
        """Leave out works that draw on the record: there may be hundreds, listed under "used by"."""
        return self.of(record).exclude(kind=RelationKind.DRAWS_ON, target=record)

    def visible_to(self, user: Person) -> Self:
        """Return the relations of which the reader may see both records."""
        seen = Record.objects.visible_to(user).values("pk")
        return self.filter(record__in=seen, target__in=seen)


class Relation(models.Model):
    """One record is related to another: ``record`` supersedes ``target``. From the other end it is the inverse."""

    Kind = RelationKind

    class Meta:
        constraints = [
            only_choices("kind", RelationKind.values, name="relation_kind_known"),
            models.UniqueConstraint(fields=["record", "kind", "target"], name="relation_is_one"),
            models.CheckConstraint(
                condition=~Q(record=F("target")),
                name="relation_is_between_two",
                violation_error_message=_("A record cannot be related to itself."),
            ),
        ]

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("kind"), max_length=12, choices=RelationKind)
    target = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="inverse_relations")

    objects = RelationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind} {self.target_id}"
