"""All matches with their signs of life, for coordinators: days and numbers, never a word of the two."""

import datetime as dt
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Subquery

from core.queries.counting import number_of
from mentoring.models import Goal, Match, MentorProfile, Note, Session
from mentoring.states import GoalState, SessionState

# What a coordinator may know of a match; its agreement and the reason of its end stay with the two.
_COLUMNS = (
    *("state", "made_at", "started_at", "ended_at"),
    *("mentor__full_name", "mentee__full_name", "mentor__is_active"),
)


def all_matches(now: dt.datetime) -> QuerySet[Match]:
    """Return every match, the newest first, with the days of its last and next session and its last shared note.

    Private notes are not counted, as even that there are some is their author's. One query.
    """
    sessions = Session.objects.filter(match=OuterRef("pk"))
    goals = Goal.objects.filter(match=OuterRef("pk"))
    shared = Note.objects.filter(match=OuterRef("pk"), is_private=False)
    mentors = MentorProfile.objects.approved().filter(pk=OuterRef("mentor"))
    return (
        Match.objects.select_related("mentor", "mentee")
        .only(*_COLUMNS)
        .annotate(
            last_held_at=_of(sessions.filter(state=SessionState.HELD), Max("starts_at")),
            next_session_at=_of(sessions.upcoming(now), Min("starts_at")),
            last_note_at=_of(shared, Max("created_at")),
            open_goals=number_of(goals.open(), by="match"),
            reached_goals=number_of(goals.filter(state=GoalState.REACHED), by="match"),
            mentor_is_here=Exists(mentors),
        )
        .order_by("-made_at", "-pk")
    )


def _of(things: QuerySet[Any], found: Max | Min) -> Subquery:
    return Subquery(things.order_by().values("match").annotate(found=found).values("found"))
