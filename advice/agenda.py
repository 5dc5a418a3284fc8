"""The advice part of my home."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from advice.models import AdviceCase, AdviceReview
from advice.states import UNSENT, AdviceReviewState, AdviceState
from core.agenda import ComingUp, ToDo, coming_up, do_next
from core.prepared import prepared

_MOST = 50
_SOON = dt.timedelta(days=14)


@do_next("advice")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return reviews I am asked for, drafts to sign off, and my cases that close soon or wait to be sent. Two queries."""
    reviews = [_review(review) for review in _asked_reviews(user)]
    return [*reviews, *(_case(case, user) for case in _cases(user, now + _SOON))]


@coming_up("advice")
def coming_up_of(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return when the cases close on which this person works. One query."""
    return [
        ComingUp(
            _("Closes: %(title)s") % {"title": case.title}, case.get_work_url(), case.closes_at
        )
        for case in _closing(user, now)
        if case.closes_at
    ]


@prepared
def _asked_reviews(user: User) -> QuerySet[AdviceReview]:
    asked = AdviceReview.objects.filter(reviewer=user, state=AdviceReviewState.ASKED)
    return asked.select_related("case").order_by("due_on", "pk")[:_MOST]


@prepared
def _cases(user: User, until: dt.datetime) -> QuerySet[AdviceCase]:
    waits = (
        Q(sign_off_by=user, state=AdviceState.IN_REVIEW)
        | Q(lead=user, state=AdviceState.SIGNED_OFF)
        | Q(lead=user, state__in=sorted(UNSENT), closes_at__lte=until)
    )
    return AdviceCase.objects.filter(waits).order_by("closes_at", "pk")[:_MOST]


@prepared
def _closing(user: User, now: dt.datetime) -> QuerySet[AdviceCase]:
    mine = Q(lead=user) | Q(sign_off_by=user)
    unsent = AdviceCase.objects.filter(mine, state__in=sorted(UNSENT), closes_at__gt=now)
    return unsent.order_by("closes_at", "pk")[:_MOST]


def _review(review: AdviceReview) -> ToDo:
    words = _("The draft needs your review.")
    due = dt.datetime.combine(review.due_on, dt.time(17), tzinfo=dt.UTC)
    return ToDo(review.case.title, review.get_absolute_url(), words, weight=80, due_at=due)


def _case(case: AdviceCase, user: User) -> ToDo:
    if case.sign_off_by_id == user.pk:
        words = _("The draft is in review. You sign it off.")
    elif case.state == AdviceState.SIGNED_OFF:
        words = _("It is signed off. Send it.")
    else:
        words = _("It closes on %(moment)s.") % {"moment": case.closing_in_words}
    return ToDo(case.title, case.get_work_url(), words, weight=75, due_at=case.closes_at)
