"""Action plans of a mentor's mentees that use a record."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.types import Member, Person
from courses.models import PlanEvidence
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from mentoring.models import MentoringRequest


@used_by_source("mentoring")
def plans_of_mentees(user: Person, record: Record) -> list[UsedBy]:
    """Return the plans that the reader, as a mentor, may read now."""
    if not user.is_authenticated:
        return []
    label = _("Action plan of %(person)s: %(plan)s")
    return [
        UsedBy(
            label % {"person": request.mentee.full_name, "plan": request.plan},
            f"{request.get_absolute_url()}#plan",
            request.created_at,
        )
        for request in _requests(user, record)
    ]


@prepared
def _requests(mentor: Member, record: Record) -> QuerySet[MentoringRequest]:
    plans = PlanEvidence.objects.of(record).values("plan")
    shared = MentoringRequest.objects.sharing_plan().filter(mentor=mentor, plan__in=plans)
    return shared.select_related("plan", "mentee").order_by("-created_at", "pk")[:MOST_USES]
