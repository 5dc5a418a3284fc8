"""How much the pages ask of the database."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from courses.actions.plans import start_plan
from demo.factories.accounts import ProfileFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.discussions import close_discussion, reply
from networks.actions.invitations import invite
from networks.actions.memberships import make_moderator
from networks.actions.records import announce_record
from networks.states import MembershipState
from tests.shared import shared

pytestmark = pytest.mark.django_db


def _fill(network, numbers):
    """Make one of everything that the pages of a network list for each number, with a profile and topics."""
    for number in numbers:
        member = MembershipFactory(network=network).user
        ProfileFactory(user=member, job_title="Nurse")
        MembershipFactory(network=network, state=MembershipState.REQUESTED)
        MembershipFactory(network=network, state=MembershipState.REMOVED)
        discussion = DiscussionFactory(network=network, author=member)
        closed, at = DiscussionFactory(network=network), discussion.created_at
        close_discussion(discussion=closed, by=network.moderator, reason="Answered", at=at)
        make_moderator(membership=network.memberships.get(user=member), by=network.moderator, at=at)
        record = RecordFactory(topics=[*network.topics.all(), TopicFactory()])
        announce_record(record=record)
        reply(
            discussion=network.discussion,
            author=member,
            body="More",
            key=uuid.uuid4(),
            at=discussion.created_at,
            record=record,
            plan=start_plan(owner=member, key=uuid.uuid4(), at=at, title="Warm homes"),
        )
        invite(
            network=network,
            email=f"p{number}@example.org",
            by=member,
            at=discussion.created_at,
        )
        NetworkFactory(topics=[TopicFactory()], members=[network.moderator])


LISTS = [
    "network_list",
    "network_detail",
    "network_about",
    "network_library",
    "network_members",
    "request_list",
    "invitation_list",
    "network_history",
    "discussion_choose",
    "discussion_detail",
]


@shared
def filled(network):
    """The network with one of everything."""
    network.discussion = DiscussionFactory(network=network)
    _fill(network, range(1))
    return network


@pytest.mark.parametrize("name", LISTS)
def test_a_page_asks_the_same_however_long_its_list(
    filled, client_of, name, django_assert_max_num_queries
):
    network = filled
    client = client_of(network.moderator)
    args = {
        "network_list": [],
        "discussion_choose": [],
        "discussion_detail": [network.slug, network.discussion.pk],
    }.get(name, [network.slug])
    counts = []

    for further in (range(0), range(1, 3)):
        _fill(network, further)
        # What a process remembers of content types depends on the tests before this one.
        ContentType.objects.clear_cache()
        with django_assert_max_num_queries(16) as queries:
            response = client.get(reverse(f"networks:{name}", args=args))
        assert response.status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
