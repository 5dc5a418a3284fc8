"""The mentor desk: who needs me, why, and the one thing to do about it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.circles import photos_shown
from accounts.models import Organisation, User
from courses.models import ActionPlan
from mentoring.models import Goal, Match, MentoringRequest, Session, Signature
from mentoring.outcomes import weeks_due
from mentoring.states import MatchState, SessionState

# So long without a session, and none booked, is too long.
QUIET = dt.timedelta(weeks=6)


class Need(models.IntegerChoices):
    """What a mentee needs of the mentor; the greatest comes first."""

    NOTHING = 0
    PAUSED = 1
    WAITING = 2
    OUTCOME = 3
    GOAL = 4
    QUIET = 5
    SESSION = 6
    SIGN = 7
    ANSWER = 8


@dataclass(frozen=True)
class Row:
    """One mentee on the desk."""

    mentee: User
    organisation: Organisation | None
    need: Need
    reason: str
    action: str
    address: str
    # Since when the need has waited, which is the order of those with the same need.
    since: dt.datetime
    page: str
    has_photo: bool = False
    also: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def needs_me(self) -> bool:
        return self.need > Need.WAITING

    @property
    def is_request(self) -> bool:
        """Someone who asks, and is no mentee yet."""
        return self.need == Need.ANSWER


@dataclass(frozen=True)
class Reason:
    """One thing that could be done for a mentee."""

    need: Need
    words: str
    action: str
    address: str
    since: dt.datetime


@dataclass
class Desk:
    """Everyone the mentor works with, those who need the mentor first."""

    rows: list[Row] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many each filter of the page would show."""
        return {name: len(self.shown(name)) for name in FILTERS}

    @property
    def asking(self) -> int:
        return sum(row.is_request for row in self.rows)

    @property
    def needing(self) -> int:
        """Mentees who need the mentor; those who only ask are counted apart."""
        return len(self.shown("needs-me")) - self.asking

    def shown(self, name: str) -> list[Row]:
        return [row for row in self.rows if FILTERS[name](row)]


FILTERS = {
    "all": lambda row: True,
    "needs-me": lambda row: row.needs_me,
    "people": lambda row: row.organisation is None,
    "organisations": lambda row: row.organisation is not None,
}


def desk_of(mentor: User, *, now: dt.datetime) -> Desk:
    """Build the desk in four queries, however many mentees there are."""
    requests = (
        MentoringRequest.objects.filter(mentor=mentor, mentee__is_active=True)
        .open()
        .select_related("mentee__profile", "organisation", "plan")
    )
    matches = list(matches_on_desk(mentor, now))
    due = weeks_due((match.request.plan for match in matches), now=now)
    rows = [_request_row(request, now) for request in requests]
    rows += [_match_row(match, due, now) for match in matches]
    photos = photos_shown(mentor, [row.mentee for row in rows])
    rows = [replace(row, has_photo=row.mentee.pk in photos) for row in rows]
    rows.sort(key=lambda row: (-row.need, row.since, row.mentee.full_name, row.mentee.pk))
    return Desk(rows)


def matches_on_desk(mentor: User, now: dt.datetime) -> Iterable[Match]:
    """The mentor's live matches with everything their rows are made of, in one query."""
    mine = Signature.objects.standing().filter(match=OuterRef("pk"), user=mentor)
    sessions = Session.objects.filter(match=OuterRef("pk")).order_by("starts_at", "pk")
    late_goals = (
        Goal.objects.open()
        .filter(match=OuterRef("pk"), due_on__lt=timezone.localdate(now))
        .order_by("due_on", "pk")
    )
    return (
        Match.objects.filter(mentor=mentor)
        .live()
        .select_related("mentee__profile", "organisation", "request__plan")
        .annotate(
            signed_by_me=Exists(mine),
            next_session_at=Subquery(sessions.upcoming(now).values("starts_at")[:1]),
            unrecorded_pk=Subquery(sessions.to_be_recorded(now).values("pk")[:1]),
            unrecorded_at=Subquery(sessions.to_be_recorded(now).values("starts_at")[:1]),
            last_held_at=Subquery(
                sessions.filter(state=SessionState.HELD)
                .order_by("-starts_at")
                .values("starts_at")[:1]
            ),
            late_goal=Subquery(late_goals.values("text")[:1]),
            late_goal_pk=Subquery(late_goals.values("pk")[:1]),
            late_goal_due_on=Subquery(late_goals.values("due_on")[:1]),
            open_goals=_count(Goal.objects.open().filter(match=OuterRef("pk"))),
        )
    )


def left_alone(now: dt.datetime) -> QuerySet[Match]:
    """Active matches whose people have not met for long and have no session booked, in the database's words.

    My home asks this of all matches at once; ``_is_quiet`` says the same of one row of the desk.
    """
    sessions = Session.objects.filter(match=OuterRef("pk"))
    held = sessions.filter(state=SessionState.HELD).order_by("-starts_at")
    last = Coalesce(Subquery(held.values("starts_at")[:1]), "started_at", "made_at")
    return Match.objects.alias(last_met_at=last).filter(
        ~Exists(sessions.booked()), last_met_at__lt=now - QUIET, state=MatchState.ACTIVE
    )


