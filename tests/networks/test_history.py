"""What was decided in a network, for those whom it concerns."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.discussions import close_discussion
from networks.actions.memberships import (
    approve_membership,
    decline_membership,
    join_network,
    leave_network,
)
from networks.models import NetworkAccess
from networks.reading.history import in_words, membership_history, moves_in
from networks.states import DISCUSSION_FLOW, MEMBERSHIP_FLOW, NETWORK_FLOW, MembershipState
from workflow.models import Transition

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def at():
    return timezone.now() + dt.timedelta(hours=1)


@pytest.fixture
def asked(at):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    person = UserFactory(full_name="Nia Prys")
    return join_network(network=network, user=person, at=at, message="Please")


def moderator_of(network):
    return network.memberships.get(role="moderator").user


def test_a_person_reads_how_they_came_and_went(asked, at):
    moderator = moderator_of(asked.network)
    approve_membership(membership=asked, by=moderator, at=at + DAY)
    leave_network(network=asked.network, user=asked.user, at=at + 2 * DAY)
    asked.refresh_from_db()

    assert membership_history(asked) == [
        (at, "Asked to join", ""),
        (at + DAY, f"The request was accepted, by {moderator}", ""),
        (at + 2 * DAY, "Left", ""),
    ]


def test_who_joined_an_open_network_has_one_line(at):
    person = UserFactory(full_name="Nia Prys")

    membership = join_network(network=NetworkFactory(), user=person, at=at)

    assert membership_history(membership) == [(at, "Joined", "")]


def test_moderators_read_who_decided_what_the_latest_first(client, asked, at):
    network, moderator = asked.network, moderator_of(asked.network)
    discussion = DiscussionFactory(network=network, title="Cold homes", author=moderator)
    decline_membership(membership=asked, by=moderator, reason="For nurses", at=at + DAY)
    close_discussion(discussion=discussion, by=moderator, reason="Answered", at=at + 2 * DAY)
    MembershipFactory()
    client.force_login(moderator)

    page = client.get(reverse("networks:network_history", args=[network.slug])).text

    assert in_words(moves_in(network)) == [
        (at + 2 * DAY, f"Cold homes: Discussion closed, by {moderator}", "Answered"),
        (at + DAY, f"Nia Prys: The request was declined, by {moderator}", "For nurses"),
    ]
    assert "For nurses" in page


def test_the_history_of_a_network_is_for_its_moderators(client):
    network = NetworkFactory()
    member = MembershipFactory(network=network).user
    page = reverse("networks:network_history", args=[network.slug])
    codes = []

    for person in (moderator_of(network), member):
        client.force_login(person)
        codes.append(client.get(page).status_code)

    assert codes == [200, 403]


def test_who_was_not_accepted_reads_why_on_the_page_of_the_network(client, asked, at):
    decline_membership(
        membership=asked, by=moderator_of(asked.network), reason="For nurses", at=at + DAY
    )
    client.force_login(asked.user)

    page = client.get(reverse("networks:network_about", args=[asked.network.slug])).text

    assert asked.network.memberships.get(user=asked.user).state == MembershipState.DECLINED
    assert "For nurses" in page


@pytest.mark.parametrize("kind", ["network", "membership", "discussion"])
def test_every_move_has_words_on_the_page_of_the_history(client, at, kind):
    discussion = DiscussionFactory(title="Cold homes")
    network = discussion.network
    flows = {
        "network": (network, NETWORK_FLOW),
        "membership": (network.memberships.first(), MEMBERSHIP_FLOW),
        "discussion": (discussion, DISCUSSION_FLOW),
    }
    thing, flow = flows[kind]
    before = moves_in(network).count()
    for name, move in flow.moves.items():
        Transition.objects.create(
            thing=thing,
            move=name,
            from_state=min(move.sources),
            to_state=move.leads_to(min(move.sources)),
            at=at,
        )
    client.force_login(moderator_of(network))

    page = client.get(reverse("networks:network_history", args=[network.slug]))

    assert page.status_code == 200
    assert len(page.context["events"]) == before + len(flow.moves)
