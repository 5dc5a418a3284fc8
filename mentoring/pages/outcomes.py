"""Outcomes that are due: plans whose owner has not recorded what came of them."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from core.prepared import filled_up, prepared
from courses.models import ActionPlan, PlanOutcome
from courses.models.plans import OUTCOME_WEEKS


def weeks_due(plans: Iterable[ActionPlan | None], *, now: dt.datetime) -> dict[int, int]:
    """Return, for each plan with an outcome due, the latest week asked for; one query."""
    finished = {plan.pk: plan for plan in plans if plan is not None and plan.is_finished}
    told: dict[int, set[int]] = {}
    for plan_id, week in _recorded(*filled_up(sorted(finished))) if finished else ():
        told.setdefault(plan_id, set()).add(week)
    today = timezone.localdate(now)
    due = {}
    for pk, plan in finished.items():
        for week in OUTCOME_WEEKS:
            day = plan.outcome_due_on(week)
            if day is not None and day <= today:
                due[pk] = week
        # A later outcome also answers for an earlier week that was left out.
        if pk in due and max(told.get(pk, {0})) >= due[pk]:
            del due[pk]
    return due


@prepared
def _recorded(*plans: int) -> QuerySet[PlanOutcome, tuple[int, int]]:
    return PlanOutcome.objects.filter(plan__pk__in=plans).values_list("plan_id", "week")
