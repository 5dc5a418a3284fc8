"""What my home shows of mentoring: one query for what waits on me, one for what is coming up."""

import datetime as dt

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.agenda import Agenda, ComingUp, DoNext
from core.permissions import allows
from mentoring.desk import left_alone
from mentoring.models import Goal, Match, MentoringRequest, MentorProfile, Session, Signature
from mentoring.models.requests import ANSWER_WITHIN
from mentoring.states import MatchState

_MONTH = dt.timedelta(days=31)
_SESSION_AHEAD = "session"


def agenda_of(user: User, *, now: dt.datetime) -> Agenda:
    """Requests to answer, agreements to sign, sessions to record, mentees left alone, goals past their day,
    offers to decide, and the sessions ahead. One query.
    """
    rows = [
        _to_answer(user),
        _to_sign(user),
        _to_record(user, now),
        _left_alone(user, now),
        _late_goals(user, now),
        _ahead(user, now),
    ]
    if allows(user, "mentoring.coordinate"):
        rows.append(_to_decide())
    agenda = Agenda()
    for kind, pk, who, at in rows[0].union(*rows[1:], all=True):
        if kind == _SESSION_AHEAD:
            agenda.coming_up.append(_coming_up(pk, who, at))
        else:
            agenda.do_next.append(_do_next(kind, pk, who, at))
    return agenda


def _row(kind: str, things: QuerySet, who: object, since: str) -> QuerySet:
    """The same four columns of every list, so that one query unites them."""
    return things.annotate(
        row_kind=Value(kind, output_field=CharField()), row_who=who, row_since=F(since)
    ).values_list("row_kind", "pk", "row_who", "row_since")


def _other_name(user: User, path: str) -> Case:
    return Case(
        When(**{f"{path}mentor": user, "then": F(f"{path}mentee__full_name")}),
        default=F(f"{path}mentor__full_name"),
    )


def _to_answer(user: User) -> QuerySet:
    requests = MentoringRequest.objects.filter(mentor=user, mentee__is_active=True).open()
    return _row("answer", requests, F("mentee__full_name"), "created_at")


def _to_sign(user: User) -> QuerySet:
    signed = Signature.objects.standing().filter(match=OuterRef("pk"), user=user)
    matches = Match.objects.visible_to(user).filter(~Exists(signed), state=MatchState.SIGNING)
    return _row("sign", matches, _other_name(user, ""), "made_at")


def _to_record(user: User, now: dt.datetime) -> QuerySet:
    sessions = Session.objects.visible_to(user).to_be_recorded(now)
    return _row("record", sessions, _other_name(user, "match__"), "starts_at")


def _left_alone(user: User, now: dt.datetime) -> QuerySet:
    matches = left_alone(now).filter(mentor=user)
    return _row("quiet", matches, F("mentee__full_name"), "made_at")


def _late_goals(user: User, now: dt.datetime) -> QuerySet:
    mine = Match.objects.visible_to(user).filter(state=MatchState.ACTIVE)
    goals = Goal.objects.open().filter(match__in=mine, due_on__lt=timezone.localdate(now))
    return _row("goal", goals, _other_name(user, "match__"), "created_at")


def _ahead(user: User, now: dt.datetime) -> QuerySet:
    """The sessions of the next month."""
    sessions = Session.objects.visible_to(user).upcoming(now).filter(starts_at__lte=now + _MONTH)
    return _row(_SESSION_AHEAD, sessions, _other_name(user, "match__"), "starts_at")


def _to_decide() -> QuerySet:
    return _row("decide", MentorProfile.objects.waiting(), F("user__full_name"), "offered_at")


def _coming_up(pk: int, who: str, at: dt.datetime) -> ComingUp:
    title = _("Mentoring session with %(who)s") % {"who": who}
    return ComingUp(title, reverse("mentoring:session_detail", args=[pk]), at)


def _do_next(kind: str, pk: int, who: str, since: dt.datetime) -> DoNext:
    day = formats.date_format(timezone.localtime(since), "j F Y")
    words = {"who": who, "day": day}
    title, why, view, weight = {
        "answer": (
            _("Answer %(who)s, who asks you to be their mentor"),
            _("Asked on %(day)s"),
            "mentoring:request_detail",
            90,
        ),
        "sign": (
            _("Read and sign the agreement with %(who)s"),
            _("The mentoring begins when both have signed"),
            "mentoring:agreement",
            85,
        ),
        "record": (
            _("Record your mentoring session with %(who)s"),
            _("It was on %(day)s"),
            "mentoring:session_record",
            60,
        ),
        "quiet": (
            _("Book a mentoring session with %(who)s"),
            _("You have not met for a while, and none is booked"),
            "mentoring:session_new",
            50,
        ),
        "goal": (
            _("Look at a goal of your mentoring with %(who)s"),
            _("Its day has passed"),
            "mentoring:goal_edit",
            45,
        ),
        "decide": (
            _("Decide on the offer of %(who)s to be a mentor"),
            _("Offered on %(day)s"),
            "mentoring:mentor_decide",
            70,
        ),
    }[kind]
    return DoNext(
        title=title % words,
        address=reverse(view, args=[pk]),
        why=why % words,
        weight=weight,
        # Who waits longest comes first, on my home as on the desk.
        due_at=since + ANSWER_WITHIN if kind == "answer" else None,
    )
