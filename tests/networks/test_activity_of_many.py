"""The summary of many people says what each of them would find alone."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.models import Discussion, Follow, Membership, NetworkRecord, ReadMark
from networks.reading.activity import new_records, unread_discussions
from networks.reading.activity_of_many import NewsOfNetworks
from networks.states import DiscussionState, MembershipState
from tests.shared import shared

NOW = timezone.now()
HOUR = dt.timedelta(hours=1)
SINCE, UNTIL = NOW - 24 * HOUR, NOW


def hours_ago(chance: random.Random) -> dt.datetime:
    return NOW - chance.randrange(-4, 40) * HOUR


@shared
def talks():
    """Six people, and three networks of others with discussions and records."""
    networks = NetworkFactory.create_batch(3, at=NOW - 90 * HOUR)
    records = [(network, RecordFactory.create_batch(3)) for network in networks]
    for network in networks:
        DiscussionFactory.create_batch(12, network=network, at=NOW - 60 * HOUR)
    return UserFactory.create_batch(6), records


@pytest.fixture(params=range(4))
def people(request, talks):
    """Made-up people of whom each has read, muted, followed and left something else."""
    chance = random.Random(request.param)
    people, networks = talks
    for network, records in networks:
        for person in chance.sample(people, 4):
            MembershipFactory(
                network=network,
                user=person,
                state=chance.choice([MembershipState.ACTIVE] * 3 + [MembershipState.LEFT]),
            )
        for record in records:
            NetworkRecord.objects.create(
                network=network, record=record, announced_at=hours_ago(chance)
            )
    first, _records = networks[0]
    Membership.objects.filter(network=first).update(read_until=NOW - 20 * HOUR)
    Membership.objects.exclude(network=first).update(read_until=NOW - 90 * HOUR)
    marks, follows = [], []
    for discussion in Discussion.objects.order_by("pk"):
        hidden = chance.random() < 0.15
        Discussion.objects.filter(pk=discussion.pk).update(
            last_post_at=hours_ago(chance),
            post_count=chance.randrange(1, 4),
            **({"state": DiscussionState.HIDDEN} if hidden else {}),
        )
        for person in people:
            if chance.random() < 0.3:
                number = chance.randrange(4)
                marks.append(
                    ReadMark(discussion=discussion, user=person, number=number, read_at=NOW)
                )
            if chance.random() < 0.3:
                wish = chance.random() < 0.5
                follows.append(Follow(discussion=discussion, user=person, is_muted=wish))
    ReadMark.objects.bulk_create(marks)
    Follow.objects.bulk_create(follows)
    return people


def test_unread_discussions_and_records_are_those_of_each_person_alone(people):
    news = NewsOfNetworks([person.pk for person in people], since=SINCE, until=UNTIL)

    def is_wanted(moment: dt.datetime) -> bool:
        return SINCE <= moment < UNTIL

    for person in people:
        followed = Follow.objects.filter(user=person, is_muted=False).values("discussion")
        alone = unread_discussions(person).exclude(pk__in=followed)
        alone = alone.filter(last_post_at__gte=SINCE, last_post_at__lt=UNTIL).newest_first()
        records = new_records(person).filter(announced_at__gte=SINCE, announced_at__lt=UNTIL)
        for most in (3, 100):
            together = news.unread_discussions(person.pk, is_wanted=is_wanted, most=most)
            assert together == list(alone[:most])
            found = news.records(person.pk, is_wanted=is_wanted, most=most)
            assert found == list(records.newest_first()[:most])
