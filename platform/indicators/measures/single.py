"""Intervals of single values: a proportion, a count or rate, and a directly standardised rate.

Wilson (1927); Byar's approximation as in Breslow and Day (1987), with exact Poisson limits below ten events, as the
Fingertips public health technical guidance (OHID) has it; Dobson, Kuulasmaa, Eberle and Scherer (1991), "Confidence
intervals for weighted sums of Poisson parameters".
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from indicators.measures.numbers import CONFIDENCE, Numbers, array_of, level_of, quantile
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Interval

FEW_EVENTS = (
    10  # below, Byar's limits are poor: exact ones are used, and no standardised rate is given
)


@dataclass(frozen=True)
class StandardisedRate:
    """A directly standardised rate with its interval, per ``multiplier`` people, and the events behind it."""

    value: float
    interval: Interval
    events: float
    standard_error: float


def wilson_interval(count: float, out_of: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of a proportion (0 to 1), sound for small numbers too."""
    if not (math.isfinite(count) and math.isfinite(out_of) and 0 <= count <= out_of and out_of > 0):
        raise MeasureRefused(
            _("The count must be between zero and the number of people, which must be above zero.")
        )
    z = quantile(confidence)
    share, z2 = count / out_of, z**2
    centre = share + z2 / (2 * out_of)
    reach = z * math.sqrt(share * (1 - share) / out_of + z2 / (4 * out_of**2))
    whole = 1 + z2 / out_of
    lower, upper = max(0.0, (centre - reach) / whole), min(1.0, (centre + reach) / whole)
    return Interval(lower, upper, level_of(confidence))


def byar_interval(count: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of a count of events by Byar's approximation, whatever its size.

    Below ten events ``count_interval`` is exact. A lower limit that would fall below zero is zero.
    """
    _check_count(count)
    z = quantile(confidence)
    lower = 0.0
    if count > 0:
        lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    more = count + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return Interval(max(0.0, lower), upper, level_of(confidence))


def exact_poisson_interval(count: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of a whole number of events: the means that make it, or a farther one, too rare."""
    _check_count(count)
    if count != int(count):
        raise MeasureRefused(_("Exact limits are for whole numbers of events."))
    quantile(confidence)
    tail, events = (1 - level_of(confidence)) / 2, int(count)
    lower = 0.0
    if events > 0:
        lower = _mean_with(lambda mean: 1 - _at_most(events - 1, mean), tail, events)
    upper = _mean_with(lambda mean: -_at_most(events, mean), -tail, events)
    return Interval(lower, upper, level_of(confidence))


def count_interval(count: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of a count: exact below ten events, Byar's from ten on."""
    if count < FEW_EVENTS and count == int(count):
        return exact_poisson_interval(count, confidence)
    return byar_interval(count, confidence)


def rate_interval(
    count: float, population: float, *, per: float = 1.0, confidence: float = CONFIDENCE
) -> Interval:
    """Return the interval of a crude rate per ``per`` people, from its count."""
    if not (math.isfinite(population) and population > 0):
        raise MeasureRefused(_("Each population must be a number above zero."))
    return count_interval(count, confidence).turned(per / population)


def standardised_rate(
    counts: Numbers,
    populations: Numbers,
    standard_populations: Numbers,
    *,
    multiplier: float = 100_000.0,
    confidence: float = CONFIDENCE,
) -> StandardisedRate:
    """Return a directly standardised rate with Dobson's interval; one number of each for every age group.

    Dobson scales the limits of the total count (Byar's) by the rate's own standard error. Raises ``MeasureRefused``
    below ten events, for which OHID gives no standardised rate.
    """
    events, people, standard = (
        array_of(counts),
        array_of(populations),
        array_of(standard_populations),
    )
    if not len(events) == len(people) == len(standard) > 0:
        raise MeasureRefused(
            _("Each age group needs a count, a population and a standard population.")
        )
    if (events < 0).any() or (people <= 0).any() or (standard < 0).any() or standard.sum() <= 0:
        raise MeasureRefused(_("Counts cannot be negative, and populations must be above zero."))
    total = float(events.sum())
    if total < FEW_EVENTS:
        raise MeasureRefused(_("Fewer than ten events are too few for a standardised rate."))
    weights = standard / standard.sum() / people
    value = float((weights * events).sum())
    error = math.sqrt(float((weights**2 * events).sum()))
    around = byar_interval(total, confidence)
    factor = error / math.sqrt(total)
    interval = Interval(
        value + factor * (around.lower - total),
        value + factor * (around.upper - total),
        around.confidence,
    )
    return StandardisedRate(
        value * multiplier, interval.turned(multiplier), total, error * multiplier
    )


def _check_count(count: float) -> None:
    if not math.isfinite(count) or count < 0:
        raise MeasureRefused(_("A count must be zero or more."))


def _at_most(events: int, mean: float) -> float:
    """Return how likely a Poisson count of that mean is at most ``events``."""
    term = total = math.exp(-mean)
    for n in range(1, events + 1):
        term *= mean / n
        total += term
    return total


def _mean_with(rising: Callable[[float], float], wanted: float, events: int) -> float:
    """Return the mean at which a function that rises with it reaches ``wanted``, by halving."""
    low, high = 0.0, 10.0 * (events + 4)
    for _step in range(200):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
