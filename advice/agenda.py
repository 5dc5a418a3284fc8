"""The advice part of my home."""

import datetime as dt
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from advice.models import AdviceCase
from advice.states import UNSENT, AdviceReviewState, AdviceState
from core.agenda import ComingUp, ToDo, coming_up, do_next
from core.prepared import prepared

_MOST = 50
_SOON = dt.timedelta(days=14)


@do_next("advice")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return reviews I am asked for, drafts to sign off, and my cases that close soon or wait to be sent. One query."""
    return [_to_do(case, user) for case in _waiting_on(user, now + _SOON)]


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
def _waiting_on(user: User, until: dt.datetime) -> QuerySet[Any]:
    """Cases that wait for this person, each with the review that they are asked for: one at most in each case."""
    asked = Q(reviews__reviewer=user, reviews__state=AdviceReviewState.ASKED)
    waits = (
        Q(my_review__isnull=False)
        | Q(sign_off_by=user, state=AdviceState.IN_REVIEW)
        | Q(lead=user, state=AdviceState.SIGNED_OFF)
        | Q(lead=user, state__in=sorted(UNSENT), closes_at__lte=until)
    )
    return (
        AdviceCase.objects.alias(my_review=FilteredRelation("reviews", condition=asked))
        .annotate(review_pk=F("my_review__pk"), review_due=F("my_review__due_on"))
        .filter(waits)
        .order_by("closes_at", "pk")[:_MOST]
    )


@prepared
def _closing(user: User, now: dt.datetime) -> QuerySet[AdviceCase]:
    mine = Q(lead=user) | Q(sign_off_by=user)
    unsent = AdviceCase.objects.filter(mine, state__in=sorted(UNSENT), closes_at__gt=now)
    return unsent.order_by("closes_at", "pk")[:_MOST]


def _to_do(case: Any, user: User) -> ToDo:
    if case.review_pk is not None:
        due = dt.datetime.combine(case.review_due, dt.time(17), tzinfo=dt.UTC)
        address = reverse("advice:review_detail", args=[case.review_pk])
        return ToDo(case.title, address, _("The draft needs your review."), weight=80, due_at=due)
    if case.sign_off_by_id == user.pk:
        words = _("The draft is in review. You will sign it off.")
    elif case.state == AdviceState.SIGNED_OFF:
        words = _("It is signed off. Send it.")
    else:
        words = _("It closes on %(moment)s.") % {"moment": case.closing_in_words}
    return ToDo(case.title, case.get_work_url(), words, weight=75, due_at=case.closes_at)
