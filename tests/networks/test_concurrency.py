"""What happens at the same moment."""

import uuid

import pytest

from accounts.actions.mail_limits import TooManyMails
from accounts.models import MailCount
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.discussions import reply
from networks.actions.invitations import invite
from networks.actions.memberships import leave_network
from networks.models import Invitation, Membership, Post
from networks.refusals import LastModeratorStays
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_of_two_moderators_who_leave_at_once_one_stays(now):
    network = NetworkFactory()
    first = network.memberships.get().user
    second = MembershipFactory(network=network, role="moderator").user

    results = at_once(
        *(
            lambda user=user: leave_network(network=network, user=user, at=now)
            for user in (first, second)
        )
    )

    outcomes = sorted(type(result).__name__ for result in results)
    assert outcomes == [LastModeratorStays.__name__, Membership.__name__]
    assert network.memberships.moderators().count() == 1


def test_replies_at_once_get_numbers_of_their_own(now):
    discussion = DiscussionFactory()

    results = at_once(
        *(
            lambda: reply(
                discussion=discussion,
                author=discussion.author,
                body="At once",
                key=uuid.uuid4(),
                at=now,
            )
            for _number in range(5)
        )
    )

    assert sorted(post.number for post in results) == [2, 3, 4, 5, 6]


def test_a_double_click_at_once_gives_one_post(now):
    discussion = DiscussionFactory()
    key = uuid.uuid4()

    results = at_once(
        *(
            lambda: reply(
                discussion=discussion,
                author=discussion.author,
                body="Twice",
                key=key,
                at=now,
            )
            for _click in range(2)
        )
    )

    assert results[0] == results[1]
    assert Post.objects.count() == 2


def test_of_invitations_to_one_address_at_once_only_as_many_go_out_as_are_allowed(now):
    moderator = UserFactory()
    networks = [NetworkFactory(by=moderator) for _network in range(4)]

    results = at_once(
        *(
            lambda network=network: invite(
                network=network, email="ana@example.org", by=moderator, at=now
            )
            for network in networks
            for _time in range(2)
        )
    )

    outcomes = sorted(type(result).__name__ for result in results)
    assert outcomes == [Invitation.__name__] * 5 + [TooManyMails.__name__] * 3
    assert max(MailCount.objects.values_list("count", flat=True)) == 5
