"""The content finder: takes a text, filters and an order; returns records, counts and marked words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.types import Person
from library.catalogue.models import Record
from library.finding.facets import (
    FACETS,
    TREES,
    Facet,
    FacetLabels,
    Filters,
    Value,
)
from library.finding.result_rows import (
    FoundRecord,
    ResultRow,
    found_records,
    listed_records,
    result_rows,
)
from library.finding.search.backend import Conditions
from library.finding.search.engine import Search
from library.finding.search.query import Query, parse
from library.finding.search.snippets import Marker
from library.finding.search.spelling import correct_spelling
from library.practice.shown import with_stages
from library.vocabularies.models import Topic

_BATCH = 500
_ON_A_PAGE = 20
# A feed looks for the newest records among the first results only, as a query takes a limited number of keys.
_MOST_ARRIVALS = 20_000
_SHOWN_VALUES = 8

Found = TypeVar("Found")


class Sort(models.TextChoices):
    """The orders in which results can stand."""

    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    TITLE = "title", _("Title, A to Z")


@dataclass(frozen=True)
class CountedFacet:
    """A facet with its values as they are counted: for what the reader may see and all other filters."""

    facet: Facet
    values: tuple[Value, ...]
    chosen: tuple[str, ...]

    @property
    def shown(self) -> tuple[Value, ...]:
        """Return the values that are shown at once."""
        return self.values[:_SHOWN_VALUES]

    @property
    def folded(self) -> tuple[Value, ...]:
        """Return the values folded behind "more"."""
        return self.values[_SHOWN_VALUES:]

    @property
    def is_useful(self) -> bool:
        """Tell whether the facet offers a choice: with one value all records have it."""
        return (
            len(self.values) > 1 or bool(self.chosen) or (self.facet.is_tree and bool(self.values))
        )

    def chips(self) -> list[tuple[str, str]]:
        """Return each chosen value with its label, or with itself where it is unknown."""
        words = {value.value: value.label for value in _flattened(self.values)}
        return [(value, words.get(value, value)) for value in self.chosen]


class ResultList(Sequence[Found]):
    """What is found by a search, in order, read slice by slice for whoever searches."""

    def __init__(
        self, results: "SearchResults", read: Callable[[Person, list[int]], list[Found]]
    ) -> None:
        self._results, self._read = results, read

    def __len__(self) -> int:
        return self._results.index.total

    @overload
    def __getitem__(self, key: int) -> Found: ...
    @overload
    def __getitem__(self, key: slice) -> list[Found]: ...
    def __getitem__(self, key: int | slice) -> Found | list[Found]:
        if isinstance(key, int):
            return self[range(len(self))[key] :][0]
        start, stop, _step = key.indices(len(self))
        keys = self._results.keys(start, stop) if stop > start else []
        return self._read(self._results.user, keys)


class SearchResults:
    """The results of one search, computed only when they are read."""

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
        query = correct_spelling(asked) if self._repairs else None
        return Search(query, asked.conditions) if query else asked

    @property
    def repaired(self) -> str:
        """Return the corrected text that was searched for; empty when nothing was corrected."""
        return "" if self.index.query is self.query else self.index.query.text

    def _conditions(self) -> Conditions:
        facets = dict(self.filters.chosen)
        for name in TREES & set(facets):
            facets[name] = self._narrowest(name, facets[name])
        return Conditions(facets, self.filters.year_from, self.filters.year_to)

    def _narrowest(self, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out chosen values that contain another chosen one: the narrower one was meant."""
        wider = self.words.wider(name, values) if len(values) > 1 else set()
        return tuple(value for value in values if value not in wider)

    @cached_property
    def words(self) -> FacetLabels:
        """The words for the values of the filters."""
        return FacetLabels()

    @property
    def records(self) -> ResultList[Record]:
        """The records found, in their order, with all that is said of them in a list."""
        return ResultList(self, listed_records)

    def keys(self, start: int, stop: int) -> list[int]:
        """Return the keys of the records found from ``start`` to ``stop``."""
        if self.sort == Sort.RELEVANCE:
            return self.index.by_relevance(start, stop)
        if self.sort == Sort.TITLE:
            return self.index.by_title(start, stop)
        return self.index.by_year(start, stop, newest_first=self.sort == Sort.NEWEST)

    def in_batches(self, most: int) -> Iterator[Record]:
        """Return the first records of the search with all that is said of them, in a fixed number of queries for each 500."""
        keys = self.keys(0, most)
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            readable = Record.objects.visible_to(self.user).filter(pk__in=batch)
            found = with_stages(readable.for_list().with_places().with_terms()).in_bulk()
            yield from (found[pk] for pk in batch if pk in found)

    def newest_arrivals(self, most: int) -> list[Record]:
        """Return the results that came into the library last. Two queries and those of a list."""
        keys = self.keys(0, _MOST_ARRIVALS)
        newest = Record.objects.visible_to(self.user).filter(pk__in=keys).newest_first()
        return list(newest.for_list()[:most])

    def shown(self, found: Sequence[FoundRecord]) -> list[ResultRow]:
        """Return these records as a page shows them, with the search words marked in title and snippet."""
        return result_rows(found, Marker(self.index.query, self.index.concepts))

    def page(self, number: str | None) -> Page:
        """Return the page of this number; an invalid one gives the first page, one beyond the end the last."""
        return Paginator(ResultList(self, found_records), _ON_A_PAGE).get_page(number)

    @cached_property
    def facets(self) -> list[CountedFacet]:
        """Return the facets with their counts."""
        return [
            CountedFacet(
                facet,
                facet.read(self.words, self.index.counts(facet.name), self.filters.of(facet.name)),
                self.filters.of(facet.name),
            )
            for facet in FACETS
        ]

    def nearest_topics(self) -> list[Topic]:
        """Topics whose words meet those of the search, otherwise the broadest ones."""
        words = {word[:5] for word in self.index.query.all_words if len(word) > 3}
        topics = list(Topic.objects.in_order())
        near = [topic for topic in topics if words & _starts_of(topic)]
        return near[:6] or [topic for topic in topics if topic.parent_id is None]


def search(
    *, text: str, filters: Filters, user: Person, sort: Sort | str, repairs: bool = True
) -> SearchResults:
    """Search the library for a text of any kind. Without a text, everything that the filters leave.

    Without words there is no best match, so the newest come first. With ``repairs`` a word that no record has
    is taken for a typing error of the nearest word that one has.
    """
    query = parse(text)
    return SearchResults(query=query, filters=filters, user=user, sort=Sort(sort), repairs=repairs)


def _flattened(values: Sequence[Value]) -> Iterator[Value]:
    for value in values:
        yield value
        yield from _flattened(value.children)


def _starts_of(topic: Topic) -> set[str]:
    words = " ".join([topic.label, *topic.synonyms]).lower().split()
    return {word[:5] for word in words if len(word) > 3}
