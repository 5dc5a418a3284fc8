"""Single values and their intervals, change over time, and the recent trend."""

import numpy as np
import pytest
from scipy import stats

from indicators.measures.change import change_between
from indicators.measures.comparisons import difference, ratio
from indicators.measures.groups import groups_of
from indicators.measures.kinds import Better
from indicators.measures.refusals import MeasureRefused
from indicators.measures.single import (
    byar_interval,
    count_interval,
    exact_poisson_interval,
    rate_interval,
    standardised_rate,
    wilson_interval,
)
from indicators.measures.trend import (
    CHI_SQUARE,
    Judgement,
    Movement,
    recent_trend,
    recent_trend_of_proportions,
)

# Diabetes (QOF), England, 2019/20 to 2023/24: people on the register, people aged 17 and over. OHID Fingertips.
DIABETES = [3455176, 3491868, 3625401, 3774801, 3938080]
ADULTS = [48783947, 49122259, 49956777, 50649129, 51441896]


@pytest.mark.parametrize(
    ("count", "measured", "lower", "upper"),
    [
        (7287, 34353, 20.783, 21.6476),
        (6244, 53425, 11.4177, 11.9626),
        (20929, 77978, 26.5297, 27.1518),
    ],
)
def test_wilson_limits_are_those_the_measurement_programme_publishes(count, measured, lower, upper):
    interval = wilson_interval(count, measured)

    assert (100 * interval.lower, 100 * interval.upper) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize(("count", "of"), [(0, 5), (5, 5), (3, 17), (410, 5000)])
def test_wilson_limits_are_those_of_scipy(count, of, confidence):
    interval = wilson_interval(count, of, confidence)

    expected = stats.binomtest(count, of).proportion_ci(confidence, method="wilson")
    assert (interval.lower, interval.upper) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
@pytest.mark.parametrize("count", range(10))
def test_exact_limits_are_those_of_the_chi_square(count, confidence):
    tail = (1 - confidence) / 2

    interval = count_interval(count, confidence)

    lower = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0
    upper = stats.chi2.ppf(1 - tail, 2 * count + 2) / 2
    assert (interval.lower, interval.upper) == pytest.approx((lower, upper), rel=1e-9)


@pytest.mark.parametrize("count", [10, 65, 1045])
def test_byars_limits_are_near_the_exact_ones_from_ten_events_on(count):
    exact = (stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2)

    interval = count_interval(count)

    assert interval == byar_interval(count)
    assert (interval.lower, interval.upper) == pytest.approx(exact, rel=2e-3)


def test_byars_limits_of_65_events_are_the_published_ones():
    """Breslow and Day's formula as OHID works it: 50.16 to 82.85."""
    interval = byar_interval(65)

    assert (round(interval.lower, 2), round(interval.upper, 2)) == (50.16, 82.85)
    assert rate_interval(65, 1000, per=100).lower == pytest.approx(interval.lower / 10)


def test_a_standardised_rate_worked_by_hand():
    """Two age groups: rates 0.02 and 0.1, standard 3 : 1, so 0.04; variance 9/16 x 20/1000^2 + 1/16 x 50/500^2."""
    found = standardised_rate([20, 50], [1000, 500], [3, 1], multiplier=100)

    error = (0.5625 * 20 / 1000**2 + 0.0625 * 50 / 500**2) ** 0.5
    around = byar_interval(70)
    assert (found.value, found.events) == (pytest.approx(4), 70)
    assert found.interval.lower == pytest.approx(4 + 100 * error / 70**0.5 * (around.lower - 70))
    assert found.interval.upper == pytest.approx(4 + 100 * error / 70**0.5 * (around.upper - 70))


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: wilson_interval(3, 2), "between zero and the number"),
        (lambda: exact_poisson_interval(1.5), "whole numbers"),
        (lambda: byar_interval(-1), "zero or more"),
        (lambda: rate_interval(1, 0), "above zero"),
        (lambda: standardised_rate([4, 5], [10, 10], [1, 1]), "Fewer than ten"),
        (lambda: standardised_rate([20], [10, 10], [1, 1]), "Each age group"),
        (lambda: standardised_rate([-20, 90], [10, 10], [1, 1]), "negative"),
        (lambda: recent_trend([1] * 4, lower=[0] * 4, upper=[2] * 4), "at least 5"),
        (lambda: recent_trend([1] * 5, lower=[1] * 5, upper=[1] * 5), "some width"),
        (lambda: recent_trend_of_proportions([0, 1, 1, 1, 1], [9] * 5), "some people"),
        (
            lambda: recent_trend([1] * 5, lower=[0] * 5, upper=[2] * 5, periods=[1, 2, 3, 3, 4]),
            "each once",
        ),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(call, reason):
    with pytest.raises(MeasureRefused, match=reason):
        call()


