"""The content finder: a text, some filters and an order; out come records, counts and marked words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, overload

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.types import Person
from library.models import Record, RecordType, SearchRow, Topic
from library.search import Conditions, Query, Search, parse
from library.search.snippets import Marker
from library.search.spelling import repaired

_MOST_VALUES = 50
_MOST_ORGANISATIONS = 108
_NO_TOPIC = 0


class Sort(models.TextChoices):
    """The orders in which results can stand."""

    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    TITLE = "title", _("Title, A to Z")


@dataclass(frozen=True)
class Filters:
    """What narrows a search: values of one kind are joined by OR, the kinds by AND."""

    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    organisations: tuple[int, ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        return self != Filters()


def filters_from(data: QueryDict) -> Filters:
    """Read the lists of filters from an address. What cannot be a value is left out; years are the form's."""
    types = [value for value in data.getlist("type") if value in RecordType.values]
    ids = [value for value in data.getlist("organisation") if _is_small_number(value)]
    return Filters(
        types=_first_ones(types),
        topics=_first_ones([code for code in data.getlist("topic") if 0 < len(code) <= 60]),
        organisations=tuple(int(pk) for pk in _first_ones(ids)),
    )


def _is_small_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _first_ones(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:_MOST_VALUES]


class Counted(NamedTuple):
    """One value of a filter with the number of records behind it."""

    value: str
    label: str
    records: int


