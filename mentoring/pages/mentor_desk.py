"""The mentor desk: which mentees need the mentor, why, and the one thing to do about it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Self

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, User
from accounts.profiles.visibility import photos_shown
from core.addresses import address_of
from core.prepared import prepared
from core.queries.counting import number_of
from courses.models import ActionPlan
from mentoring.models import Goal, Match, MentoringRequest, Session
from mentoring.pages.needs import Needs, needs_of
from mentoring.pages.outcomes import weeks_due
from mentoring.states import MatchState


class DeskNeed(models.IntegerChoices):
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
class DeskRow:
    """One mentee on the desk."""

    mentee: User
    organisation: Organisation | None
    need: DeskNeed
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
        return self.need > DeskNeed.WAITING

    @property
    def is_request(self) -> bool:
        """Tell whether the row is a request, by someone who is no mentee yet."""
        return self.need == DeskNeed.ANSWER


@dataclass(frozen=True)
class Reason:
    """A reason to act for a mentee, and what to do."""

    need: DeskNeed
    words: str
    action: str
    address: str
    since: dt.datetime


@dataclass
class Desk:
    """Everyone the mentor works with, those who need the mentor first."""

    rows: list[DeskRow] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Count the rows that each filter of the page would show."""
        return {name: len(self.shown(name)) for name in FILTERS}

    @property
    def asking(self) -> int:
        return sum(row.is_request for row in self.rows)

    @property
    def needing(self) -> int:
        """Count the mentees who need the mentor; those who only ask are counted apart."""
        return len(self.shown("needs-me")) - self.asking

    def shown(self, name: str) -> list[DeskRow]:
        return [row for row in self.rows if FILTERS[name](row)]


FILTERS = {
    "all": lambda row: True,
    "needs-me": lambda row: row.needs_me,
    "people": lambda row: row.organisation is None,
    "organisations": lambda row: row.organisation is not None,
}


@dataclass(frozen=True)
class Waiting:
    """What the mentor is to do for each match, by its key, and the week of its plan without an outcome."""

    unsigned: dict[int, Match]
    unrecorded: dict[int, Session]
    quiet: dict[int, Match]
    late_goals: dict[int, Goal]
    weeks_due: dict[int, int]

    @classmethod
    def of(cls, needs: Needs, weeks_due: dict[int, int]) -> Self:
        """Keep the first of each that a match has: the desk shows one line for a mentee."""
        return cls(
            unsigned={match.pk: match for match in needs.unsigned},
            unrecorded={one.match_id: one for one in reversed(needs.unrecorded)},
            quiet={match.pk: match for match in needs.quiet},
            late_goals={goal.match_id: goal for goal in reversed(needs.late_goals)},
            weeks_due=weeks_due,
        )


def desk_of(mentor: User, *, now: dt.datetime) -> Desk:
    """Build the desk in eight queries, however many mentees there are."""
    needs = needs_of(mentor, now)
    matches = _matches(mentor, now)
    due = weeks_due((match.request.plan for match in matches), now=now)
    waiting = Waiting.of(needs, due)
    mentees = [request.mentee for request in needs.requests]
    mentees += [match.mentee for match in matches]
    photos = photos_shown(mentor, mentees)
    rows = [_request_row(request, photos, now) for request in needs.requests]
    rows += [_match_row(match, photos, waiting) for match in matches]
    rows.sort(key=lambda row: (-row.need, row.since, row.mentee.full_name, row.mentee.pk))
    return Desk(rows)


@prepared
def _matches(mentor: User, now: dt.datetime) -> QuerySet[Match]:
    """Return the mentor's live matches with the facts of their rows: the next session, and how many goals are open."""
    sessions = Session.objects.filter(match=OuterRef("pk")).order_by("starts_at", "pk")
    return (
        Match.objects.filter(mentor=mentor)
        .live()
        .select_related("mentee__profile", "organisation", "request__plan")
        .annotate(
            next_session_at=Subquery(sessions.upcoming(now).values("starts_at")[:1]),
            open_goals=number_of(Goal.objects.open().filter(match=OuterRef("pk")), by="match"),
        )
        .only(
            *(
                "state",
                "made_at",
                "organisation__name",
                "request__plan__title",
                "request__plan__finished_at",
            ),
            *("mentee__full_name", "mentee__profile__photo", "mentee__profile__shown_to"),
        )
    )


def _request_row(request: MentoringRequest, photos: Collection[int], now: dt.datetime) -> DeskRow:
    days = (now - request.created_at).days
    reason = (
        ngettext(
            "Asked you %(days)d day ago",
            "Asked you %(days)d days ago",
            days,
        )
        % {"days": days}
        if days
        else _("Asked you today")
    )
    return DeskRow(
        mentee=request.mentee,
        organisation=request.organisation,
        need=DeskNeed.ANSWER,
        reason=reason,
        action=_("Answer"),
        address=request.get_absolute_url(),
        since=request.created_at,
        page=request.get_absolute_url(),
        has_photo=request.mentee_id in photos,
        facts=_plan_fact(request.plan),
    )


