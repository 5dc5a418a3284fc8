"""New records on the topics that each of many people follows, for the regular summary."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from heapq import merge

from library.catalogue.models import Record
from library.vocabularies.models import Topic, TopicInterest


class NewOnTopics:
    """The records published in a period on topics that these people follow, and on their subtopics.

    For one person it is what ``records_on_followed_topics`` finds. Four queries, however many people.
    """

    def __init__(self, people: Collection[int], *, since: dt.datetime, until: dt.datetime) -> None:
        self._followed: dict[int, set[int]] = defaultdict(set)
        interests = TopicInterest.objects.filter(user__in=people)
        for person, followed in interests.values_list("user", "topic"):
            self._followed[person].add(followed)
        every = set().union(*self._followed.values())
        self._subtopics: dict[int, set[int]] = defaultdict(set)
        for topic in Topic.objects.filter(parent__in=every).only("parent"):
            self._subtopics[topic.parent_id or 0].add(topic.pk)
        published = Record.objects.published().filter(
            published_at__gte=since, published_at__lt=until
        )
        links = Record.topics.through.objects.filter(
            topic__in=every.union(*self._subtopics.values()), record__in=published
        )
        on_topic = list(links.values_list("topic", "record"))
        records = published.in_bulk({record for _topic, record in on_topic})
        self._by_topic: dict[int, list[Record]] = defaultdict(list)
        for key, pk in on_topic:
            # What was withdrawn between the two queries is left out.
            if record := records.get(pk):
                self._by_topic[key].append(record)
        for found in self._by_topic.values():
            found.sort(key=_age)

    def newest_for(
        self, person: int, *, wanted: Callable[[Record], bool], most: int
    ) -> list[Record]:
        """Return the newest records for this person, at most so many of those that are wanted."""
        chosen: dict[int, Record] = {}
        for record in self._newest_first(person):
            if len(chosen) == most:
                break
            if wanted(record):
                chosen[record.pk] = record
        return list(chosen.values())

    def _newest_first(self, person: int) -> Iterator[Record]:
        """Yield the person's records, one again for each of its topics that they follow."""
        followed = self._followed.get(person, set())
        topics = followed.union(*(self._subtopics.get(topic, set()) for topic in followed))
        return merge(*(self._by_topic.get(topic, []) for topic in sorted(topics)), key=_age)


def _age(record: Record) -> tuple[float, int]:
    """Sort the newest first, as ``newest_first`` does."""
    return (-record.published_at.timestamp(), -record.pk)
