"""A network, and people who stand with it in every way."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role as StaffRole
from courses.models import ActionPlan
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.memberships import make_moderator
from networks.models import Network, NetworkAccess
from networks.states import MembershipState
from tests.shared import shared


@pytest.fixture
def now() -> dt.datetime:
    """Return a moment a little later than everything the factories make."""
    return timezone.now() + dt.timedelta(minutes=1)


@pytest.fixture
def person_as() -> Callable[[str, Network], User | None]:
    """``person_as("removed", network)``: somebody who stands with the network in this way."""

    def make(role: str, network: Network) -> User | None:
        if role == "anonymous":
            return None
        if role == "administrator":
            return UserFactory(roles=[StaffRole.ADMINISTRATOR])
        user = UserFactory()
        states = {
            "waiting": MembershipState.REQUESTED,
            "member": MembershipState.ACTIVE,
            "moderator": MembershipState.ACTIVE,
            "removed": MembershipState.REMOVED,
        }
        if role in states:
            MembershipFactory(
                network=network,
                user=user,
                state=states[role],
                role="moderator" if role == "moderator" else "member",
            )
        return user

    return make


@pytest.fixture
def client_of(client: Client) -> Callable[[User | None], Client]:
    """A browser in which this person is signed in."""

    def sign_in(user: User | None) -> Client:
        if user is None:
            client.logout()
        else:
            client.force_login(user)
        return client

    return sign_in


@shared
def network() -> Network:
    """An open network; ``network.moderator`` is its only moderator."""
    moderator = UserFactory(full_name="Mo Derator")
    network = NetworkFactory(access=NetworkAccess.OPEN, by=moderator)
    network.moderator = moderator
    return network


@pytest.fixture
def plan_of() -> Callable[[User], ActionPlan]:
    """An unfinished action plan of this person."""

    def make(owner: User) -> ActionPlan:
        now = timezone.now()
        return ActionPlan.objects.create(
            owner=owner,
            form_key=uuid.uuid4(),
            title="Warm homes",
            place="Salford",
            created_at=now,
            updated_at=now,
        )

    return make


@pytest.fixture
def second(network):
    """Return a second moderator of the network."""
    membership = MembershipFactory(network=network)
    make_moderator(membership=membership, by=network.moderator, at=membership.joined_at)
    return membership.user


@shared
def post(network):
    return DiscussionFactory(network=network, title="Cold homes").posts.get()


@shared
def flagger(network):
    return MembershipFactory(network=network).user
