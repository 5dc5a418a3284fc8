"""Records of the library, announced to the networks that share their topics."""

import datetime as dt

import pytest
from django.utils import timezone

from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from library.catalogue.states import RecordState
from networks import tasks
from networks.actions.networks import archive_network
from networks.actions.records import announce_record
from networks.models import NetworkAccess, NetworkRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TopicFactory(parent=TopicFactory())


def _announced():
    return sorted(NetworkRecord.objects.values_list("network__name", "record__title"))


def test_a_published_record_reaches_the_networks_that_share_a_topic(
    topic, django_capture_on_commit_callbacks
):
    NetworkFactory(name="Same", topics=[topic, TopicFactory()])
    NetworkFactory(name="Parent", topics=[topic.parent], access=NetworkAccess.INVITED)
    NetworkFactory(name="Child of it", topics=[TopicFactory(parent=topic)])
    NetworkFactory(name="Other")

    with django_capture_on_commit_callbacks(execute=True):
        RecordFactory(title="New", topics=[topic])

    assert _announced() == [("Parent", "New"), ("Same", "New")]


def test_announcing_again_changes_nothing(topic, now):
    NetworkFactory(topics=[topic])
    record = RecordFactory(topics=[topic])

    counts = [announce_record(record=record, at=now) for _attempt in range(2)]

    assert counts == [1, 0]
    assert NetworkRecord.objects.count() == 1


def test_the_sweep_finds_what_was_not_announced(topic):
    NetworkFactory(name="Same", topics=[topic])
    RecordFactory(title="Missed", topics=[topic])

    for _night in range(2):
        tasks.sweep_records()

    assert _announced() == [("Same", "Missed")]


@pytest.mark.parametrize("why", ["withdrawn", "older than the network", "network archived"])
def test_what_is_not_announced(topic, now, why):
    network = NetworkFactory(topics=[topic])
    today = timezone.localdate()
    record = RecordFactory(
        topics=[topic],
        on=today - dt.timedelta(days=3) if why == "older than the network" else today,
        state=RecordState.WITHDRAWN if why == "withdrawn" else RecordState.PUBLISHED,
    )
    if why == "network archived":
        moderator = network.memberships.get().user
        archive_network(network=network, by=moderator, reason="Done.", at=now)

    count = announce_record(record=record, at=now)

    assert (count, _announced()) == (0, [])


def test_the_network_shows_what_was_announced_and_is_still_there(topic, now, client_of):
    network = NetworkFactory(topics=[topic])
    member = MembershipFactory(network=network).user
    record = RecordFactory(title="Warm homes", topics=[topic])
    announce_record(record=record, at=now)

    page = client_of(member).get(f"{network.get_absolute_url()}library/").content.decode()
    type(record).objects.update(state=RecordState.WITHDRAWN, withdrawal_reason="Wrong.")
    page_after = client_of(member).get(f"{network.get_absolute_url()}library/").content.decode()

    assert ("Warm homes" in page, "Warm homes" in page_after) == (True, False)
