"""The fitted line, slope index and relative indices: published figures, statsmodels, and laws that hold for any data."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.measures.groups import groups_of
from indicators.measures.kinds import Direction, Kind, RatioOf, Scale
from indicators.measures.lines import fit_line, mean_of, ridits, slope_weights
from indicators.measures.refusals import MeasureRefused
from indicators.measures.slope import RelativeIndex, relative_index, slope_index

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
    *(51.7182, 56.6479, 58.7618, 61.6578, 63.8382, 64.6954, 66.461, 67.9231, 68.8129, 70.4463),
]
# PHE: life expectancy at birth, England, males, with person-years.
LIFE = [73.944, 76.0838, 77.4732, 78.8126, 79.6958, 80.4611, 81.0895, 81.5559, 82.1595, 83.2641]
LIFE_PERSON_YEARS = [
    8144011, 8312345, 8424009, 8343235, 8156365, 8139655, 8006566, 7968131, 7911279, 7697806,
]  # fmt: skip


def children(measured, cases):
    return groups_of(
        [None] * len(measured), populations=measured, counts=cases, kind=Kind.PROPORTION, per=100
    )


groups = st.lists(st.tuples(st.floats(0.1, 100), st.floats(1, 1e6)), min_size=3, max_size=12).map(
    lambda pairs: ([v for v, _ in pairs], [p for _, p in pairs])
)


@pytest.mark.parametrize(
    ("measured", "cases", "average", "index"),
    [(*YEAR_6_2006, 17.6, -10.7), (*YEAR_6_2017, 20.1, -17.2)],
)
def test_childhood_obesity_has_the_published_average_and_slope_index(
    measured, cases, average, index
):
    found = slope_index(children(measured, cases))

    assert (round(found.line.average, 1), round(found.value, 1)) == (average, index)
    assert found.direction is Direction.MOST


def test_healthy_life_expectancy_has_the_published_slope_index():
    found = slope_index(groups_of(HEALTHY_LIFE))

    assert (round(found.value, 1), found.direction) == (19.1, Direction.LEAST)


def test_life_expectancy_is_within_a_tenth_of_a_year_of_the_published_slope_index():
    """Published: 9.4 years (males, 2014-16; the file's own period is only inferred)."""
    by_people = slope_index(groups_of(LIFE, populations=LIFE_PERSON_YEARS)).value

    assert round(by_people, 2) == 9.35
    assert by_people == pytest.approx(9.4, abs=0.06)


def test_relative_indices_of_obesity_differ_by_their_method():
    """Weighted logarithms and the straight line do not give the same number: the method is part of the name."""
    found = children(*YEAR_6_2017)

    assert [round(relative_index(found, scale=scale).value, 2) for scale in Scale] == [
        2.48,
        2.46,
        2.43,
    ]


def test_four_equal_groups_on_a_line_worked_by_hand():
    found = groups_of([8, 6, 4, 2], populations=[100, 100, 100, 100])

    assert ridits([100, 100, 100, 100]) == [0.125, 0.375, 0.625, 0.875]
    assert slope_index(found).value == pytest.approx(-8)
    assert slope_index(found).line.at_bottom == pytest.approx(9)
    assert relative_index(found, RelativeIndex.OVER_AVERAGE).value == pytest.approx(-1.6)
    assert relative_index(found).value == pytest.approx(9)
    assert relative_index(found, ratio_of=RatioOf.LEAST_OVER_MOST).value == pytest.approx(1 / 9)


def test_values_that_halve_have_an_exact_relative_index_on_logarithms():
    assert relative_index(groups_of([8, 4, 2, 1]), scale=Scale.LOG).value == pytest.approx(16)


@pytest.mark.parametrize("scale", Scale)
@settings(max_examples=30)
@given(data=groups)
def test_the_line_is_that_of_weighted_least_squares_in_statsmodels(sm, scale, data):
    values, people = data
    shares = np.array(values) / 101
    points = {
        Scale.LINEAR: np.array(values),
        Scale.LOG: np.log(values),
        Scale.LOGIT: np.log(shares / (1 - shares)),
    }[scale]

    line = fit_line(values, people, scale=scale, per=101)

    expected = sm.WLS(points, sm.add_constant(ridits(people)), weights=people).fit().params
    assert (line.intercept, line.slope) == pytest.approx(tuple(expected), rel=1e-6, abs=1e-6)


def test_the_interval_of_the_slope_index_worked_by_hand():
    """Three equal groups: ridits 1/6, 1/2 and 5/6, so the index is 1.5 times the difference of the ends."""
    found = slope_index(
        groups_of([10, 12, 14], standard_errors=[1, 9, 1]), confidences=(0.95, 0.998)
    )

    reach = 1.959963984540054 * 1.5 * 2**0.5
    assert found.value == pytest.approx(6)
    assert (found.interval.lower, found.interval.upper) == pytest.approx((6 - reach, 6 + reach))
    wide = found.interval_at(99.8)
    assert (wide.upper - wide.lower) / (2 * reach) == pytest.approx(
        3.090232306167814 / 1.959963984540054
    )


@pytest.mark.parametrize("scale", [Scale.LOG, Scale.LOGIT])
def test_a_simulated_interval_agrees_with_the_closed_form(scale):
    """Drawn on the scale of the fit, read back, and fitted again: what the closed form says without drawing."""
    found = children(*YEAR_6_2006)
    random = np.random.default_rng(7)
    points, errors = found.points(scale), found.errors_on(scale)
    drawn = random.standard_normal((4000, len(found))) * errors + points
    slopes = drawn @ slope_weights(found.populations)

    interval = relative_index(found, scale=scale, ratio_of=RatioOf.LEAST_OVER_MOST).interval
    line = slope_index(found, scale=scale).line
    ends = [line.turned(edge) for edge in np.quantile(slopes, [0.025, 0.975])]
    assert [interval.lower, interval.upper] == pytest.approx(
        [one.at_top / one.at_bottom for one in ends], rel=3e-3
    )


def test_errors_on_logits_give_nearly_the_interval_of_errors_on_the_values():
    found = children(*YEAR_6_2017)

    straight = slope_index(found).interval
    simulated = slope_index(found, sampling=Scale.LOGIT, draws=20_000).interval

    assert (simulated.lower, simulated.upper) == pytest.approx(
        (straight.lower, straight.upper), abs=0.03
    )


def test_an_interval_of_100_000_draws_takes_less_than_half_a_second_of_processor_time():
    found = children(*YEAR_6_2017)
    start = time.process_time()

    slope_index(found, sampling=Scale.LOGIT)

    assert time.process_time() - start < 0.5


def test_the_same_seed_gives_the_same_interval():
    found = children(*YEAR_6_2017)

    assert relative_index(found) == relative_index(found)
    assert relative_index(found, seed=2).interval != relative_index(found).interval


@pytest.mark.parametrize("multiplier", [100, -100])
def test_a_multiplier_scales_index_and_interval_and_a_negative_one_turns_them(multiplier):
    found = groups_of([0.3, 0.2, 0.1], standard_errors=[0.01] * 3, kind=Kind.PROPORTION)

    one, other = slope_index(found), slope_index(found, multiplier=multiplier)

    ends = sorted((multiplier * one.interval.lower, multiplier * one.interval.upper))
    assert other.value == pytest.approx(multiplier * one.value)
    assert [other.interval.lower, other.interval.upper] == pytest.approx(ends)
    assert other.direction is one.direction


@settings(max_examples=40)
@given(data=groups, factor=st.floats(0.1, 10), size=st.floats(0.001, 1000))
def test_scaling_values_scales_absolute_indices_and_the_size_of_the_population_does_not_matter(
    data, factor, size
):
    values, people = data
    one = groups_of(values, populations=people)
    other = groups_of([factor * v for v in values], populations=[size * p for p in people])

    assert slope_index(other).value == pytest.approx(
        factor * slope_index(one).value, rel=1e-6, abs=1e-6
    )
    assert relative_index(other, scale=Scale.LOG).value == pytest.approx(
        relative_index(one, scale=Scale.LOG).value, rel=1e-6
    )


@settings(max_examples=40)
@given(data=groups, shift=st.floats(-50, 50))
def test_a_shift_of_all_values_leaves_the_slope(data, shift):
    values, people = data

    moved = fit_line([v + shift for v in values], people)

    assert moved.slope == pytest.approx(fit_line(values, people).slope, abs=1e-6)


@settings(max_examples=40)
@given(data=groups)
def test_turning_the_order_round_turns_the_sign_and_inverts_the_ratio(data):
    values, people = data
    one = groups_of(values, populations=people)
    other = groups_of(values[::-1], populations=people[::-1])

    assert slope_index(other).value == pytest.approx(-slope_index(one).value, abs=1e-6)
    assert relative_index(other, scale=Scale.LOG).value == pytest.approx(
        1 / relative_index(one, scale=Scale.LOG).value, rel=1e-6
    )


@settings(max_examples=40)
@given(data=groups)
def test_the_line_passes_through_the_average_at_the_middle(data):
    assert fit_line(*data).at(0.5) == pytest.approx(mean_of(*data), rel=1e-6)


@settings(max_examples=40)
@given(data=groups, split=st.floats(0.1, 0.9), which=st.integers(0, 11))
def test_a_line_through_straight_data_is_the_same_for_finer_groups(data, split, which):
    _, people = data
    which %= len(people)
    finer = [
        *people[:which],
        people[which] * split,
        people[which] * (1 - split),
        *people[which + 1 :],
    ]

    lines = [fit_line([10 + 5 * r for r in ridits(p)], p).index for p in (people, finer)]

    assert lines == pytest.approx([5, 5], rel=1e-6)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: slope_index(groups_of([1, 2])), "at least 3 groups"),
        (lambda: slope_index(groups_of([1, 2, 3], is_ordered=False)), "in an order"),
        (lambda: slope_index(groups_of([1, None, 3, 4])), "Missing: 2"),
        (lambda: relative_index(groups_of([1, 0, 2]), scale=Scale.LOG), "above zero"),
        (lambda: relative_index(groups_of([9, 3, 0.1])), "zero or below"),
        (lambda: slope_index(groups_of([1, 2, 3]), scale=Scale.LOGIT), "for proportions"),
        (
            lambda: relative_index(groups_of([-1, 0, 1]), RelativeIndex.OVER_AVERAGE),
            "average is zero",
        ),
        (lambda: slope_index(groups_of([1, 2, 3]), confidences=(2,)), None),
        (
            lambda: slope_index(
                groups_of([1, 2, 3], standard_errors=[1, 1, 1]), confidences=(0.3,)
            ),
            "confidence level",
        ),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(call, reason):
    if reason is None:
        assert call().intervals == ()
        return
    with pytest.raises(MeasureRefused, match=reason):
        call()


def test_no_interval_is_invented_and_a_line_outside_of_what_can_be_is_told():
    found = slope_index(groups_of([30, 4, 1], kind=Kind.RATE, per=1000))

    assert (found.intervals, found.interval_method) == ((), "")
    assert [str(one)[:31] for one in found.warnings] == [
        "The fitted line falls below zer",
        "There are few groups, so a sing",
    ]


def test_standard_errors_on_logits_come_from_the_limits_where_they_are_given():
    from_limits = groups_of(
        [0.2, 0.3, 0.4],
        lower=[0.1, 0.2, 0.3],
        upper=[0.35, 0.45, 0.55],
        kind=Kind.PROPORTION,
    )

    first = from_limits.errors_on(Scale.LOGIT)[0]

    logit = np.log([0.35 / 0.65, 0.1 / 0.9])
    assert first == pytest.approx((logit[0] - logit[1]) / (2 * 1.959963984540054))
