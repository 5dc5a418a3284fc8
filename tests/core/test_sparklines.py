"""Sparklines: the history of one number, drawn from zero or in its own range, and said in words."""

import re

import pytest

from core.charts import sparkline


def points(drawing):
    found = re.search(r'points="([^"]*)"', drawing)[1]
    return [tuple(map(float, point.split(","))) for point in found.split()]


def test_the_highest_value_stands_at_the_top_and_zero_at_the_foot():
    drawing = sparkline([0, 5, 10], text="Up.")

    assert points(drawing) == [(3, 25), (60, 14), (117, 3)]
    assert 'cx="117.0" cy="3.0"' in drawing


def test_it_says_in_words_what_it_shows_and_cannot_be_broken_out_of():
    drawing = sparkline([1, 2], text='Visits: "1" & <2>')

    assert 'role="img" aria-label="Visits: &quot;1&quot; &amp; &lt;2&gt;"' in drawing
    assert "style" not in drawing


def test_nothing_but_zeros_is_a_line_at_the_foot():
    assert points(sparkline([0, 0], text="None.")) == [(3, 25), (117, 25)]


@pytest.mark.parametrize("values", [[], [4]])
def test_what_has_no_history_is_not_drawn(values):
    assert sparkline(values, text="Nothing.") == ""


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), 1e9])
def test_what_cannot_be_drawn_from_zero_is_refused(value):
    with pytest.raises(ValueError, match="A sparkline"):
        sparkline([1, value], text="Bad.")


def test_two_years_of_life_are_seen_when_it_is_not_drawn_from_zero():
    assert points(sparkline([60, 57, 50], text="Down.", from_zero=False)) == [
        (3, 3),
        (60, 9.6),
        (117, 25),
    ]


def test_what_hardly_changes_looks_like_it():
    heights = [y for _x, y in points(sparkline([80, 80.1], text="Up.", from_zero=False))]

    assert heights == [14.1, 13.9]
    assert points(sparkline([0, 0], text="None.", from_zero=False)) == [(3, 14), (117, 14)]


def test_numbers_below_zero_are_levels_like_others():
    assert points(sparkline([-2, 2], text="Up.", from_zero=False)) == [(3, 25), (117, 3)]
