"""The new records of many people's topics are those that each of them would find alone."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.models import Record
from library.finding.new_on_topics import NewOnTopics
from library.finding.suggested_records import records_on_followed_topics
from library.vocabularies.actions.interests import follow_topics

NOW = timezone.now()
DAY = dt.timedelta(days=1)
SINCE, UNTIL = NOW - 7 * DAY, NOW


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_each_person_is_told_what_they_would_find_alone(seed, django_assert_num_queries):
    chance = random.Random(seed)
    roots = TopicFactory.create_batch(3)
    topics = [*roots, *(TopicFactory(parent=chance.choice(roots)) for _number in range(5))]
    people = UserFactory.create_batch(5)
    for person in people[1:]:
        follow_topics(user=person, topics=chance.sample(topics, 3))
    for _number in range(15):
        record = RecordFactory(topics=chance.sample(topics, 2))
        Record.objects.filter(pk=record.pk).update(
            published_at=NOW - chance.randrange(-1, 12) * DAY,
            depositor=chance.choice([None, *people]),
        )

    with django_assert_num_queries(4):
        fresh = NewOnTopics([person.pk for person in people], since=SINCE, until=UNTIL)

    for person in people:
        alone = records_on_followed_topics(person).filter(
            published_at__gte=SINCE, published_at__lt=UNTIL
        )
        alone = alone.exclude(depositor=person).newest_first()
        for most in (2, 100):
            found = fresh.newest_for(
                person.pk,
                wanted=lambda record, person=person: record.depositor_id != person.pk,
                most=most,
            )
            assert found == list(alone[:most])
