"""Measures of how a thing is shared along a social order: plain functions, no tables, no library.

Conventions, the same everywhere in this module:

- Groups are given **from the most to the least disadvantaged**, for example deprivation deciles 1 to 10.
- ``values`` are rates, percentages or years, one for each group; a measure has their unit unless it says otherwise.
- ``populations`` are the people (or person-years) behind each value; only their proportions matter.
- Differences are *least disadvantaged minus most disadvantaged*. Positive: better-off groups have more of the thing
  (years of life). Negative: they have less of it (obesity). Swapping the order of the groups swaps the sign.
- Ratios are *most disadvantaged over least disadvantaged*; 1 means no inequality.

A value, population or standard error that cannot be used raises ``ValueError`` with the reason.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Z95 = 1.959963984540054  # 97.5th percentile of the normal distribution


@dataclass(frozen=True)
class Interval:
    """A 95 % interval in the unit of the value it belongs to."""

    lower: float
    upper: float


@dataclass(frozen=True)
class Slope:
    """A straight line fitted through groups, over the share of the population counted from the worst off.

    ``at_bottom`` is the line at share 0 (the most disadvantaged person), ``at_top`` at share 1,
    ``average`` the population mean. All have the unit of the values.
    """

    at_bottom: float
    at_top: float
    average: float

    @property
    def index(self) -> float:
        """Return the slope index of inequality: top minus bottom of the line."""
        return self.at_top - self.at_bottom

    def at(self, share: float) -> float:
        """Return the line's value at a share of the population between 0 and 1."""
        return self.at_bottom + self.index * share


class RelativeIndex(StrEnum):
    """The conventions under which a *relative index of inequality* is published. Always name yours."""

    OVER_AVERAGE = "slope index / average"
    FITTED_RATIO = "line at the bottom / line at the top"
    LOG_RATIO = "bottom / top of a line fitted to logarithms"


def ridits(populations: Sequence[float]) -> list[float]:
    """Return each group's place in the order: the midpoint of its share of the population, between 0 and 1.

    Bross (1958), "How to use ridit analysis".
    """
    _check_populations(populations)
    total = math.fsum(populations)
    places, before = [], 0.0
    for population in populations:
        places.append((before + population / 2) / total)
        before += population
    return places


def average(values: Sequence[float], populations: Sequence[float]) -> float:
    """Return the mean of the whole population: group values weighted by people."""
    _check(values, populations)
    return math.fsum(v * p for v, p in zip(values, populations, strict=True)) / math.fsum(
        populations
    )


def fit_slope(values: Sequence[float], populations: Sequence[float]) -> Slope:
    """Fit the line of the slope index: least squares over ridits, weighted by population.

    Pamuk (1985), "Social class inequality in mortality from 1921 to 1972 in England and Wales";
    Wagstaff, Paci and van Doorslaer (1991), "On the measurement of inequalities in health".
    """
    mean = average(values, populations)
    weights = _slope_weights(populations)
    index = math.fsum(w * v for w, v in zip(weights, values, strict=True))
    middle = _middle(populations)
    return Slope(at_bottom=mean - index * middle, at_top=mean + index * (1 - middle), average=mean)


def slope_index(values: Sequence[float], populations: Sequence[float]) -> float:
    """Return the slope index of inequality (SII), in the unit of the values; see ``fit_slope`` and ``Slope.index``."""
    return fit_slope(values, populations).index


def slope_index_interval(
    values: Sequence[float], populations: Sequence[float], standard_errors: Sequence[float]
) -> Interval:
    """Return the 95 % interval of the slope index that follows from each group's sampling error.

    The index is a weighted sum of independent group values, so its variance is the sum of the squared weights
    times the variances. How far the groups lie from a straight line is not part of it: look at the chart.
    """
    _check(standard_errors, populations)
    if any(error < 0 for error in standard_errors):
        raise ValueError("A standard error cannot be negative.")
    variance = math.fsum(
        (w * e) ** 2 for w, e in zip(_slope_weights(populations), standard_errors, strict=True)
    )
    return normal_interval(slope_index(values, populations), math.sqrt(variance))


def relative_index(
    values: Sequence[float], populations: Sequence[float], convention: RelativeIndex
) -> float:
    """Return the relative index of inequality (RII), without unit, under the convention named.

    ``OVER_AVERAGE`` (Pamuk 1985) keeps the slope index's sign; 0 means none.
    ``FITTED_RATIO`` (Kunst and Mackenbach 1995) and ``LOG_RATIO`` (the log-linear model) are ratios; 1 means none.
    Raises ``ValueError`` where the convention has no meaning: an average of zero, or a ratio of values not above zero.
    """
    if convention is RelativeIndex.LOG_RATIO:
        _check(values, populations)
        if min(values) <= 0:
            raise ValueError("A ratio of logarithms needs values above zero.")
        return math.exp(-slope_index([math.log(value) for value in values], populations))
    line = fit_slope(values, populations)
    if convention is RelativeIndex.OVER_AVERAGE:
        if line.average == 0:
            raise ValueError("There is no relative index over an average of zero.")
        return line.index / line.average
    if min(line.at_bottom, line.at_top) <= 0:
        raise ValueError("The fitted line falls to zero or below, so its ends have no ratio.")
    return line.at_bottom / line.at_top


