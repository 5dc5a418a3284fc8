"""The library tells its readers which of their own discussions share a record."""

import uuid

import pytest
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from library.catalogue.actions.merging import merge_records
from library.catalogue.used_by import used_by
from networks.actions.discussions import reply, start_discussion
from networks.actions.posts import hide_post
from networks.models import Membership

pytestmark = pytest.mark.django_db


def shared(network, record, title="Who tried this?"):
    author = MembershipFactory(network=network).user
    return start_discussion(
        network=network,
        author=author,
        title=title,
        body="Look.",
        key=uuid.uuid4(),
        at=timezone.now(),
        record=record,
    )


def told(record, user):
    return [(use.label, use.address) for use in used_by(record, user=user)]


def test_members_see_the_discussions_of_their_own_networks_only(client):
    record, network = RecordFactory(), NetworkFactory(name="Warm homes")
    discussion = shared(network, record)
    shared(NetworkFactory(), record)
    member, stranger = MembershipFactory(network=network).user, UserFactory()
    client.force_login(member)

    page = client.get(record.get_absolute_url()).content.decode()

    label = "Discussion “Who tried this?” in Warm homes"
    assert label in page
    assert told(record, member) == [(label, discussion.posts.get().get_absolute_url())]
    assert told(record, stranger) == []


def test_a_discussion_stands_there_once_however_often_it_shares_the_record():
    record, network = RecordFactory(), NetworkFactory()
    discussion = shared(network, record)
    author = discussion.author
    reply(
        discussion=discussion,
        author=author,
        body="Again.",
        key=uuid.uuid4(),
        at=timezone.now(),
        record=record,
    )

    assert len(told(record, author)) == 1


def test_what_was_hidden_is_not_told_and_a_merged_record_is():
    twin, record, network = RecordFactory(), RecordFactory(), NetworkFactory()
    discussion = shared(network, twin)
    merge_records(duplicate=twin, into=record, by=UserFactory(), at=timezone.now())
    before = told(record, discussion.author)
    moderator = Membership.objects.get(network=network, role="moderator").user
    hide_post(post=discussion.posts.get(), by=moderator, reason="Off topic", at=timezone.now())

    assert (len(before), told(record, discussion.author)) == (1, [])
