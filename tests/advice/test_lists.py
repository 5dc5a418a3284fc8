"""What the lists of cases cost."""

import pytest

from accounts.roles import Role
from advice.models import AdviceCase, AdviceReview, DraftRevision
from advice.states import AdviceState
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db
MOST = 4


@shared
def lead():
    return UserFactory(roles=[Role.EDITOR], time_zone="Europe/London")


@shared
def pairs(lead):
    """Return pairs of a case that the lead has sent and one that the lead reviews, as many as there are at most."""
    reviewer = UserFactory()
    return [
        (
            AdviceCaseFactory(lead=lead, state=AdviceState.SENT),
            AdviceCaseFactory(reviewers=[lead], state=AdviceState.IN_REVIEW, members=[reviewer]),
        )
        for _n in range(MOST)
    ]


@pytest.mark.parametrize("count", [1, MOST])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/advice/", 8), ("/advice/work/", 9), ("/advice/reviews/", 8), ("/api/v1/advice-cases/", 3), ("/advice/?as=csv", 5)],
)  # fmt: skip
def test_lists_take_the_same_queries_whatever_their_length(
    client, lead, pairs, django_assert_max_num_queries, count, address, queries
):
    kept = [case for pair in pairs[:count] for case in pair]
    for model in (AdviceReview, DraftRevision):
        model.objects.exclude(case__in=kept).delete()
    AdviceCase.objects.exclude(pk__in=[case.pk for case in kept]).delete()
    client.force_login(lead)
    client.get(address)

    with django_assert_max_num_queries(queries):
        assert client.get(address).status_code == 200
