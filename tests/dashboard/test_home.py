"""My home: everything that waits on a person, in one page, with few queries."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from dashboard.overview import MOST_TO_DO, overview_of
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.library import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 4])
def test_home_takes_at_most_fifteen_queries_whatever_waits(
    client, django_assert_max_num_queries, count
):
    person = UserFactory(roles=[Role.EDITOR, Role.FACILITATOR, Role.COORDINATOR])
    EnrolmentFactory.create_batch(count, user=person)
    RecordFactory.create_batch(count)
    client.force_login(person)

    with django_assert_max_num_queries(15):
        response = client.get(reverse("dashboard:home"))

    assert len(response.context["overview"].learning) == min(count, 3)


def test_someone_new_is_told_where_to_begin(client):
    client.force_login(UserFactory())

    response = client.get(reverse("dashboard:home"))

    assert response.context["overview"].is_new_here
    assert reverse("dashboard:onboarding_start") in response.content.decode()


def test_the_list_of_what_to_do_stays_short_and_the_heaviest_come_first():
    person = UserFactory()
    EnrolmentFactory.create_batch(MOST_TO_DO + 3, user=person)

    overview = overview_of(person, now=timezone.now())

    weights = [thing.weight for thing in overview.do_next]
    assert len(weights) <= MOST_TO_DO
    assert weights == sorted(weights, reverse=True)


def test_home_is_for_people_with_an_account(client):
    response = client.get(reverse("dashboard:home"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
