"""New discussions and records for many people at once, for the regular summary.

For one person each rule here is that of ``networks.reading.activity``; a test compares the two.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from heapq import merge
from typing import Protocol, TypeVar

from library.catalogue.states import RecordState
from networks.models import Discussion, Follow, Membership, NetworkRecord, ReadMark

IsWanted = Callable[[dt.datetime], bool]


class _OfNetwork(Protocol):
    network_id: int


T = TypeVar("T", bound=_OfNetwork)


class NewsOfNetworks:
    """What happened in the networks of these people in a period. Five queries, however many people."""

    def __init__(self, people: Collection[int], *, since: dt.datetime, until: dt.datetime) -> None:
        # For each person the networks, and until when they have read all that is in them.
        self._read_until: dict[int, dict[int, dt.datetime | None]] = defaultdict(dict)
        memberships = Membership.objects.wanting_news().filter(user__in=people)
        networks = set()
        for person, network, moment in memberships.values_list("user", "network", "read_until"):
            self._read_until[person][network] = moment
            networks.add(network)
        discussions = list(
            Discussion.objects.shown()
            .filter(network__in=networks, last_post_at__gte=since, last_post_at__lt=until)
            .select_related("network")
            .newest_first()
        )
        records = NetworkRecord.objects.filter(
            network__in=networks,
            announced_at__gte=since,
            announced_at__lt=until,
            record__state=RecordState.PUBLISHED,
        )
        self._discussions = _by_network(discussions)
        self._records = _by_network(
            list(records.select_related("network", "record").newest_first())
        )
        keys = [discussion.pk for discussion in discussions]
        read = ReadMark.objects.filter(discussion__in=keys, user__in=people)
        self._read = {
            (person, discussion): number
            for person, discussion, number in read.values_list("user", "discussion", "number")
        }
        wishes = Follow.objects.filter(discussion__in=keys, user__in=people)
        self._told_or_muted = set(wishes.values_list("user", "discussion"))

    def unread_discussions(
        self, person: int, *, is_wanted: IsWanted, most: int
    ) -> list[Discussion]:
        """Return the newest unread discussions that the person neither follows nor has muted."""
        found: list[Discussion] = []
        for each in self._newest_first(person, self._discussions, _last_post):
            if len(found) == most:
                break
            is_unread = self._read.get((person, each.pk), 0) < each.post_count
            is_new = is_wanted(each.last_post_at) and self._is_behind(
                person, each, each.last_post_at
            )
            if is_unread and is_new and (person, each.pk) not in self._told_or_muted:
                found.append(each)
        return found

    def records(self, person: int, *, is_wanted: IsWanted, most: int) -> list[NetworkRecord]:
        """Return the records that were announced last to the person's networks."""
        found: list[NetworkRecord] = []
        for row in self._newest_first(person, self._records, _announced):
            if len(found) == most:
                break
            if is_wanted(row.announced_at) and self._is_behind(person, row, row.announced_at):
                found.append(row)
        return found

    def _is_behind(self, person: int, thing: _OfNetwork, moment: dt.datetime) -> bool:
        read_until = self._read_until[person][thing.network_id]
        return read_until is not None and read_until < moment

    def _newest_first(
        self, person: int, by_network: dict[int, list[T]], key: Callable[[T], tuple[float, int]]
    ) -> Iterator[T]:
        networks = self._read_until.get(person, {})
        return merge(*(by_network.get(network, []) for network in networks), key=key)


def _by_network(things: list[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for thing in things:
        found[thing.network_id].append(thing)
    return found


def _last_post(discussion: Discussion) -> tuple[float, int]:
    return -discussion.last_post_at.timestamp(), -discussion.pk


def _announced(row: NetworkRecord) -> tuple[float, int]:
    return -row.announced_at.timestamp(), -row.pk
