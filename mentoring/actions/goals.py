"""Goals of a match: set, changed, reached or dropped."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.forms.form_keys import first_result
from mentoring.models import Goal, Match
from mentoring.states import GOAL_FLOW, SILENT_STATES, GoalState
from mentoring.suggestions.suggested_goals import SuggestedGoal
from workflow.flows import TransitionNotAllowed


@transaction.atomic
def add_goal(
    *,
    match: Match,
    text: str,
    at: dt.datetime,
    measure: str = "",
    due_on: dt.date | None = None,
    key: uuid.UUID | None = None,
) -> Goal:
    """Set a goal. The same key and words return the first one.

    Raises ``TransitionNotAllowed`` once ended or suspended, and ``AlreadySubmitted`` for other words.
    """
    key = key or uuid.uuid4()
    match = Match.objects.locked().get(pk=match.pk)
    if match.state in SILENT_STATES:
        raise TransitionNotAllowed("add_goal", match)
    words = {"text": text, "measure": measure, "due_on": due_on}
    first = first_result(Goal.objects.filter(match=match), key, **words)
    return first or Goal.objects.create(match=match, form_key=key, created_at=at, **words)


@transaction.atomic
def take_goals(*, match: Match, ideas: Iterable[SuggestedGoal], at: dt.datetime) -> None:
    """Set these parts of the action plan as goals: all of them, or none. Repeats safely, as ``add_goal``."""
    today = timezone.localdate(at)
    for idea in ideas:
        # A plan may be older than its day of review.
        is_ahead = idea.due_on is not None and idea.due_on >= today
        add_goal(
            match=match,
            text=idea.text,
            measure=idea.measure,
            due_on=idea.due_on if is_ahead else None,
            key=idea.key,
            at=at,
        )


@transaction.atomic
def edit_goal(*, goal: Goal, text: str, measure: str, due_on: dt.date | None) -> Goal:
    """Change an open goal's words and day.

    Raises ``TransitionNotAllowed`` when it is settled, once the mentoring has ended, and while it is suspended.
    """
    _check_goes_on("edit", goal)
    goal = Goal.objects.select_for_update().get(pk=goal.pk)
    if goal.state != GoalState.OPEN:
        raise TransitionNotAllowed("edit", goal)
    goal.text, goal.measure, goal.due_on = text, measure, due_on
    goal.save(update_fields=["text", "measure", "due_on"])
    return goal


def reach_goal(*, goal: Goal, by: User, on: dt.date, at: dt.datetime) -> Goal:
    """Record that the goal was reached on that day. Raises ``TransitionNotAllowed``."""
    return _settle("reach", goal, by, on, at)


def drop_goal(*, goal: Goal, by: User, on: dt.date, at: dt.datetime) -> Goal:
    """Record that the goal was dropped on that day. Raises ``TransitionNotAllowed``."""
    return _settle("drop", goal, by, on, at)


def reopen_goal(*, goal: Goal, by: User, at: dt.datetime) -> Goal:
    """Take a settled goal up again. Raises ``TransitionNotAllowed``."""
    return _settle("reopen", goal, by, None, at)


@transaction.atomic
def _settle(move: str, goal: Goal, by: User, on: dt.date | None, at: dt.datetime) -> Goal:
    _check_goes_on(move, goal)
    GOAL_FLOW.make(move, goal, actor=by, at=at)
    goal.settled_on = on
    goal.save(update_fields=["settled_on"])
    return goal


def _check_goes_on(move: str, goal: Goal) -> None:
    """Refuse changes once the mentoring has ended or is suspended: its goals stay as the two left them."""
    match = Match.objects.locked().get(pk=goal.match_id)
    if match.state in SILENT_STATES:
        raise TransitionNotAllowed(move, match)