def _match_row(match: Match, photos: Collection[int], waiting: Waiting) -> DeskRow:
    upcoming = match.next_session_at  # type: ignore[attr-defined]
    meeting = _meeting_words(upcoming) if upcoming else ""
    reasons = sorted(_reasons(match, waiting), key=lambda reason: -reason.need)
    first = reasons[0] if reasons else _nothing(match, upcoming)
    return DeskRow(
        mentee=match.mentee,
        organisation=match.organisation,
        need=first.need,
        reason=first.words,
        action=first.action,
        address=first.address,
        since=first.since,
        page=match.get_absolute_url(),
        has_photo=match.mentee_id in photos,
        also=tuple(reason.words for reason in reasons[1:]),
        facts=_facts(match, first, meeting),
    )


def _facts(match: Match, said: Reason, meeting: str) -> tuple[str, ...]:
    """Return facts besides those said already: the next session, open goals, the plan."""
    goals = match.open_goals  # type: ignore[attr-defined]
    facts = [meeting] if meeting and meeting != said.words else []
    if goals:
        facts.append(ngettext("%(n)d open goal", "%(n)d open goals", goals) % {"n": goals})
    return (*facts, *_plan_fact(match.request.plan))


def _plan_fact(plan: ActionPlan | None) -> tuple[str, ...]:
    return (_("Plan: %(title)s") % {"title": plan},) if plan else ()


def _reasons(match: Match, waiting: Waiting) -> Iterable[Reason]:
    """Return every reason to do something for the mentee of this match, in any order."""
    if match.state == MatchState.SIGNING:
        yield _signing(match, is_mine=match.pk in waiting.unsigned)
    if session := waiting.unrecorded.get(match.pk):
        yield Reason(
            DeskNeed.SESSION,
            _("The session of %(day)s is not recorded") % {"day": _day(session.starts_at)},
            _("Record session"),
            address_of("mentoring:session_record", session.pk),
            session.starts_at,
        )
    if match.state in {MatchState.PAUSED, MatchState.SUSPENDED}:
        words = _("Mentoring paused")
        yield Reason(DeskNeed.PAUSED, words, _("Open"), match.get_absolute_url(), match.made_at)
        return
    if quiet := waiting.quiet.get(match.pk):
        yield _quiet(quiet)
    if goal := waiting.late_goals.get(match.pk):
        yield _late_goal(goal)
    yield from _outcome(match, waiting.weeks_due)


def _signing(match: Match, *, is_mine: bool) -> Reason:
    address = address_of("mentoring:agreement", match.pk)
    if is_mine:
        words = _("You have not signed the agreement")
        return Reason(DeskNeed.SIGN, words, _("Sign"), address, match.made_at)
    words = _("Has not signed the agreement yet")
    return Reason(DeskNeed.WAITING, words, _("Open the agreement"), address, match.made_at)


def _quiet(match: Match) -> Reason:
    """Say of one of ``needs.quiet_matches`` since when."""
    last: dt.datetime | None = match.last_held_at  # type: ignore[attr-defined]
    words = (
        _("No session since %(day)s, and none is booked") % {"day": _day(last)}
        if last
        else _("You have not met yet, and no session is booked")
    )
    address = address_of("mentoring:session_new", match.pk)
    since: dt.datetime = match.quiet_since  # type: ignore[attr-defined]
    return Reason(DeskNeed.QUIET, words, _("Book a session"), address, since)


def _late_goal(goal: Goal) -> Reason:
    return Reason(
        DeskNeed.GOAL,
        _("Goal overdue: %(goal)s") % {"goal": goal.text},
        _("Update the goal"),
        address_of("mentoring:goal_edit", goal.pk),
        _midnight(goal.due_on),  # type: ignore[arg-type]  # those without a day are never late
    )


def _outcome(match: Match, weeks_due: dict[int, int]) -> Iterable[Reason]:
    plan = match.request.plan
    week = weeks_due.get(plan.pk, 0) if plan else 0
    due_on = plan.outcome_due_on(week) if plan and week else None
    if due_on:
        words = _("Week %(week)d of the plan: outcome not recorded")
        yield Reason(
            DeskNeed.OUTCOME,
            words % {"week": week},
            _("View the plan"),
            f"{match.get_absolute_url()}#plan",
            _midnight(due_on),
        )


def _midnight(day: dt.date) -> dt.datetime:
    """Return the start of the day in the mentor's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _nothing(match: Match, upcoming: dt.datetime | None) -> Reason:
    if upcoming is None:
        address = address_of("mentoring:session_new", match.pk)
        return Reason(
            DeskNeed.NOTHING, _("No session is booked"), _("Book a session"), address, match.made_at
        )
    page = match.get_absolute_url()
    return Reason(DeskNeed.NOTHING, _meeting_words(upcoming), _("Open"), page, match.made_at)


def _meeting_words(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    words = {"day": formats.date_format(local, "D j M"), "time": f"{local:%H:%M}"}
    return _("You meet on %(day)s, %(time)s") % words


def _day(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j F Y")
