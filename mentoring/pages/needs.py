"""What a mentor or a mentee has to do next: worked out once, for the mentor desk and the home page alike."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from core.prepared import prepared
from mentoring.models import Goal, Match, MentoringRequest, Session, Signature
from mentoring.states import MatchState, SessionState

# A match is quiet when its people have not met for this long and have no session booked.
QUIET = dt.timedelta(weeks=6)


@dataclass(frozen=True)
class Needs:
    """What a person is to do as a mentor or a mentee, the oldest of each first."""

    requests: list[MentoringRequest]
    unsigned: list[Match]
    unrecorded: list[Session]
    # Of these the person is the mentor; each has ``last_held_at`` (or None) and ``quiet_since``.
    quiet: list[Match]
    late_goals: list[Goal]


def needs_of(user: User, now: dt.datetime) -> Needs:
    """Find what waits on this person, in five queries."""
    return Needs(
        requests=_requests(user),
        unsigned=_unsigned(user),
        unrecorded=_unrecorded(user, now),
        quiet=_quiet(user, now - QUIET),
        late_goals=_late_goals(user, timezone.localdate(now)),
    )


def quiet_matches(now: dt.datetime) -> QuerySet[Match]:
    """Active matches whose people have not met for long and have no session booked."""
    return _quiet_since(now - QUIET)


def _quiet_since(moment: dt.datetime) -> QuerySet[Match]:
    sessions = Session.objects.filter(match=OuterRef("pk"))
    held = sessions.filter(state=SessionState.HELD).order_by("-starts_at")
    return (
        Match.objects.filter(~Exists(sessions.booked()), state=MatchState.ACTIVE)
        .annotate(last_held_at=Subquery(held.values("starts_at")[:1]))
        .annotate(quiet_since=Coalesce("last_held_at", "started_at", "made_at"))
        .filter(quiet_since__lt=moment)
        .select_related("mentor", "mentee")
        .order_by("quiet_since", "pk")
    )


@prepared
def _requests(user: User) -> QuerySet[MentoringRequest]:
    """Return the open requests that the person is to answer as a mentor."""
    return (
        MentoringRequest.objects.filter(mentor=user, mentee__is_active=True)
        .open()
        .select_related("mentee__profile", "organisation", "plan")
        .order_by("created_at", "pk")
    )


@prepared
def _unsigned(user: User) -> QuerySet[Match]:
    """Return the matches whose agreement this person has not signed yet."""
    signed = Signature.objects.standing().filter(match=OuterRef("pk"), user=user)
    matches = Match.objects.visible_to(user).filter(~Exists(signed), state=MatchState.SIGNING)
    return matches.select_related("mentor", "mentee").order_by("made_at", "pk")


@prepared
def _unrecorded(user: User, now: dt.datetime) -> QuerySet[Session]:
    """Sessions that are over, of which nobody has said whether they took place."""
    sessions = Session.objects.visible_to(user).to_be_recorded(now)
    sessions = sessions.exclude(match__state=MatchState.SUSPENDED)
    return sessions.select_related("match__mentor", "match__mentee").order_by("starts_at", "pk")


@prepared
def _quiet(user: User, since: dt.datetime) -> QuerySet[Match]:
    """Return the matches that this person, their mentor, has let rest since that moment."""
    return _quiet_since(since).filter(mentor=user)


@prepared
def _late_goals(user: User, today: dt.date) -> QuerySet[Goal]:
    """Open goals past their day, of those who work together at present."""
    mine = Match.objects.visible_to(user).filter(state=MatchState.ACTIVE)
    goals = Goal.objects.open().filter(match__in=mine, due_on__lt=today)
    return goals.select_related("match__mentor", "match__mentee").order_by("due_on", "pk")
