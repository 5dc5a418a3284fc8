"""Which of the reader's own action plans rest on a record."""

from django.utils.translation import gettext as _

from core.types import Person
from courses.models import ActionPlan, PlanEvidence
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, Use, record_uses


@record_uses("courses")
def plans_of(user: Person, record: Record) -> list[Use]:
    """A plan is its owner's; whom they share it with is told by the part in which they share it."""
    if not user.is_authenticated:
        return []
    evidence = (
        PlanEvidence.objects.of(record)
        .filter(plan__in=ActionPlan.objects.visible_to(user))
        .select_related("plan", "version")
        .order_by("-added_at", "pk")
    )
    return [
        Use(
            _("Your action plan “%(plan)s”") % {"plan": row.plan},
            row.plan.get_absolute_url(),
            row.added_at,
            row.version.number,
        )
        for row in evidence[:MOST_USES]
    ]