def _count(things: QuerySet) -> Coalesce:
    """How many of them each match has, without a join that would multiply its rows."""
    counted = things.order_by().values("match").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _request_row(request: MentoringRequest, now: dt.datetime) -> Row:
    days = (now - request.created_at).days
    reason = (
        ngettext(
            "Asked you %(days)d day ago and waits for your answer",
            "Asked you %(days)d days ago and waits for your answer",
            days,
        )
        % {"days": days}
        if days
        else _("Asked you today and waits for your answer")
    )
    return Row(
        mentee=request.mentee,
        organisation=request.organisation,
        need=Need.ANSWER,
        reason=reason,
        action=_("Answer"),
        address=request.get_absolute_url(),
        since=request.created_at,
        page=request.get_absolute_url(),
        facts=_plan_fact(request.plan),
    )


def _match_row(match: Match, due: dict[int, int], now: dt.datetime) -> Row:
    reasons = sorted(_reasons(match, due, now), key=lambda reason: -reason.need)
    first = reasons[0] if reasons else _nothing(match)
    return Row(
        mentee=match.mentee,
        organisation=match.organisation,
        need=first.need,
        reason=first.words,
        action=first.action,
        address=first.address,
        since=first.since,
        page=match.get_absolute_url(),
        also=tuple(reason.words for reason in reasons[1:]),
        facts=_facts(match, first),
    )


def _facts(match: Match, said: Reason) -> tuple[str, ...]:
    """What the two are at, besides what is said already: the next session, open goals, the plan."""
    upcoming = match.next_session_at  # type: ignore[attr-defined]
    goals = match.open_goals  # type: ignore[attr-defined]
    facts = []
    if upcoming and _meeting_words(upcoming) != said.words:
        facts.append(_meeting_words(upcoming))
    if goals:
        facts.append(ngettext("%(n)d open goal", "%(n)d open goals", goals) % {"n": goals})
    return (*facts, *_plan_fact(match.request.plan))


def _plan_fact(plan: ActionPlan | None) -> tuple[str, ...]:
    return (_("Plan: %(title)s") % {"title": plan},) if plan else ()


def _reasons(match: Match, due: dict[int, int], now: dt.datetime) -> Iterable[Reason]:
    """Every reason to do something, in any order. The annotations are those of ``matches_on_desk``."""
    page = match.get_absolute_url()
    unrecorded_at = match.unrecorded_at  # type: ignore[attr-defined]
    late_goal = match.late_goal  # type: ignore[attr-defined]
    if match.state == MatchState.SIGNING:
        yield _signing(match)
    if unrecorded_at:
        yield Reason(
            Need.SESSION,
            _("The session of %(day)s is not recorded") % {"day": _day(unrecorded_at)},
            _("Record it"),
            reverse("mentoring:session_record", args=[match.unrecorded_pk]),  # type: ignore[attr-defined]
            unrecorded_at,
        )
    if match.state == MatchState.PAUSED:
        yield Reason(Need.PAUSED, _("The mentoring is paused"), _("Open"), page, match.made_at)
        return
    if match.state == MatchState.ACTIVE and _is_quiet(match, now):
        yield Reason(
            Need.QUIET,
            _quiet_words(match),
            _("Book a session"),
            reverse("mentoring:session_new", args=[match.pk]),
            _quiet_since(match),
        )
    if late_goal:
        yield Reason(
            Need.GOAL,
            _("A goal is past its day: %(goal)s") % {"goal": late_goal},
            _("Look at the goal"),
            reverse("mentoring:goal_edit", args=[match.late_goal_pk]),  # type: ignore[attr-defined]
            _midnight(match.late_goal_due_on),  # type: ignore[attr-defined]
        )
    plan = match.request.plan
    week = due.get(plan.pk, 0) if plan else 0
    due_on = plan.outcome_due_on(week) if plan and week else None
    if due_on:
        words = _("Week %(week)d of the plan has passed: what came of it is not told yet")
        yield Reason(
            Need.OUTCOME,
            words % {"week": week},
            _("Look at the plan"),
            f"{page}#plan",
            _midnight(due_on),
        )


def _signing(match: Match) -> Reason:
    address = reverse("mentoring:agreement", args=[match.pk])
    if match.signed_by_me:  # type: ignore[attr-defined]
        words = _("Has not signed the agreement yet")
        return Reason(Need.WAITING, words, _("Open the agreement"), address, match.made_at)
    return Reason(
        Need.SIGN, _("The agreement waits for your signature"), _("Sign"), address, match.made_at
    )


def _is_quiet(match: Match, now: dt.datetime) -> bool:
    if match.next_session_at or match.unrecorded_at:  # type: ignore[attr-defined]
        return False
    return _quiet_since(match) < now - QUIET


def _quiet_since(match: Match) -> dt.datetime:
    return match.last_held_at or match.started_at or match.made_at  # type: ignore[attr-defined]


def _midnight(day: dt.date) -> dt.datetime:
    """When the day began where the mentor is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _quiet_words(match: Match) -> str:
    last = match.last_held_at  # type: ignore[attr-defined]
    if last is None:
        return _("You have not met yet, and no session is booked")
    return _("No session since %(day)s, and none is booked") % {"day": _day(last)}


def _nothing(match: Match) -> Reason:
    page = match.get_absolute_url()
    upcoming = match.next_session_at  # type: ignore[attr-defined]
    if upcoming is None:
        address = reverse("mentoring:session_new", args=[match.pk])
        return Reason(
            Need.NOTHING, _("No session is booked"), _("Book a session"), address, match.made_at
        )
    return Reason(Need.NOTHING, _meeting_words(upcoming), _("Open"), page, match.made_at)


def _meeting_words(at: dt.datetime) -> str:
    words = {"day": _day(at), "time": f"{timezone.localtime(at):%H:%M}"}
    return _("You meet on %(day)s at %(time)s") % words


def _day(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j F Y")
