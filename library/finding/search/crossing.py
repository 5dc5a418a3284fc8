"""Counting two facets against each other: in how many documents each pair of their values stands."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from library.finding.search.segments import FacetColumn, Numbers


class PairCount(NamedTuple):
    """How many documents of a segment have both values."""

    row: str
    column: str
    documents: int


def count_pairs(
    rows: FacetColumn, columns: FacetColumn, mask: NDArray[np.bool_]
) -> Iterator[PairCount]:
    """Count for each pair of values the documents of the mask that have both.

    A document has a value at most once, so each pair of its values is one document.
    """
    row_places, row_codes = _within(rows, mask)
    places, codes = _within(columns, mask)
    if not (len(row_places) and len(places)):
        return
    order = np.argsort(places, kind="stable")
    codes = codes[order]
    # Where the values of each document begin among the sorted ones, and how many there are.
    many = np.bincount(places, minlength=len(mask))
    starts = np.cumsum(many) - many
    times = many[row_places]
    ends = np.cumsum(times)
    within = np.arange(int(ends[-1])) - np.repeat(ends - times, times)
    others = codes[np.repeat(starts[row_places], times) + within]
    width = len(columns.values)
    found = np.bincount(np.repeat(row_codes, times) * width + others)
    for pair in np.flatnonzero(found).tolist():
        row, column = divmod(pair, width)
        yield PairCount(rows.values[row], columns.values[column], int(found[pair]))


def _within(column: FacetColumn, mask: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    is_found = mask[column.places]
    return column.places[is_found].astype(np.intp), column.codes[is_found].astype(np.intp)
