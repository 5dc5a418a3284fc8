"""Which action plans of a mentor's mentees rest on a record."""

from django.db.models import F
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import ActionPlan, PlanEvidence
from library.catalogue.models import Record
from library.catalogue.uses import Rows, Use, UseRow, record_uses, use_rows
from mentoring.models import MentoringRequest


def _plan(row: UseRow) -> Use:
    words = {"person": row.within, "plan": ActionPlan(title=row.title)}
    label = _("Action plan of %(person)s: %(plan)s") % words
    return Use(label, f"{MentoringRequest(pk=row.key).get_absolute_url()}#plan", row.at)


@record_uses("mentoring", show=_plan)
def plans_of_mentees(user: Person, record: Record) -> Rows | None:
    """Those that the reader, as a mentor, can read at this moment."""
    if not user.is_authenticated:
        return None
    asked = MentoringRequest.objects.sharing_plan().filter(
        mentor=user, plan__in=PlanEvidence.objects.of(record).values("plan")
    )
    return use_rows(
        "mentoring",
        asked,
        at=F("created_at"),
        key=F("pk"),
        title=F("plan__title"),
        within=F("mentee__full_name"),
    )