def absolute_gap(values: Sequence[float]) -> float:
    """Least minus most disadvantaged group, in the unit of the values; the groups between do not count."""
    _check_values(values)
    return values[-1] - values[0]


def ratio(values: Sequence[float]) -> float:
    """Most over least disadvantaged group; the groups between do not count."""
    _check_values(values)
    if values[-1] == 0:
        raise ValueError("There is no ratio to a value of zero.")
    return values[0] / values[-1]


def population_attributable_risk(values: Sequence[float], populations: Sequence[float]) -> float:
    """Return by how much the average would be lower if every group had the value of the least disadvantaged one.

    In the unit of the values; negative if the average is below that group. It compares, it proves no cause.
    Kunst and Mackenbach (1995), "Measuring socioeconomic inequalities in health".
    """
    return average(values, populations) - values[-1]


def population_attributable_fraction(
    values: Sequence[float], populations: Sequence[float]
) -> float:
    """``population_attributable_risk`` as a share of the average (0.25 is a quarter)."""
    mean = average(values, populations)
    if mean == 0:
        raise ValueError("There is no fraction of an average of zero.")
    return population_attributable_risk(values, populations) / mean


def excess_cases(proportions: Sequence[float], populations: Sequence[float]) -> float:
    """People affected beyond those expected if every group had the least disadvantaged one's proportion (0 to 1)."""
    return population_attributable_risk(proportions, populations) * math.fsum(populations)


def concentration_index(values: Sequence[float], populations: Sequence[float]) -> float:
    """Measure how far the thing is concentrated among the better off (towards 1) or the worse off (towards -1).

    Twice the covariance of value and ridit over the average: Kakwani, Wagstaff and van Doorslaer (1997).
    """
    mean = average(values, populations)
    if mean == 0:
        raise ValueError("There is no concentration index of an average of zero.")
    total, middle = math.fsum(populations), _middle(populations)
    covariance = math.fsum(
        p * (r - middle) * (v - mean)
        for v, p, r in zip(values, populations, ridits(populations), strict=True)
    )
    return 2 * covariance / total / mean


def normal_interval(value: float, standard_error: float) -> Interval:
    """Return the 95 % interval: value plus and minus 1.96 standard errors."""
    return Interval(value - Z95 * standard_error, value + Z95 * standard_error)


def wilson_interval(count: int, out_of: int) -> Interval:
    """Return the 95 % interval of a proportion (0 to 1), sound for small numbers too. Wilson (1927)."""
    if not 0 <= count <= out_of or out_of == 0:
        raise ValueError(
            "The count must lie between zero and the number of people, who must exist."
        )
    share, z2 = count / out_of, Z95**2
    centre = share + z2 / (2 * out_of)
    reach = Z95 * math.sqrt(share * (1 - share) / out_of + z2 / (4 * out_of**2))
    scale = 1 + z2 / out_of
    return Interval(max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale))


def proportion_standard_error(count: int, out_of: int) -> float:
    """Return the standard error of a proportion (0 to 1), as needed by ``slope_index_interval``."""
    if not 0 <= count <= out_of or out_of == 0:
        raise ValueError(
            "The count must lie between zero and the number of people, who must exist."
        )
    share = count / out_of
    return math.sqrt(share * (1 - share) / out_of)


def _slope_weights(populations: Sequence[float]) -> list[float]:
    """Return the weight of each group's value in the slope index; together they are zero."""
    places, middle = ridits(populations), _middle(populations)
    spread = math.fsum(p * (r - middle) ** 2 for p, r in zip(populations, places, strict=True))
    if len(populations) < 2 or spread == 0:
        raise ValueError("A slope needs at least two groups.")
    return [p * (r - middle) / spread for p, r in zip(populations, places, strict=True)]


def _middle(populations: Sequence[float]) -> float:
    """Return the mean ridit: one half, but for the last digits of floating point."""
    total = math.fsum(populations)
    return math.fsum(p * r for p, r in zip(populations, ridits(populations), strict=True)) / total


def _check(values: Sequence[float], populations: Sequence[float]) -> None:
    _check_values(values)
    _check_populations(populations)
    if len(values) != len(populations):
        raise ValueError("Each group needs one value and one population.")


def _check_values(values: Sequence[float]) -> None:
    if len(values) < 2:
        raise ValueError("At least two groups are needed to compare.")
    if not all(math.isfinite(value) for value in values):
        raise ValueError("A value is missing or not a number.")


def _check_populations(populations: Sequence[float]) -> None:
    if not populations or not all(math.isfinite(p) and p > 0 for p in populations):
        raise ValueError("Each population must be a number above zero.")
