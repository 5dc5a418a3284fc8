"""Filling a draft from an action plan, so that nothing need be written twice."""

from typing import Any

from django.utils.translation import gettext as _

from courses.models import ActionPlan
from library.catalogue.actions.checks import MAX_TOPICS
from submissions.content import SubmissionKind


def draft_from_plan(plan: ActionPlan, kind: str) -> dict[str, Any]:
    """Return the fields of a draft of this kind that the plan already answers."""
    values: dict[str, Any] = {
        "title": plan.title,
        "place": plan.place,
        "topics": list(plan.topics.order_by("pk")[:MAX_TOPICS]),
    }
    if kind == SubmissionKind.CASE_STUDY:
        values |= {
            "problem": plan.inequality,
            "setting": plan.place,
            "population": plan.group,
            "action": plan.trial,
            "partners": plan.partners,
            "result": _result(plan),
        }
    elif kind == SubmissionKind.PROJECT:
        values |= {
            "aims": "\n\n".join(text for text in (plan.inequality, plan.trial) if text),
            "partners": plan.partners,
        }
    return values


def _result(plan: ActionPlan) -> str:
    """Return the planned measure, then the recorded outcomes, the earliest first."""
    parts = []
    if plan.measure:
        parts.append(_("How it was measured: %(measure)s") % {"measure": plan.measure})
    for outcome in plan.outcomes.order_by("week", "recorded_at", "pk"):
        heading = _("After %(weeks)d weeks:") % {"weeks": outcome.week}
        parts.append(f"{heading} {' '.join(t for t in (outcome.happened, outcome.change) if t)}")
    return "\n\n".join(parts)
