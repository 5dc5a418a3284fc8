"""What my home shows of mentoring: what waits on me, and the sessions ahead."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.agenda import ComingUp, ToDo, coming_up, do_next
from core.permissions import allows
from core.prepared import prepared
from mentoring.models import Feedback, MentorProfile, Session
from mentoring.models.feedback import ASKED_FOR
from mentoring.models.requests import ANSWER_WITHIN
from mentoring.pages.needs import Needs, needs_of
from mentoring.participants import partner_of

_MONTH = dt.timedelta(days=31)


@do_next("mentoring")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return requests to answer, agreements to sign, sessions to record, mentees to meet, goals past their day, and
    feedback to give, offers to decide. Six queries, and one more for those who coordinate.
    """
    needs = needs_of(user, now)
    return [
        *_to_begin(needs, user),
        *_to_go_on_with(needs, user),
        *_feedback(user, now),
        *_offers(user),
    ]


@coming_up("mentoring")
def coming_up_of(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the sessions of the next month. One query."""
    return [
        ComingUp(
            _("Mentoring session with %(who)s")
            % {"who": partner_of(session.match, user).full_name},
            session.get_absolute_url(),
            session.starts_at,
        )
        for session in _sessions_between(user, now, now + _MONTH)
    ]


@prepared
def _sessions_between(user: User, first: dt.datetime, last: dt.datetime) -> QuerySet[Session]:
    sessions = Session.objects.visible_to(user).upcoming(first).filter(starts_at__lte=last)
    return sessions.select_related("match__mentor", "match__mentee")


def _to_begin(needs: Needs, user: User) -> Iterator[ToDo]:
    """Return requests to answer and agreements to sign."""
    for request in needs.requests:
        yield ToDo(
            title=_("Answer %(who)s, who has asked you to be their mentor")
            % {"who": request.mentee.full_name},
            address=request.get_absolute_url(),
            why=_("Asked on %(day)s") % {"day": _day(request.created_at)},
            weight=90,
            # Puts those who have waited longest first, as on the mentor desk.
            due_at=request.created_at + ANSWER_WITHIN,
        )
    for match in needs.unsigned:
        yield ToDo(
            title=_("Read and sign the agreement with %(who)s")
            % {"who": partner_of(match, user).full_name},
            address=reverse("mentoring:agreement", args=[match.pk]),
            why=_("Mentoring starts when you have both signed."),
            weight=85,
        )


def _to_go_on_with(needs: Needs, user: User) -> Iterator[ToDo]:
    """Sessions to record, mentees to meet, and goals past their day."""
    for session in needs.unrecorded:
        yield ToDo(
            title=_("Record your mentoring session with %(who)s")
            % {"who": partner_of(session.match, user).full_name},
            address=reverse("mentoring:session_record", args=[session.pk]),
            why=_("It was on %(day)s") % {"day": _day(session.starts_at)},
            weight=60,
        )
    for match in needs.quiet:
        yield ToDo(
            title=_("Book a mentoring session with %(who)s") % {"who": match.mentee.full_name},
            address=reverse("mentoring:session_new", args=[match.pk]),
            why=_("You have not met for a while, and no session is booked"),
            weight=50,
        )
    for goal in needs.late_goals:
        yield ToDo(
            title=_("Update a goal of your mentoring with %(who)s")
            % {"who": partner_of(goal.match, user).full_name},
            address=reverse("mentoring:goal_edit", args=[goal.pk]),
            why=_("It is overdue."),
            weight=45,
        )


def _feedback(user: User, now: dt.datetime) -> Iterator[ToDo]:
    """Questions of the coordinators about a mentoring."""
    for asked in _feedback_to_give(user, now - ASKED_FOR):
        yield ToDo(
            title=_("Say how your mentoring with %(who)s is going")
            % {"who": partner_of(asked.match, user).full_name},
            address=asked.get_absolute_url(),
            why=_("Three questions. Only the coordinators read your answers."),
            weight=40,
        )


@prepared
def _feedback_to_give(user: User, since: dt.datetime) -> QuerySet[Feedback]:
    asked = Feedback.objects.filter(author=user).waiting().asked_after(since)
    return asked.select_related("match__mentor", "match__mentee").order_by("asked_at", "pk")


def _offers(user: User) -> list[ToDo]:
    """Offers to be a mentor, for those who decide on them."""
    if not allows(user, "mentoring.coordinate"):
        return []
    return [
        ToDo(
            title=_("Decide on %(who)s’s offer to be a mentor") % {"who": offer.user.full_name},
            address=reverse("mentoring:mentor_decide", args=[offer.pk]),
            why=_("Offered on %(day)s") % {"day": _day(offer.offered_at)},
            weight=70,
        )
        for offer in _waiting_offers()
    ]


@prepared
def _waiting_offers() -> QuerySet[MentorProfile]:
    return MentorProfile.objects.waiting().select_related("user")


def _day(moment: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j F Y")
