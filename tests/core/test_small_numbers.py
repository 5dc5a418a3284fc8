"""No count of a few people is told, nor can it be worked out from what is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.small_numbers import SMALLEST_SHOWN, cell, mean_of, parts_of_total


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 5, 9], ["0", "5", "9"]),
        ([4, 5, 9], ["hidden", "hidden", "9"]),
        ([4, 0, 9], ["hidden", "0", "hidden"]),
        ([3, 2, 9], ["hidden", "hidden", "9"]),
        ([1, 1, 0, 20], ["hidden", "hidden", "0", "hidden"]),
        ([3, 0, 0], ["hidden", "0", "0"]),
    ],
)
def test_a_second_number_is_hidden_where_the_total_would_tell_the_first(counts, shown):
    assert parts_of_total(counts) == shown


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6))
def test_a_single_hidden_number_stands_only_below_a_hidden_total(counts):
    shown = parts_of_total(counts)
    hidden = [count for count, word in zip(counts, shown, strict=True) if word == "hidden"]

    assert all(
        count == 0 or count >= SMALLEST_SHOWN or word == "hidden"
        for count, word in zip(counts, shown, strict=True)
    )
    if len(hidden) == 1:
        assert cell(sum(counts)) == "under 5"


def test_a_mean_of_a_few_is_not_told():
    assert [mean_of([]), mean_of([5] * 4), mean_of([1, 2, 3, 4, 5])] == ["–", "under 5", "3.0"]
