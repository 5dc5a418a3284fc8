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

NOW = timezone.now()
HOUR = dt.timedelta(hours=1)
SINCE, UNTIL = NOW - 24 * HOUR, NOW


def hours_ago(chance: random.Random) -> dt.datetime:
    return NOW - chance.randrange(-4, 40) * HOUR


@pytest.fixture(params=range(4))
def people(request, db):
    """Made-up people of whom each has read, muted, followed and left something else."""
    chance = random.Random(request.param)
    people = UserFactory.create_batch(6)
    networks = NetworkFactory.create_batch(3, at=NOW - 90 * HOUR)
    for network in networks:
        for person in chance.sample(people, 4):
            MembershipFactory(
                network=network,
                user=person,
                state=chance.choice([MembershipState.ACTIVE] * 3 + [MembershipState.LEFT]),
            )
        for _number in range(12):
            DiscussionFactory(network=network, at=NOW - 60 * HOUR)
        for record in RecordFactory.create_batch(3):
            NetworkRecord.objects.create(
                network=network, record=record, announced_at=hours_ago(chance)
            )
    Membership.objects.filter(network=networks[0]).update(read_until=NOW - 20 * HOUR)
    Membership.objects.exclude(network=networks[0]).update(read_until=NOW - 90 * HOUR)
    for discussion in Discussion.objects.all():
        hidden = chance.random() < 0.15
        Discussion.objects.filter(pk=discussion.pk).update(
            last_post_at=hours_ago(chance),
            post_count=chance.randrange(1, 4),
            **({"state": DiscussionState.HIDDEN} if hidden else {}),
        )
        for person in people:
            if chance.random() < 0.3:
                number = chance.randrange(4)
                ReadMark.objects.create(
                    discussion=discussion, user=person, number=number, read_at=NOW
                )
            if chance.random() < 0.3:
                wish = chance.random() < 0.5
                Follow.objects.create(discussion=discussion, user=person, is_muted=wish)
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
