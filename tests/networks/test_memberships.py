"""Joining, being answered, leaving and moderating."""

import pytest

from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.memberships import (
    approve_membership,
    decline_membership,
    join_network,
    leave_network,
    make_moderator,
    remove_member,
    restore_member,
    step_down,
    withdraw_request,
)
from networks.actions.networks import archive_network
from networks.models import Membership, MembershipRole, NetworkAccess
from networks.refusals import InvitationNeeded, LastModeratorStays, NetworkArchived
from networks.states import MEMBERSHIP_FLOW, MembershipState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


def _titles(user):
    return list(Notification.objects.filter(recipient=user).values_list("title", flat=True))


def test_everyone_can_join_an_open_network_and_has_read_what_was_there(network, now):
    user = UserFactory()

    membership = join_network(network=network, user=user, at=now)

    assert (membership.state, membership.role, membership.read_until) == ("active", "member", now)
    assert Transition.objects.of(membership).get().move == "join"


def test_joining_twice_is_joining_once(network, now):
    user = UserFactory()

    for _attempt in range(2):
        join_network(network=network, user=user, at=now)

    assert Membership.objects.filter(user=user).count() == 1
    assert Transition.objects.count() == 1


def test_a_network_by_approval_asks_its_moderators_once(now):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    moderator = network.memberships.get().user
    user = UserFactory(full_name="Ana")

    for _attempt in range(2):
        membership = join_network(network=network, user=user, at=now, message="I try it too.")

    assert membership.state == MembershipState.REQUESTED
    assert _titles(moderator) == [f"Ana asks to join {network}"]
    assert Notification.objects.get().text == "I try it too."


@pytest.mark.parametrize("move", ["approve", "decline"])
def test_a_moderator_answers_a_request_and_the_person_hears_of_it(now, move):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    moderator = network.memberships.get().user
    membership = MembershipFactory(network=network, state=MembershipState.REQUESTED)

    if move == "approve":
        approve_membership(membership=membership, by=moderator, at=now)
    else:
        decline_membership(membership=membership, by=moderator, reason="Too far.", at=now)

    membership.refresh_from_db()
    expected = {"approve": ("active", now, ""), "decline": ("declined", None, "Too far.")}[move]
    note = Transition.objects.of(membership).get().note
    assert (membership.state, membership.joined_at, note) == expected
    assert Notification.objects.get(recipient=membership.user).text == expected[2]


def test_a_declined_person_can_ask_again(now):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    membership = MembershipFactory(network=network, state=MembershipState.DECLINED)

    join_network(network=network, user=membership.user, at=now, message="Once more.")

    membership.refresh_from_db()
    assert (membership.state, membership.message) == ("requested", "Once more.")


def test_one_who_waits_joins_once_the_network_is_open(now):
    network = NetworkFactory(access=NetworkAccess.OPEN)
    membership = MembershipFactory(network=network, state=MembershipState.REQUESTED)

    join_network(network=network, user=membership.user, at=now)

    membership.refresh_from_db()
    assert membership.state == MembershipState.ACTIVE


@pytest.mark.parametrize("access", [NetworkAccess.OPEN, NetworkAccess.APPROVAL])
def test_a_removed_person_cannot_come_back_alone(access, now):
    network = NetworkFactory(access=access)
    membership = MembershipFactory(network=network, state=MembershipState.REMOVED)

    with pytest.raises(TransitionNotAllowed):
        join_network(network=network, user=membership.user, at=now)

    membership.refresh_from_db()
    assert membership.state == MembershipState.REMOVED


def test_nobody_joins_a_network_by_invitation_without_one(now):
    network = NetworkFactory(access=NetworkAccess.INVITED)
    user = UserFactory()

    with pytest.raises(InvitationNeeded):
        join_network(network=network, user=user, at=now)

    assert not Membership.objects.filter(user=user).exists()


def test_nobody_joins_an_archived_network(network, now):
    archive_network(network=network, by=network.moderator, reason="Done.", at=now)

    with pytest.raises(NetworkArchived):
        join_network(network=network, user=UserFactory(), at=now)


_STATES = sorted(MembershipState.values)


@pytest.mark.parametrize("state", _STATES)
@pytest.mark.parametrize("move", ["approve", "decline", "withdraw", "leave", "remove", "restore"])
def test_a_membership_moves_only_as_its_flow_says(network, now, state, move):
    moderator = network.moderator
    membership = MembershipFactory(network=network, state=state)
    act = {
        "approve": lambda: approve_membership(membership=membership, by=moderator, at=now),
        "decline": lambda: decline_membership(
            membership=membership, by=moderator, reason="No.", at=now
        ),
        "withdraw": lambda: withdraw_request(membership=membership, at=now),
        "leave": lambda: leave_network(network=network, user=membership.user, at=now),
        "remove": lambda: remove_member(membership=membership, by=moderator, reason="No.", at=now),
        "restore": lambda: restore_member(membership=membership, by=moderator, at=now),
    }[move]
    allowed = state in MEMBERSHIP_FLOW.moves[move].sources

    if allowed:
        act()
    else:
        with pytest.raises(TransitionNotAllowed):
            act()

    membership.refresh_from_db()
    expected = MEMBERSHIP_FLOW.moves[move].leads_to(state) if allowed else state
    assert membership.state == expected
    assert Transition.objects.of(membership).count() == int(allowed)


@pytest.mark.parametrize("end", ["leave", "remove", "step_down"])
def test_the_last_moderator_stays(network, now, end):
    MembershipFactory(network=network)
    membership = network.memberships.get(role=MembershipRole.MODERATOR)

    act = {
        "leave": lambda: leave_network(network=network, user=network.moderator, at=now),
        "remove": lambda: remove_member(
            membership=membership, by=UserFactory(), reason="No.", at=now
        ),
        "step_down": lambda: step_down(membership=membership, at=now),
    }[end]

    with pytest.raises(LastModeratorStays):
        act()

    membership.refresh_from_db()
    assert (membership.state, membership.role) == ("active", "moderator")


def test_a_moderator_can_leave_after_making_another_one(network, now):
    other = MembershipFactory(network=network)

    make_moderator(membership=other, by=network.moderator, at=now)
    left = leave_network(network=network, user=network.moderator, at=now)

    left.refresh_from_db()
    assert (left.state, left.role) == ("left", "member")
    assert _titles(other.user) == [f"You now moderate {network}"]


def test_making_a_moderator_twice_tells_once_and_only_members_become_one(network, now):
    member, former = (
        MembershipFactory(network=network),
        MembershipFactory(network=network, state=MembershipState.LEFT),
    )

    for _attempt in range(2):
        make_moderator(membership=member, by=network.moderator, at=now)
    with pytest.raises(TransitionNotAllowed):
        make_moderator(membership=former, by=network.moderator, at=now)

    assert Transition.objects.of(member).count() == 1


def test_what_somebody_wrote_stays_when_they_leave(network, now):
    discussion = DiscussionFactory(network=network)

    leave_network(network=network, user=discussion.author, at=now)

    assert discussion.posts.get().body == "Has anybody tried this with a smaller group?"
