"""The reader's own action plans that use a record."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.types import Member, Person
from courses.models import ActionPlan, PlanEvidence
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source


@used_by_source("courses")
def plans_of(user: Person, record: Record) -> list[UsedBy]:
    """Return the reader's own plans that rest on the record; sharing is told by the part that shares."""
    if not user.is_authenticated:
        return []
    return [
        UsedBy(
            _("Your action plan “%(plan)s”") % {"plan": row.plan},
            row.plan.get_absolute_url(),
            row.added_at,
            row.version.number,
        )
        for row in _evidence(user, record)
    ]


@prepared
def _evidence(user: Member, record: Record) -> QuerySet[PlanEvidence]:
    own = PlanEvidence.objects.of(record).filter(plan__in=ActionPlan.objects.visible_to(user))
    return own.select_related("plan", "version").order_by("-added_at", "pk")[:MOST_USES]
