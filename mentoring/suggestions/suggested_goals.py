"""Parts of an action plan that can become goals."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.models import ActionPlan
from mentoring.models import Goal, Match

_LENGTH = 300


@dataclass(frozen=True)
class SuggestedGoal:
    """A goal that can be taken over as it stands; ``key`` makes taking it twice harmless."""

    code: str
    text: str
    measure: str
    due_on: dt.date | None
    key: uuid.UUID


def goal_ideas(match: Match, plan: ActionPlan | None, taken: Iterable[Goal]) -> list[SuggestedGoal]:
    """Return the parts of the plan that are not goals yet."""
    if plan is None:
        return []
    words = {
        "trial": plan.trial,
        "partners": _with(_("Get support from: %(text)s"), plan.partners),
        "measure": _with(_("Measure where we start: %(text)s"), plan.measure),
    }
    keys = {goal.form_key for goal in taken}
    ideas = [
        SuggestedGoal(
            code=code,
            text=_short(text),
            measure=_short(plan.measure) if code == "trial" else "",
            due_on=plan.review_on if code == "trial" else None,
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"goal:{match.pk}:{plan.pk}:{code}"),
        )
        for code, text in words.items()
        if text.strip()
    ]
    return [idea for idea in ideas if idea.key not in keys]


def _with(pattern: str, text: str) -> str:
    return pattern % {"text": text} if text.strip() else ""


def _short(text: str) -> str:
    return str(Truncator(" ".join(text.split())).chars(_LENGTH))
