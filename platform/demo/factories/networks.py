"""Made-up networks, members and discussions for tests and for the demo, made by the actions."""

import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from networks.actions.discussions import start_discussion
from networks.actions.networks import create_network
from networks.models import (
    Discussion,
    Membership,
    MembershipRole,
    Network,
    NetworkAccess,
    conduct_to_accept,
)
from networks.states import MembershipState


class NetworkFactory(DjangoModelFactory):
    """An open network. ``by`` is its first moderator; ``members=[…]`` are active members too."""

    class Meta:
        model = Network

    name = factory.Sequence(lambda n: f"Network {n}")
    purpose = "We compare what we try, and tell each other what did not work."
    access = NetworkAccess.OPEN
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Network:
        members = fields.pop("members", [])
        fields["topics"] = fields.get("topics") or [TopicFactory()]
        network = create_network(**fields)
        for user in members:
            MembershipFactory(network=network, user=user, at=fields["at"])
        return network


class MembershipFactory(DjangoModelFactory):
    """An active member. ``state`` and ``role`` make others; ``at`` is when they asked and joined."""

    class Meta:
        model = Membership

    class Params:
        at = factory.LazyFunction(timezone.now)

    network = factory.SubFactory(NetworkFactory)
    user = factory.SubFactory(UserFactory)
    state = MembershipState.ACTIVE
    role = MembershipRole.MEMBER
    asked_at = factory.SelfAttribute("at")
    joined_at = factory.Maybe(
        factory.LazyAttribute(lambda row: row.state != MembershipState.REQUESTED),
        yes_declaration=factory.SelfAttribute("at"),
        no_declaration=None,
    )
    read_until = factory.SelfAttribute("joined_at")


class DiscussionFactory(DjangoModelFactory):
    """A discussion with its first post, by a member of its network unless ``author`` is given.

    The author accepts the code of conduct with it, where there is one.
    """

    class Meta:
        model = Discussion

    network = factory.SubFactory(NetworkFactory)
    title = factory.Sequence(lambda n: f"Question number {n}")
    body = "Has anybody tried this with a smaller group?"
    key = factory.LazyFunction(uuid.uuid4)
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Discussion:
        if "author" not in fields:
            fields["author"] = MembershipFactory(network=fields["network"], at=fields["at"]).user
        version = conduct_to_accept(fields["author"])
        return start_discussion(**fields, conduct=version.number if version else None)
