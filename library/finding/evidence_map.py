"""The evidence map: how many records there are for each pair of values of two facets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django_stubs_ext import StrOrPromise

from library.finding.facets import FACET_NAMES, Facet, Value
from library.finding.finder import SearchResults

# What a page shows of each; a file holds everything.
MOST_ROWS, MOST_COLUMNS = 200, 30
USUAL_ROWS, USUAL_COLUMNS = "topic", "type"


@dataclass(frozen=True)
class AxisValue:
    """A row or a column: a value of a facet, and how many records have it under all other filters."""

    value: str
    label: StrOrPromise
    records: int
    # The values above it, widest first.
    above: tuple[StrOrPromise, ...] = ()
    # How many values just below it are folded away.
    folded: int = 0

    @property
    def depth(self) -> int:
        return len(self.above)


@dataclass(frozen=True)
class Axis:
    """All rows, or all columns."""

    facet: Facet
    values: Sequence[AxisValue]
    # Records that are found and have no value of this facet at all.
    without: int

    def shown(self, most: int) -> Sequence[AxisValue]:
        """Return the first values, as many as a page has room for."""
        return self.values[:most]


class EvidenceMap:
    """Two facets of one search, counted against each other. Each number is the finder's for the same filters.

    Values chosen of a facet of the map show their rows or columns alone. Branches of trees are open as in the
    finder, or all of them with ``is_deep``.
    """

    def __init__(
        self, results: SearchResults, rows: Facet, columns: Facet, *, is_deep: bool = False
    ) -> None:
        self.results = results
        self._is_deep = is_deep
        self._facets = rows, columns

    @cached_property
    def rows(self) -> Axis:
        return self._axis(self._facets[0])

    @cached_property
    def columns(self) -> Axis:
        return self._axis(self._facets[1])

    @property
    def total(self) -> int:
        """Count the records that all filters leave."""
        return self.results.index.total

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """The records of each pair of values that any record has."""
        rows, columns = self._facets
        return self.results.index.cross_counts(rows.name, columns.name)

    def count(self, row: AxisValue, column: AxisValue) -> int:
        """Return how many records have both values."""
        return self.counts.get((row.value, column.value), 0)

    def _axis(self, facet: Facet) -> Axis:
        chosen = self.results.filters.of(facet.name)
        index = self.results.index
        values = facet.read_all(self.results.words, index.counts(facet.name), chosen)
        tops = list(_chosen_tops(values)) if chosen else values
        shown = list(_unfolded(tops, is_deep=self._is_deep))
        return Axis(facet, shown, index.total - index.with_any(facet.name))


def axes_of(rows: str, columns: str) -> tuple[Facet, Facet]:
    """Return the facets of these names; the usual ones for names that are none, and never one facet twice."""
    first = FACET_NAMES.get(rows) or FACET_NAMES[USUAL_ROWS]
    others: Collection[str] = (columns, USUAL_COLUMNS, USUAL_ROWS)
    second = next(
        FACET_NAMES[name] for name in others if name in FACET_NAMES and name != first.name
    )
    return first, second


def _chosen_tops(values: Sequence[Value]) -> Iterator[Value]:
    """Find the chosen values, without those below another chosen one."""
    for value in values:
        if value.is_chosen:
            yield value
        else:
            yield from _chosen_tops(value.children)


def _unfolded(
    values: Sequence[Value], *, is_deep: bool, above: tuple[StrOrPromise, ...] = ()
) -> Iterator[AxisValue]:
    for value in values:
        children = value.children if is_deep else value.shown_children
        folded = len(value.children) - len(children)
        yield AxisValue(value.value, value.label, value.records, above, folded)
        yield from _unfolded(children, is_deep=is_deep, above=(*above, value.label))
