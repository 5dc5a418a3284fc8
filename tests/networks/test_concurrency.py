"""What happens at the same moment."""

import uuid

import pytest

from accounts.actions.mail_limits import TooManyMails
from accounts.models import MailCount
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.cases import claim_case, decide_case, flag
from networks.actions.discussions import reply
from networks.actions.invitations import invite
from networks.actions.memberships import leave_network
from networks.models import Case, Invitation, Membership, Post
from networks.refusals import ClaimedByAnother, LastModeratorStays
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


def test_two_flags_at_once_are_one_case(now):
    discussion = DiscussionFactory()
    post = discussion.posts.get()
    people = [MembershipFactory(network=discussion.network).user for _number in range(3)]

    results = at_once(
        *(
            lambda person=person: flag(
                discussion=discussion, post=post, person=person, reason="patient", words="", at=now
            )
            for person in people
        )
    )

    assert {type(result) for result in results} == {Case}
    assert Case.objects.get().flags.count() == 3


def test_of_two_moderators_who_claim_at_once_one_has_the_case(now):
    network = NetworkFactory()
    moderators = [
        network.memberships.get().user,
        MembershipFactory(network=network, role="moderator").user,
    ]
    discussion = DiscussionFactory(network=network)
    flagger = MembershipFactory(network=network).user
    case = flag(discussion=discussion, post=None, person=flagger, reason="spam", words="", at=now)

    results = at_once(
        *(lambda who=who: claim_case(case=case, by=who, at=now) for who in moderators)
    )

    assert sorted(type(result).__name__ for result in results) == ["Case", "ClaimedByAnother"]
    case = Case.objects.get()
    loser = next(who for who in moderators if who != case.claimed_by)
    with pytest.raises(ClaimedByAnother):
        decide_case(case=case, by=loser, outcome="dismiss", reason="No", at=now)
