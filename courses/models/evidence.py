"""What action plans rest on."""

from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from courses.models.plans import ActionPlan
from library.models import Record, Version
from library.models.records import RecordQuerySet


class PlanEvidenceQuerySet(models.QuerySet["PlanEvidence"]):
    def of(self, record: Record) -> Self:
        """Those that name a version of the record, or of a duplicate that was merged into it."""
        return self.filter(Q(version__record=record) | Q(version__record__replaced_by=record))

    def in_order(self) -> Self:
        """As the owner added them."""
        return self.order_by("added_at", "pk")

    def works(self) -> RecordQuerySet:
        """The records themselves, as far as the library has them now."""
        return Record.objects.published().filter(pk__in=self.values("version__record"))

    def for_reading(self) -> Self:
        """In order, with the works and their versions."""
        return self.select_related("version__record").in_order()


class PlanEvidence(models.Model):
    """A plan rests on this fixed version of a library record, and its owner says why.

    Evidence goes on: a finished plan takes it, too. Who may read the plan may read what it rests on.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="plan_rests_on_once"),
        ]

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="evidence")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("what it says for this plan"), max_length=500, blank=True)
    added_at = models.DateTimeField(editable=False)

    objects = PlanEvidenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id} rests on {self.version_id}"


def evidence_of_plans(path: str = "") -> Prefetch[str]:
    """Load what each plan rests on with one query; ``path`` leads from the rows to their plan."""
    lookup = f"{path}__evidence" if path else "evidence"
    return Prefetch(lookup, PlanEvidence.objects.for_reading())
