"""Which of the reader's own action plans rest on a record."""

from django.db.models import F
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import ActionPlan, PlanEvidence
from library.catalogue.models import Record
from library.catalogue.uses import Rows, Use, UseRow, record_uses, use_rows


def _plan(row: UseRow) -> Use:
    plan = ActionPlan(pk=row.key, title=row.title)
    label = _("Your action plan “%(plan)s”") % {"plan": plan}
    return Use(label, plan.get_absolute_url(), row.at, row.version)


@record_uses("courses", show=_plan)
def plans_of(user: Person, record: Record) -> Rows | None:
    """A plan is its owner's; whom they share it with is told by the part in which they share it."""
    if not user.is_authenticated:
        return None
    return use_rows(
        "courses",
        PlanEvidence.objects.of(record).filter(plan__in=ActionPlan.objects.visible_to(user)),
        at=F("added_at"),
        version=F("version__number"),
        key=F("plan"),
        title=F("plan__title"),
    )
