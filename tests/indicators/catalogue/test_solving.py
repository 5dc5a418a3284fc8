"""Which unknowns follow from sums: judged by plain elimination over fractions."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue.solving import derivable

NAMES = "abcdefgh"


def rank(rows: list[list[Fraction]]) -> int:
    """The rank of a matrix, by elimination of one column after the other."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            factor = rows[n][column] / rows[found][column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def derivable_by_rank(equations, names) -> set[str]:
    """The unknowns whose own equation adds nothing to the rank."""
    rows = [[Fraction(each.get(name, 0)) for name in names] for each in equations]
    own = {name: [Fraction(name == other) for other in names] for name in names}
    return {name for name in names if rank([*rows, own[name]]) == rank(rows)}


@pytest.mark.parametrize(
    ("equations", "found"),
    [
        ([], ""),
        ([{"a": 1}], "a"),
        ([{"a": 1, "b": 1}], ""),
        ([{"a": 1, "b": 1}, {"a": 1, "b": -1}], "ab"),
        # Each line has two unknowns, but between two squares one stands alone.
        (
            [
                {"a": 1, "b": 1},
                {"c": 1, "d": 1, "x": 1},
                {"a": 1, "c": 1},
                {"b": 1, "d": 1},
                {"e": 1, "f": 1},
                {"g": 1, "h": 1},
                {"e": 1, "g": 1, "x": 1},
                {"f": 1, "h": 1},
            ],
            "x",
        ),
        # The sum of two is known, neither of them is.
        ([{"u": 1, "v": 1, "w": 1}, {"v": 1, "w": 1}], "u"),
        ([{"a": 0, "b": 2}], "b"),
    ],
)
def test_what_follows_from_known_sums(equations, found):
    assert derivable(equations) == set(found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(-2, 2), max_size=4), max_size=9))  # fmt: skip
def test_it_is_what_the_rank_says(equations):
    assert derivable(equations) == derivable_by_rank(equations, NAMES)
