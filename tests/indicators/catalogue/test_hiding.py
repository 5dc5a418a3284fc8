"""No hidden number follows from what is shown, also where several sums are solved together."""

import datetime as dt
import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue.hiding import Cell, hide_small_numbers

LIMIT = 10
YEAR = (dt.date(2020, 1, 1), dt.date(2020, 12, 31))
SEXES, GROUPS, AGES, TOWNS = ("male", "female"), (1, 2, 3, 4), ("0-4", "5-9"), (11, 12, 13)
COUNTRY = 10
TOTALS = (COUNTRY, "persons", "", None)
COUNTS = st.sampled_from([0, 0, 1, 3, 7, 9, 10, 11, 14, 25, 40, 120])


def cells_of(counts: dict) -> list[Cell]:
    """Cells by place, sex, age and group."""
    return [
        Cell(
            pk=number, place_id=place, wider_id=COUNTRY if place != COUNTRY else None, period=YEAR, sex=sex, age=age,
            dimension_id=5 if group else None, subgroup_id=group, count=count, hidden="",
        )
        for number, ((place, sex, age, group), count) in enumerate(counts.items())
    ]  # fmt: skip


def with_totals(counts: dict, axes: tuple[int, ...]) -> dict:
    """Add the sums along some of place, sex, age and group."""
    everything = dict(counts)
    for axis in axes:
        sums: dict = {}
        for key, count in everything.items():
            name = (*key[:axis], TOTALS[axis], *key[axis + 1 :])
            sums[name] = sums.get(name, 0) + count
        everything |= sums
    return everything


def told(cells: list[Cell]) -> set[int]:
    """Return the hidden cells that follow from the shown ones: by elimination over fractions, slowly."""
    known = {(c.place_id, c.sex, c.age, c.subgroup_id): c for c in cells}
    hidden = [c.pk for c in cells if c.hidden]
    rows = []
    for key in known:
        for axis, parts in enumerate((TOWNS, SEXES, AGES, GROUPS)):
            of_it = [(*key[:axis], part, *key[axis + 1 :]) for part in parts]
            if key[axis] == TOTALS[axis] and all(name in known for name in of_it):
                row = dict.fromkeys(hidden, Fraction(0))
                for name, sign in [(key, -1), *((name, 1) for name in of_it)]:
                    if known[name].hidden:
                        row[known[name].pk] += sign
                rows.append(list(row.values()))
    for column in range(len(hidden)):
        pivot = next((r for r in rows if r[column] and not any(r[:column])), None)
        if pivot is None:
            continue
        pivot[:] = [n / pivot[column] for n in pivot]
        for row in rows:
            if row is not pivot and row[column]:
                row[:] = [a - row[column] * b for a, b in zip(row, pivot, strict=True)]
    return {
        name
        for number, name in enumerate(hidden)
        for row in rows
        if row[number] and sum(map(bool, row)) == 1
    }


def judge(keys, counts, axes: tuple[int, ...]) -> None:
    cells = cells_of(with_totals(dict(zip(keys, counts, strict=True)), axes))

    hide_small_numbers(cells, LIMIT)

    assert told(cells) == set()
    assert all(c.hidden for c in cells if c.count and c.count < LIMIT)


@pytest.mark.parametrize(
    ("places", "sexes", "ages", "groups", "axes", "counts"),
    [
        ([COUNTRY], SEXES, [""], GROUPS, (1, 3), [3, 11, 40, 3, 110, 0, 9, 167]),
        ([COUNTRY], ["persons"], AGES, GROUPS, (2, 3), [200, 125, 7, 0, 25, 3, 117, 11]),
        (TOWNS, SEXES, [""], [None], (0, 1), [44, 0, 64, 11, 132, 7]),
        (TOWNS, ["persons"], [""], GROUPS, (0, 3), [40, 25, 7, 109, 77, 120, 120, 37, 0, 40, 0, 0]),
    ],
)
def test_what_no_sum_tells_alone_is_not_told_by_all_of_them(
    places, sexes, ages, groups, axes, counts
):
    """Of each of these tables, sums that were looked at one by one left a hidden number to be worked out."""
    judge(itertools.product(places, sexes, ages, groups), counts, axes)


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=8, max_size=8))
def test_two_sexes_by_four_groups(counts):
    keys = itertools.product([COUNTRY], SEXES, [""], GROUPS)
    judge(keys, counts, (1, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=24, max_size=24))
def test_three_places_by_two_sexes_by_four_groups(counts):
    keys = itertools.product(TOWNS, SEXES, [""], GROUPS)
    judge(keys, counts, (0, 1, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=12, max_size=12))
def test_totals_by_sex_and_by_age_of_three_places(counts):
    keys = itertools.product(TOWNS, SEXES, AGES, [None])
    judge(keys, counts, (0, 1, 2))
