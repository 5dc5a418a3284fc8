"""The page of a match as one of its two people sees it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from accounts.models import User
from courses.models import ActionPlan, parts_of_plans
from mentoring.history import events_of
from mentoring.models import Feedback, Goal, Match, Note, Session, Signature
from mentoring.pages.outcomes import weeks_due
from mentoring.states import GoalState, SessionState
from mentoring.suggestions.suggested_goals import SuggestedGoal, goal_ideas
from workflow.history import HistoryLine
from workflow.models import Transition


@dataclass(frozen=True)
class MatchPage:
    """Goals, sessions, notes and the state of the agreement."""

    open_goals: list[Goal]
    settled_goals: list[Goal]
    ideas: list[SuggestedGoal]
    to_record: list[Session]
    upcoming: list[Session]
    past: list[Session]
    notes: list[Note]
    plan: ActionPlan | None
    outcome_week: int | None
    has_signed: bool
    other_has_signed: bool
    feedback_to_give: list[Feedback]
    history: list[HistoryLine]

    @property
    def next_session(self) -> Session | None:
        return self.upcoming[0] if self.upcoming else None


def page_of(match: Match, reader: User, *, now: dt.datetime) -> MatchPage:
    """Load the page in eight queries. Private notes are the reader's own alone."""
    goals = list(Goal.objects.filter(match=match).soonest_first())
    sessions = list(Session.objects.filter(match=match).order_by("starts_at", "pk"))
    plan = match.request.plan if match.is_working else None
    if plan is not None:
        prefetch_related_objects([plan], *parts_of_plans())
    signed = set(Signature.objects.filter(match=match).standing().values_list("user_id", flat=True))
    booked = [session for session in sessions if session.state == SessionState.BOOKED]
    upcoming = [session for session in booked if session.ends_at > now]
    to_record = [session for session in booked if session.ends_at <= now]
    return MatchPage(
        open_goals=[goal for goal in goals if goal.state == GoalState.OPEN],
        settled_goals=[goal for goal in goals if goal.state != GoalState.OPEN],
        ideas=goal_ideas(match, plan, goals),
        to_record=to_record,
        upcoming=upcoming,
        past=[session for session in reversed(sessions) if session.state != SessionState.BOOKED],
        notes=list(
            Note.objects.visible_to(reader)
            .filter(match=match)
            .select_related("author")
            .newest_first()
        ),
        plan=plan,
        outcome_week=weeks_due([plan], now=now).get(plan.pk) if plan else None,
        has_signed=reader.pk in signed,
        other_has_signed=bool(signed - {reader.pk}),
        feedback_to_give=list(
            Feedback.objects.filter(match=match, author=reader).to_give().order_by("pk")
        ),
        history=events_of(Transition.objects.of(match)),
    )
