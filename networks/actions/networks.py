"""Making and changing networks."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.models import User
from core.slugs import free_slug
from core.text import render_markdown
from library.vocabularies.models import Topic
from networks.models import Membership, MembershipRole, Network, NetworkAccess
from networks.refusals import NameTaken
from networks.states import NETWORK_FLOW, MembershipState

# Words that stand for pages of their own right below /networks/.
RESERVED_SLUGS = frozenset(
    {
        "new",
        "share",
        "invitations",
        "conduct",
        "flags",
        "notifications",
        "cohort-questions",
        "unanswered",
    }
)


@transaction.atomic
def create_network(
    *,
    name: str,
    purpose: str,
    access: NetworkAccess | str,
    topics: Iterable[Topic],
    by: User,
    at: dt.datetime,
) -> Network:
    """Open a network; who creates it is its first member and moderator.

    ``purpose`` is Markdown. Raises ``NameTaken`` when another network has the name.
    """
    network = Network(
        slug=free_slug(name, Network.objects.all(), fallback="network", reserved=RESERVED_SLUGS),
        name=name,
        purpose=purpose,
        purpose_html=render_markdown(purpose, top_heading=3),
        access=access,
        created_at=at,
    )
    _save(network)
    network.topics.set(topics)
    Membership.objects.create(
        network=network,
        user=by,
        role=MembershipRole.MODERATOR,
        state=MembershipState.ACTIVE,
        asked_at=at,
        joined_at=at,
        read_until=at,
    )
    return network


@transaction.atomic
def edit_network(
    *,
    network: Network,
    name: str,
    purpose: str,
    access: NetworkAccess | str,
    topics: Iterable[Topic],
) -> Network:
    """Change what the network says about itself. Its address stays. Repeats safely.

    Raises ``NameTaken`` when another network has the name.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    network.name = name
    network.purpose = purpose
    network.purpose_html = render_markdown(purpose, top_heading=3)
    network.access = access
    _save(network)
    network.topics.set(topics)
    return network


def archive_network(*, network: Network, by: User, reason: str, at: dt.datetime) -> None:
    """Archive the network, which can then only be read. Raises ``TransitionNotAllowed`` when it is archived."""
    NETWORK_FLOW.make("archive", network, actor=by, note=reason, at=at)


def reopen_network(*, network: Network, by: User, at: dt.datetime) -> None:
    """Reopen an archived network. Raises ``TransitionNotAllowed`` unless it is archived."""
    NETWORK_FLOW.make("reopen", network, actor=by, at=at)


def _save(network: Network) -> None:
    """Save the network; the database decides whether its name is free, as two people may choose it at once."""
    try:
        with transaction.atomic():
            network.save()
    except IntegrityError as error:
        raise NameTaken from error
