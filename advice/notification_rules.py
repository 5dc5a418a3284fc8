"""Who may still open what advice tells people of, and when it is still news."""

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet

from advice import kinds
from advice.models import AdviceCase, AdviceReview
from advice.states import UNSENT, AdviceReviewState, AdviceState
from notifications.conditions import is_current, may_open

_READER = OuterRef("recipient")


@may_open(kinds.LED, kinds.REVIEWED, kinds.SIGNED_OFF, kinds.RETURNED)
def cases_of_lead() -> QuerySet[AdviceCase]:
    """Describe the cases that the reader leads."""
    return AdviceCase.objects.filter(lead=_READER)


@may_open(kinds.JOINED)
def cases_of_members() -> QuerySet[AdviceCase]:
    """Describe the cases that the reader writes with the lead."""
    return AdviceCase.objects.filter(members=_READER)


@may_open(kinds.SIGN_OFF_ASKED)
def cases_to_sign_off() -> QuerySet[AdviceCase]:
    """Describe the cases that the reader signs off."""
    return AdviceCase.objects.filter(sign_off_by=_READER)


@may_open(kinds.CLOSING)
def cases_of_both() -> QuerySet[AdviceCase]:
    """Describe the cases that the reader leads or signs off."""
    return AdviceCase.objects.filter(Q(lead=_READER) | Q(sign_off_by=_READER))


@may_open(kinds.REVIEW_ASKED, kinds.REVIEW_CANCELLED)
def own_reviews() -> QuerySet[AdviceReview]:
    """Describe the reader's reviews; of confidential cases only those they still take part in."""
    left = (AdviceReviewState.DECLINED, AdviceReviewState.CANCELLED)
    own = AdviceReview.objects.filter(reviewer=_READER)
    return own.exclude(case__is_confidential=True, state__in=left)


@is_current(kinds.REVIEW_ASKED)
def reviews_to_deliver(moment: dt.datetime) -> QuerySet[AdviceReview]:
    """Describe reviews that are neither delivered nor declined."""
    return AdviceReview.objects.filter(state=AdviceReviewState.ASKED)


@is_current(kinds.SIGN_OFF_ASKED, kinds.REVIEWED)
def cases_in_review(moment: dt.datetime) -> QuerySet[AdviceCase]:
    """Describe cases whose draft is in review."""
    return AdviceCase.objects.filter(state=AdviceState.IN_REVIEW)


@is_current(kinds.CLOSING)
def cases_that_close(moment: dt.datetime) -> QuerySet[AdviceCase]:
    """Describe cases that are not sent and whose closing moment has not passed."""
    return AdviceCase.objects.filter(state__in=UNSENT, closes_at__gt=moment)
