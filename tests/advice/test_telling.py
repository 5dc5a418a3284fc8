"""Who is told of what becomes of a case."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from advice import kinds
from advice.actions.cases import change_case
from advice.actions.reviews import deliver_review
from advice.states import AdviceState, AdviceVerdict
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from notifications.models import Notification

pytestmark = pytest.mark.django_db


def told_to_sign_off(person):
    return Notification.objects.filter(recipient=person, kind=kinds.SIGN_OFF_ASKED.name).count()


def hand_over(case, person):
    change_case(
        case=case, facts={"sign_off_by": person}, by=case.lead, at=timezone.now(), members=[]
    )


def deliver(review):
    deliver_review(
        review=review,
        verdict=AdviceVerdict.READY,
        comments="It is sound.",
        by=review.reviewer,
        at=timezone.now(),
    )


def test_who_signs_off_from_now_on_is_told_of_a_draft_that_was_found_ready():
    case = AdviceCaseFactory(state=AdviceState.IN_REVIEW)
    first, second = case.sign_off_by, UserFactory(roles=[Role.COORDINATOR])
    one, other = case.reviews.select_related("case", "reviewer").order_by("pk")
    deliver(one)

    hand_over(case, second)
    assert told_to_sign_off(second) == 0
    hand_over(case, first)
    deliver(other)
    hand_over(case, second)
    hand_over(case, second)

    assert (told_to_sign_off(first), told_to_sign_off(second)) == (1, 1)