@dataclass
class TopicNode:
    """A topic with its count, and its narrower topics."""

    topic: Topic
    count: int = 0
    is_chosen: bool = False
    children: "list[TopicNode]" = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the reader is at work in this branch."""
        return self.is_chosen or any(child.is_chosen for child in self.children)


@dataclass(frozen=True)
class Facets:
    """The counts beside the filters, each for what the reader may see and the other filters."""

    total: int
    types: list[Counted]
    topics: list[TopicNode]
    organisations: list[Counted]


@dataclass(frozen=True)
class Found:
    """One result as the finder shows it."""

    record: Record
    title: SafeString
    snippet: SafeString


class FoundRecords(Sequence[Record]):
    """All records of a search in their order; only those of a slice are read, with all that a list shows."""

    def __init__(self, results: "Results") -> None:
        self._results = results

    def __len__(self) -> int:
        return self._results.index.total

    @overload
    def __getitem__(self, key: int) -> Record: ...
    @overload
    def __getitem__(self, key: slice) -> list[Record]: ...
    def __getitem__(self, key: int | slice) -> Record | list[Record]:
        if isinstance(key, int):
            return self[range(len(self))[key] :][0]
        start, stop, _step = key.indices(len(self))
        keys = self._results.keys(start, stop) if stop > start else []
        readable = Record.objects.visible_to(self._results.user).filter(pk__in=keys)
        by_key = readable.with_topics().with_creators().in_bulk()
        return [by_key[pk] for pk in keys if pk in by_key]


class Results:
    """The answer to one search. Nothing is asked of the database before it is looked at."""

    def __init__(
        self, *, query: Query, filters: Filters, user: Person, sort: Sort, repairs: bool
    ) -> None:
        self.query = query
        self.filters = filters
        self.user = user
        self.sort = sort if query or sort != Sort.RELEVANCE else Sort.NEWEST
        self._repairs = repairs

    @cached_property
    def index(self) -> Search:
        """The search as the index answers it, typing errors repaired."""
        asked = Search(self.query, self._conditions())
        query = repaired(asked) if self._repairs else None
        return Search(query, asked.conditions) if query else asked

    @property
    def repaired(self) -> str:
        """What was searched for in place of what was typed; empty when that was as it was typed."""
        return "" if self.index.query is self.query else self.index.query.text

    def _conditions(self) -> Conditions:
        facets = {
            "type": self.filters.types,
            "topic": [str(pk) for pk in self._topic_ids()],
            "organisation": [str(pk) for pk in self.filters.organisations],
        }
        return Conditions(facets, self.filters.year_from, self.filters.year_to)

    @cached_property
    def topics(self) -> list[Topic]:
        """The whole taxonomy, parents before their children, with no more than a list of filters shows."""
        shown = Topic.objects.in_order().select_related(None)
        return list(shown.only("code", "label", "parent_id"))

    @cached_property
    def chosen_topics(self) -> list[Topic]:
        """The topics of the filter that exist."""
        return [topic for topic in self.topics if topic.code in self.filters.topics]

    @property
    def records(self) -> FoundRecords:
        """The records found, in their order."""
        return FoundRecords(self)

    def keys(self, start: int, stop: int) -> list[int]:
        """The keys of the records found from ``start`` to ``stop``."""
        if self.sort == Sort.RELEVANCE:
            return self.index.by_relevance(start, stop)
        if self.sort == Sort.TITLE:
            return self.index.by_title(start, stop)
        return self.index.by_year(start, stop, newest_first=self.sort == Sort.NEWEST)

    def shown(self, records: Sequence[Record]) -> list[Found]:
        """These records with the found words marked in their titles and snippets. One query."""
        marker = Marker(self.index.query, self.index.concepts)
        keys = [record.pk for record in records]
        bodies = dict(SearchRow.objects.filter(pk__in=keys).values_list("pk", "body"))
        return [
            Found(
                record,
                marker.title(record.title),
                marker.snippet(record.summary, bodies.get(record.pk, "")),
            )
            for record in records
        ]

    def page(self, number: str | None, *, size: int = 20) -> Page:
        """The page of this number; nonsense gives the first, too far the last."""
        return Paginator(self.records, size).get_page(number)

    @cached_property
    def facets(self) -> Facets:
        """The counts of everything and beside the filters."""
        types = self.index.counts("type")
        return Facets(
            total=self.index.total,
            types=[
                Counted(value, str(label), types.get(value, 0))
                for value, label in RecordType.choices
                if value in types or value in self.filters.types
            ],
            topics=self._tree({int(pk): n for pk, n in self.index.counts("topic").items()}),
            organisations=self._organisations(self.index.counts("organisation")),
        )

    def nearest_topics(self) -> list[Topic]:
        """Topics whose words meet those of the search, otherwise the broadest ones."""
        words = {word[:5] for word in self.index.query.all_words if len(word) > 3}
        topics = list(Topic.objects.in_order())
        near = [topic for topic in topics if words & _starts_of(topic)]
        return near[:6] or [topic for topic in topics if topic.parent_id is None]

    def _topic_ids(self) -> set[int]:
        """The chosen topics, but a parent only when no narrower one is chosen. Unknown ones find nothing."""
        if self.filters.topics and not self.chosen_topics:
            return {_NO_TOPIC}
        narrowed = {topic.parent_id for topic in self.chosen_topics}
        return {topic.pk for topic in self.chosen_topics} - narrowed

    def _tree(self, counts: dict[int, int]) -> list[TopicNode]:
        chosen = {topic.pk for topic in self.chosen_topics}
        nodes = {
            topic.pk: TopicNode(topic, counts.get(topic.pk, 0), topic.pk in chosen)
            for topic in self.topics
        }
        for topic in self.topics:
            node = nodes[topic.pk]
            if topic.parent_id and (node.count or node.is_chosen):
                nodes[topic.parent_id].children.append(node)
        roots = [nodes[topic.pk] for topic in self.topics if topic.parent_id is None]
        return [node for node in roots if node.count or node.is_open]

    def _organisations(self, counts: dict[str, int]) -> list[Counted]:
        """The most frequent first; those that are chosen are there even when nothing is left of them."""
        frequent = Counter(counts).most_common(_MOST_ORGANISATIONS)
        keys = {int(pk) for pk, _records in frequent} | set(self.filters.organisations)
        names = Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
        rows = [Counted(str(pk), name, counts.get(str(pk), 0)) for pk, name in names]
        return sorted(rows, key=lambda row: (-row.records, row.label.casefold()))


def search(
    *, text: str, filters: Filters, user: Person, sort: Sort | str, repairs: bool = True
) -> Results:
    """Search the library for a text of any kind. Without a text, everything that the filters leave.

    Without words there is no best match, so the newest come first. With ``repairs`` a word that no record has
    is taken for a typing error of the nearest word that one has.
    """
    query = parse(text)
    return Results(query=query, filters=filters, user=user, sort=Sort(sort), repairs=repairs)


def _starts_of(topic: Topic) -> set[str]:
    words = " ".join([topic.label, *topic.synonyms]).lower().split()
    return {word[:5] for word in words if len(word) > 3}
