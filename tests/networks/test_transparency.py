"""How flags were decided, in numbers that tell of nobody."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role as StaffRole
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.cases import appeal_case, claim_case, decide_case, flag
from networks.moderation.transparency import years_of_flags
from tests.shared import shared

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def _decided(network, outcome, reason, count, at=AT):
    cases = []
    flagger = MembershipFactory(network=network).user
    for _number in range(count):
        post = DiscussionFactory(network=network).posts.get()
        case = flag(
            discussion=post.discussion, post=post, person=flagger, reason=reason, words="", at=at
        )
        claim_case(case=case, by=network.moderator, at=at)
        later = at + dt.timedelta(hours=3)
        cases.append(
            decide_case(case=case, by=network.moderator, outcome=outcome, reason="So.", at=later)
        )
    return cases


@shared
def advertising(network):
    """Six cases of the year before."""
    return _decided(network, "uphold", "spam", 6, at=AT - dt.timedelta(days=365))


def test_small_numbers_are_not_shown(network, advertising):
    upheld = _decided(network, "uphold", "abuse", 5)
    _decided(network, "dismiss", "abuse", 4)
    appeal_case(case=upheld[0], words="Please", at=AT + dt.timedelta(hours=4))

    year, before = years_of_flags()

    assert (year.year, before.year) == (2026, 2025)
    assert dict(year.reasons)["Abuse or harassment"] == ["under 5", "under 5", "under 5"]
    assert dict(year.reasons)["Spam or advertising"] == ["0", "0", "0"]
    assert year.hours == "3.0"
    assert year.appeals == ["0", "0", "under 5"]


def test_larger_numbers_are(advertising):
    (year,) = years_of_flags()

    assert dict(year.reasons)["Spam or advertising"] == ["6", "0", "0"]


@pytest.mark.parametrize("query", ["", "?as=csv"])
def test_administrators_alone_see_them(network, advertising, client_of, query):
    address = reverse("networks:transparency") + query

    administrator = client_of(UserFactory(roles=[StaffRole.ADMINISTRATOR]))
    page = b"".join(administrator.get(address))
    others = [
        client_of(person).get(address).status_code for person in (network.moderator, UserFactory())
    ]

    assert b"Spam or advertising" in page
    assert others == [403, 403]
