"""The measures of inequality: published figures, hand-worked cases and laws that hold for any data."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.charts.inequality import (
    Interval,
    RelativeIndex,
    absolute_gap,
    average,
    concentration_index,
    excess_cases,
    fit_slope,
    population_attributable_fraction,
    population_attributable_risk,
    proportion_standard_error,
    ratio,
    relative_index,
    ridits,
    slope_index,
    slope_index_interval,
    wilson_interval,
)

# National Child Measurement Programme, England, Year 6: children measured, children with obesity; decile 1 first.
YEAR_6_2006 = (
    [34353, 32112, 27715, 25372, 23889, 23260, 23180, 24193, 23609, 24488],
    [7287, 6881, 5656, 4868, 4176, 3876, 3617, 3546, 3314, 2960],
)
YEAR_6_2017 = (
    [77978, 70052, 62275, 56663, 52305, 51224, 49677, 50457, 51213, 53425],
    [20929, 17976, 14847, 12419, 10447, 9496, 8415, 7919, 7165, 6244],
)
# ONS: healthy life expectancy at birth, England, males, 2015 to 2017; the source gives no populations.
HEALTHY_LIFE = [
    51.7182,
    56.6479,
    58.7618,
    61.6578,
    63.8382,
    64.6954,
    66.461,
    67.9231,
    68.8129,
    70.4463,
]
# PHE: life expectancy at birth, England, males, with person-years.
LIFE = [73.944, 76.0838, 77.4732, 78.8126, 79.6958, 80.4611, 81.0895, 81.5559, 82.1595, 83.2641]
LIFE_PERSON_YEARS = [
    8144011, 8312345, 8424009, 8343235, 8156365, 8139655, 8006566, 7968131, 7911279, 7697806,
]  # fmt: skip

groups = st.lists(
    st.tuples(st.floats(0.1, 100), st.floats(1, 1e6)),
    min_size=2,
    max_size=12,
).map(lambda pairs: ([v for v, _ in pairs], [p for _, p in pairs]))


def percent(counts: list[int], measured: list[int]) -> list[float]:
    return [100 * count / people for count, people in zip(counts, measured, strict=True)]


@pytest.mark.parametrize(
    ("measured", "counts", "published_average", "published_slope"),
    [(*YEAR_6_2006, 17.6, -10.7), (*YEAR_6_2017, 20.1, -17.2)],
)
def test_childhood_obesity_has_the_published_average_and_slope_index(
    measured, counts, published_average, published_slope
):
    line = fit_slope(percent(counts, measured), measured)

    assert (round(line.average, 1), round(line.index, 1)) == (published_average, published_slope)


def test_healthy_life_expectancy_has_the_published_slope_index():
    assert round(slope_index(HEALTHY_LIFE, [1] * 10), 1) == 19.1


def test_life_expectancy_is_within_a_tenth_of_a_year_of_the_published_slope_index():
    """Published: 9.4 years (males, 2014-16; the file's own period is only inferred).

    Weights by person-years give 9.35, equal weights 9.36. The publisher worked from unrounded deaths and populations.
    """
    by_people = slope_index(LIFE, LIFE_PERSON_YEARS)
    by_deciles = slope_index(LIFE, [1] * 10)

    assert (round(by_people, 2), round(by_deciles, 2)) == (9.35, 9.36)
    assert by_people == pytest.approx(9.4, abs=0.06)


def test_equal_weights_give_a_visibly_smaller_obesity_slope_than_the_published_one():
    """Children live more often in deprived areas, so their deciles are far from equal in size."""
    measured, counts = YEAR_6_2017

    assert round(slope_index(percent(counts, measured), [1] * 10), 1) == -16.7


def test_four_equal_groups_on_a_line_worked_by_hand():
    values, people = [8, 6, 4, 2], [100, 100, 100, 100]

    assert ridits(people) == [0.125, 0.375, 0.625, 0.875]
    assert fit_slope(values, people).at_bottom == pytest.approx(9)
    assert fit_slope(values, people).at_top == pytest.approx(1)
    assert slope_index(values, people) == pytest.approx(-8)
    assert relative_index(values, people, RelativeIndex.OVER_AVERAGE) == pytest.approx(-1.6)
    assert relative_index(values, people, RelativeIndex.FITTED_RATIO) == pytest.approx(9)
    assert (absolute_gap(values), ratio(values)) == (-6, 4)
    assert population_attributable_risk(values, people) == 3
    assert population_attributable_fraction(values, people) == 0.6
    assert excess_cases([0.08, 0.06, 0.04, 0.02], people) == pytest.approx(12)


def test_log_ratio_of_values_that_halve_is_exact():
    """Values falling by half per group: the log line is straight, so four groups span a factor of 2 ** 4."""
    assert relative_index([8, 4, 2, 1], [1, 1, 1, 1], RelativeIndex.LOG_RATIO) == pytest.approx(16)


def test_interval_of_the_slope_index_worked_by_hand():
    """Two equal groups: ridits 1/4 and 3/4, so the index is twice the difference and its error 2 * sqrt(2)."""
    interval = slope_index_interval([10, 14], [5, 5], [1, 1])

    reach = 1.959963984540054 * 2 * math.sqrt(2)
    assert (interval.lower, interval.upper) == pytest.approx((8 - reach, 8 + reach))


@pytest.mark.parametrize(
    ("count", "measured", "lower", "upper"),
    [
        (7287, 34353, 20.783, 21.6476),
        (6244, 53425, 11.4177, 11.9626),
        (20929, 77978, 26.5297, 27.1518),
    ],
)
def test_wilson_interval_is_the_one_the_measurement_programme_publishes(
    count, measured, lower, upper
):
    interval = wilson_interval(count, measured)

    assert (100 * interval.lower, 100 * interval.upper) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("count", [0, 5])
def test_wilson_interval_of_none_or_all_stays_a_proportion(count):
    interval = wilson_interval(count, 5)

    assert 0 <= interval.lower < interval.upper <= 1


@given(value=st.floats(0.1, 100), people=st.lists(st.floats(1, 1e6), min_size=2, max_size=12))
def test_equal_values_have_no_inequality(value, people):
    values = [value] * len(people)

    assert slope_index(values, people) == pytest.approx(0, abs=1e-6)
    assert concentration_index(values, people) == pytest.approx(0, abs=1e-9)
    assert population_attributable_risk(values, people) == pytest.approx(0, abs=1e-9)
    assert (absolute_gap(values), ratio(values)) == (0, 1)
    assert [relative_index(values, people, c) for c in RelativeIndex] == pytest.approx(
        [0, 1, 1], abs=1e-6
    )


@given(groups=groups, scale=st.floats(0.001, 1000))
def test_the_size_of_the_whole_population_does_not_matter(groups, scale):
    values, people = groups
    larger = [scale * p for p in people]

    assert slope_index(values, larger) == pytest.approx(slope_index(values, people), abs=1e-6)
    assert concentration_index(values, larger) == pytest.approx(
        concentration_index(values, people), abs=1e-9
    )


@given(groups=groups)
def test_turning_the_order_round_turns_the_sign(groups):
    values, people = groups

    assert slope_index(values[::-1], people[::-1]) == pytest.approx(
        -slope_index(values, people), abs=1e-6
    )
    assert absolute_gap(values[::-1]) == -absolute_gap(values)
    assert ratio(values[::-1]) == pytest.approx(1 / ratio(values))


@given(groups=groups, factor=st.floats(0.1, 10))
def test_scaling_the_values_scales_absolute_measures_and_leaves_relative_ones(groups, factor):
    values, people = groups
    scaled = [factor * v for v in values]

    assert slope_index(scaled, people) == pytest.approx(
        factor * slope_index(values, people), rel=1e-6, abs=1e-6
    )
    assert relative_index(scaled, people, RelativeIndex.OVER_AVERAGE) == pytest.approx(
        relative_index(values, people, RelativeIndex.OVER_AVERAGE), rel=1e-6, abs=1e-9
    )


@given(groups=groups)
def test_the_concentration_index_is_twice_the_ridit_variance_times_the_relative_index(groups):
    values, people = groups
    total, places = sum(people), ridits(people)
    variance = sum(p * (r - 0.5) ** 2 for p, r in zip(people, places, strict=True)) / total

    relative = relative_index(values, people, RelativeIndex.OVER_AVERAGE)

    assert concentration_index(values, people) == pytest.approx(
        2 * variance * relative, rel=1e-6, abs=1e-9
    )


@given(groups=groups)
def test_the_fitted_line_passes_through_the_average_at_the_middle(groups):
    values, people = groups
    line = fit_slope(values, people)

    assert line.at(0.5) == pytest.approx(average(values, people), rel=1e-6)


@given(groups=groups, split=st.floats(0.1, 0.9), which=st.integers(0, 11))
def test_a_line_through_straight_data_is_the_same_for_finer_groups(groups, split, which):
    """Splitting a group of data that lie on a line does not move the slope index."""
    _, people = groups
    which %= len(people)
    finer = [
        *people[:which],
        people[which] * split,
        people[which] * (1 - split),
        *people[which + 1 :],
    ]
    assume(min(finer) > 1e-6)

    coarse_index = slope_index([10 + 5 * r for r in ridits(people)], people)
    finer_index = slope_index([10 + 5 * r for r in ridits(finer)], finer)

    assert (coarse_index, finer_index) == pytest.approx((5, 5), rel=1e-6)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: slope_index([1, 2], [1]), "one value and one population"),
        (lambda: slope_index([1], [1]), "At least two groups"),
        (lambda: slope_index([1, math.nan], [1, 1]), "not a number"),
        (lambda: slope_index([1, 2], [1, 0]), "above zero"),
        (lambda: slope_index([1, 2], [1, math.inf]), "above zero"),
        (lambda: ratio([1, 0]), "zero"),
        (lambda: slope_index_interval([1, 2], [1, 1], [-1, 1]), "negative"),
        (lambda: relative_index([1, 0], [1, 1], RelativeIndex.LOG_RATIO), "above zero"),
        (lambda: relative_index([9, 1], [1, 1], RelativeIndex.FITTED_RATIO), "zero or below"),
        (lambda: relative_index([-1, 1], [1, 1], RelativeIndex.OVER_AVERAGE), "zero"),
        (lambda: concentration_index([-1, 1], [1, 1]), "zero"),
        (lambda: population_attributable_fraction([-1, 1], [1, 1]), "zero"),
        (lambda: wilson_interval(3, 2), "count"),
        (lambda: proportion_standard_error(0, 0), "count"),
    ],
)
def test_what_cannot_be_measured_says_why(call, reason):
    with pytest.raises(ValueError, match=reason):
        call()


def test_standard_error_of_a_proportion_worked_by_hand():
    assert proportion_standard_error(20, 100) == pytest.approx(0.04)
    assert Interval(0.1, 0.2) == Interval(lower=0.1, upper=0.2)
