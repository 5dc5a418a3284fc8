"""Regressions, concentration, attributable and spread measures against other implementations and published tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.measures.attributable import (
    excess_cases,
    population_attributable_fraction,
    population_attributable_risk,
)
from indicators.measures.comparisons import difference, ratio
from indicators.measures.concentration import (
    absolute_concentration_index,
    concentration_index,
    erreygers_index,
    wagstaff_index,
)
from indicators.measures.groups import groups_of
from indicators.measures.kinds import Better, Direction, Kind
from indicators.measures.lines import ridits
from indicators.measures.refusals import MeasureRefused
from indicators.measures.regression import (
    Weighing,
    fit_logistic,
    fit_poisson,
    logistic_relative_index,
    logistic_slope_index,
    poisson_relative_index,
    poisson_slope_index,
)
from indicators.measures.spread import (
    between_group_variance,
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
    mean_log_deviation,
    theil_index,
)

PEOPLE = [4000, 3000, 2500, 2000, 1500]
CASES = [900, 510, 380, 240, 150]
# Under-five deaths in India, 1982-92: births, deaths per 1,000, by wealth from the poorest. World Bank, "Quantitative
# techniques for health equity analysis", technical note 7; O'Donnell and others (2008), table 8.1. Published: -0.1694.
BIRTHS = [29939, 28776, 26528, 24689, 19739]
DEATHS = [154.7, 152.9, 119.5, 86.9, 54.3]


def counted(kind=Kind.PROPORTION, per=100.0, **more):
    return groups_of([None] * 5, populations=PEOPLE, counts=CASES, kind=kind, per=per, **more)


def design(sm):
    return sm.add_constant(np.array(ridits(PEOPLE)))


def test_poisson_regression_is_that_of_statsmodels(sm):
    model = sm.GLM(
        np.array(CASES), design(sm), family=sm.families.Poisson(), exposure=np.array(PEOPLE)
    ).fit()

    found = poisson_relative_index(counted(Kind.RATE, 1000))

    low, high = model.conf_int()[1]
    assert found.value == pytest.approx(np.exp(-model.params[1]))
    assert (found.interval.lower, found.interval.upper) == pytest.approx(
        (np.exp(-high), np.exp(-low))
    )
    assert fit_poisson(counted(Kind.RATE, 1000)).line.at_bottom == pytest.approx(
        1000 * np.exp(model.params[0])
    )


def test_logistic_regression_is_that_of_statsmodels(sm):
    both = np.column_stack([CASES, np.array(PEOPLE) - CASES])
    model = sm.GLM(both, design(sm), family=sm.families.Binomial()).fit()
    bottom, top = model.predict([[1, 0], [1, 1]])
    gradient = np.array([top * (1 - top) - bottom * (1 - bottom), top * (1 - top)])
    error = np.sqrt(gradient @ model.cov_params() @ gradient)

    slope = logistic_slope_index(counted())

    assert (slope.value, slope.standard_error) == pytest.approx((100 * (top - bottom), 100 * error))
    assert logistic_relative_index(counted()).value == pytest.approx(bottom / top)


def test_weighing_as_the_package_of_who_counts_populations_twice_and_takes_errors_from_the_fit(sm):
    """Repeats its model in statsmodels: whole cases, weights of the population squared, HC1 (HC0 times n / (n - 2))."""
    people = np.array(PEOPLE)
    model = sm.GLM(
        np.array(CASES) / people,
        design(sm),
        family=sm.families.Binomial(),
        var_weights=people.astype(float) ** 2,
    ).fit(cov_type="HC0")

    found = fit_logistic(counted(), weighing=Weighing.WHO_PACKAGE)

    assert (found.line.intercept, found.line.slope) == pytest.approx(tuple(model.params))
    assert np.diag(found.covariance) == pytest.approx(np.diag(model.cov_params()) * 5 / 3, rel=1e-6)


def test_the_poisson_slope_is_the_difference_of_predicted_rates():
    found = poisson_slope_index(counted(Kind.RATE, 1000))

    line = found.line
    assert found.value == pytest.approx(line.at(1) - line.at(0))
    assert found.interval.lower < found.value < found.interval.upper < 0


def test_under_five_deaths_in_india_have_the_published_concentration_index():
    found = groups_of(DEATHS, populations=BIRTHS, kind=Kind.RATE, per=1000)

    assert round(concentration_index(found).value, 4) == -0.1694
    assert absolute_concentration_index(found).value == pytest.approx(
        found.average * concentration_index(found).value
    )


@settings(max_examples=40)
@given(pairs=st.lists(st.tuples(st.floats(0.5, 99.5), st.floats(1, 1e5)), min_size=3, max_size=9))
def test_concentration_is_the_area_of_the_curve_and_its_bounded_forms_mirror(pairs):
    values, people = [v for v, _ in pairs], [p for _, p in pairs]
    one = groups_of(values, populations=people, kind=Kind.PROPORTION, per=100)
    other = groups_of([100 - v for v in values], populations=people, kind=Kind.PROPORTION, per=100)
    shares = np.cumsum(one.shares)
    curve = np.cumsum(one.shares * one.values) / one.average
    lorenz = float(np.sum(shares[:-1] * curve[1:] - shares[1:] * curve[:-1]))

    # O'Donnell and others, equation 8.3 of grouped data.
    assert concentration_index(one).value == pytest.approx(lorenz, abs=1e-9)
    assert erreygers_index(one).value == pytest.approx(-erreygers_index(other).value, abs=1e-9)
    assert wagstaff_index(one).value == pytest.approx(-wagstaff_index(other).value, abs=1e-9)
    assert wagstaff_index(one).value == pytest.approx(
        concentration_index(one).value / (1 - one.average / 100), abs=1e-9
    )
    assert erreygers_index(one).value == pytest.approx(
        4 * absolute_concentration_index(one).value / 100, abs=1e-12
    )


@pytest.mark.parametrize(
    "measure",
    [
        concentration_index,
        wagstaff_index,
        erreygers_index,
        population_attributable_risk,
        population_attributable_fraction,
        theil_index,
        mean_log_deviation,
        between_group_variance,
        logistic_slope_index,
        logistic_relative_index,
    ],
)
def test_intervals_by_formula_have_the_width_of_simulated_ones(measure):
    errors = [0.4, 0.4, 0.3, 0.5, 0.5]
    values = [22.0, 17.0, 15.0, 12.0, 10.0]
    given_ = {"populations": PEOPLE, "kind": Kind.PROPORTION, "per": 100}
    random = np.random.default_rng(3)

    found = measure(groups_of(values, standard_errors=errors, **given_))

    drawn = [measure(groups_of(random.normal(values, errors), **given_)).value for _ in range(800)]
    width = float(np.subtract(*np.quantile(drawn, [0.975, 0.025])))
    assert found.interval.upper - found.interval.lower == pytest.approx(width, rel=0.12)
    assert found.interval.lower < found.value < found.interval.upper


def test_four_groups_worked_by_hand():
    found = groups_of(
        [8, 6, 4, 2], populations=[100] * 4, kind=Kind.PROPORTION, per=100, better=Better.LOWER
    )

    assert (difference(found).value, ratio(found).value) == (-6, 4)
    assert population_attributable_risk(found).value == 3
    assert population_attributable_fraction(found).value == pytest.approx(60)
    assert excess_cases(found).value == pytest.approx(12)
    assert between_group_variance(found).value == 5
    assert mean_difference_from_mean(found).value == 2
    assert mean_difference_from_best(found).value == 3
    assert index_of_disparity(found).value == pytest.approx(40)
    logs = [r * np.log(r) for r in (1.6, 1.2, 0.8, 0.4)]
    assert theil_index(found).value == pytest.approx(250 * sum(logs))
    assert mean_log_deviation(found).value == pytest.approx(-250 * np.log(1.6 * 1.2 * 0.8 * 0.4))


def test_groups_without_an_order_are_held_against_the_reference_or_the_farthest():
    values = [10.0, 14.0, 7.0]
    free = groups_of(values, is_ordered=False)
    held = groups_of(values, is_ordered=False, reference=0)

    assert (difference(free).value, ratio(free).value) == (7, 2)
    assert (difference(held).value, ratio(held).value) == (4, 1.4)
    assert difference(held).direction is Direction.WITHOUT
    assert mean_difference_from_reference(held).value == pytest.approx(7 / 3)


def test_a_gain_is_what_would_be_better_and_none_where_the_average_is_better_already():
    rising = {"populations": [1, 1, 2], "kind": Kind.PROPORTION, "per": 100}
    good = groups_of([40, 60, 80], better=Better.HIGHER, **rising)
    none = groups_of([80, 60, 40], better=Better.HIGHER, **rising)

    assert population_attributable_risk(good).value == 15
    assert population_attributable_fraction(good).value == pytest.approx(100 * 15 / 65)
    assert (population_attributable_risk(none).value, len(population_attributable_risk(none).warnings)) == (0, 1)  # fmt: skip


@settings(max_examples=40)
@given(
    pairs=st.lists(st.tuples(st.floats(1, 99), st.floats(1, 1e5)), min_size=3, max_size=9),
    which=st.integers(0, 8),
    split=st.floats(0.1, 0.9),
)
def test_merging_equal_neighbours_changes_no_measure_that_weighs_by_people(pairs, which, split):
    values, people = [v for v, _ in pairs], [p for _, p in pairs]
    which %= len(values)
    finer_values = [*values[: which + 1], *values[which:]]
    finer = [
        *people[:which],
        people[which] * split,
        people[which] * (1 - split),
        *people[which + 1 :],
    ]
    more = {"kind": Kind.PROPORTION, "per": 100, "better": Better.LOWER}
    coarse = groups_of(values, populations=people, **more)
    fine = groups_of(finer_values, populations=finer, **more)

    for measure in (concentration_index, erreygers_index, theil_index, mean_log_deviation, between_group_variance, mean_difference_from_mean, mean_difference_from_best):  # fmt: skip
        assert measure(fine).value == pytest.approx(measure(coarse).value, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: fit_poisson(groups_of([1, 2, 3], kind=Kind.RATE)), "count and the population"),
        (lambda: fit_poisson(groups_of([1, 2, 3])), "not for means"),
        (lambda: fit_logistic(groups_of([1, 2, 3], kind=Kind.RATE)), "for proportions"),
        (lambda: fit_logistic(groups_of([0, 0, 0], kind=Kind.PROPORTION)), "nobody or everyone"),
        (lambda: concentration_index(groups_of([-1, 0, 1])), "zero or more"),
        (lambda: erreygers_index(groups_of([1, 2, 3], kind=Kind.RATE)), "smallest and a largest"),
        (lambda: erreygers_index(groups_of([1, 2, 3]), bounds=(0, 2)), "outside the bounds"),
        (lambda: ratio(groups_of([1, 0])), "value of zero"),
        (lambda: ratio(groups_of([-1, 1])), "negative"),
        (lambda: difference(groups_of([1, 2, None])), "first or the last"),
        (lambda: mean_log_deviation(groups_of([0, 1, 2])), "above zero"),
        (lambda: mean_difference_from_best(groups_of([0, 1, 2])), "higher or a lower"),
        (lambda: mean_difference_from_reference(groups_of([0, 1, 2])), "reference"),
        (
            lambda: between_group_variance(groups_of([1, 2, 3, None], is_ordered=False)),
            "15 %",
        ),
        (
            lambda: population_attributable_risk(groups_of([1, 2], is_ordered=False)),
            "Name a reference",
        ),
        (lambda: excess_cases(groups_of([1, 2])), "population of each group"),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(call, reason):
    with pytest.raises(MeasureRefused, match=reason):
        call()