def test_the_chi_square_is_that_of_998_per_mille():
    assert stats.chi2.ppf(0.998, 1) == pytest.approx(CHI_SQUARE)


def test_diabetes_is_rising_and_its_chi_square_is_that_of_a_linear_trend():
    """Cochran and Armitage: the number of people times the squared correlation of period and being a case."""
    found = recent_trend_of_proportions(DIABETES, ADULTS)

    cases, people, t = np.array(DIABETES, float), np.array(ADULTS, float), np.arange(1, 6)
    total = people.sum()
    cover = (cases * t).sum() / total - cases.sum() / total * (people * t).sum() / total
    spread = (people * t**2).sum() / total - ((people * t).sum() / total) ** 2
    share = cases.sum() / total
    assert found.movement is Movement.RISING
    assert found.chi_square == pytest.approx(total * cover**2 / (spread * share * (1 - share)))
    assert found.judged(Better.LOWER) is Judgement.WORSE
    assert found.judged(Better.UNKNOWN) is Judgement.UNJUDGED


def test_a_weighted_trend_takes_the_last_five_values_by_inverse_variance():
    values = [99, 30.6, 30.2, 28, 24.6, 24.67]
    reach = [9, 1.6, 1.6, 1.5, 1.5, 1.6]

    found = recent_trend(
        values,
        lower=np.subtract(values, reach),
        upper=np.add(values, reach),
    )

    errors = np.array(reach[1:]) / 1.959963984540054
    fit, covariance = np.polyfit(range(5), values[1:], 1, w=1 / errors, cov="unscaled")
    assert (found.movement, found.slope) == (Movement.FALLING, pytest.approx(fit[0]))
    assert found.chi_square == pytest.approx(fit[0] ** 2 / covariance[0, 0])


def test_a_movement_that_hangs_on_one_value_is_no_trend():
    values = [10, 10.2, 9.9, 10.1, 14]

    found = recent_trend(values, lower=[v - 0.5 for v in values], upper=[v + 0.5 for v in values])

    assert (found.movement, found.hangs_on_one) == (Movement.STEADY, True)
    assert found.chi_square > CHI_SQUARE
    assert "depends on a single one" in str(found.sentence)


def test_a_change_of_two_differences_adds_their_variances():
    earlier = difference(groups_of([10, 4], standard_errors=[0.3, 0.4]))
    later = difference(groups_of([12, 4], standard_errors=[0.3, 0.4]))

    found = change_between(earlier, later)

    reach = 1.959963984540054 * (0.5**2 + 0.5**2) ** 0.5
    assert (found.value, found.inequality, found.is_significant) == (-2, 1, True)
    assert (found.intervals[0].lower, found.intervals[0].upper) == pytest.approx(
        (-2 - reach, -2 + reach)
    )


def test_a_change_of_ratios_is_a_ratio_and_without_errors_it_is_not_judged():
    earlier, later = ratio(groups_of([10, 4])), ratio(groups_of([8, 4]))

    found = change_between(earlier, later)

    assert (found.value, found.is_ratio, found.inequality) == (0.8, True, -1)
    assert (found.is_significant, found.intervals, len(found.warnings)) == (None, (), 1)
    with pytest.raises(MeasureRefused, match="same measure"):
        change_between(earlier, difference(groups_of([1, 2])))
