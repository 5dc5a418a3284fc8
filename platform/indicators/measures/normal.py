"""Intervals in closed form: normal around a value, or around its logarithm."""

import math
from collections.abc import Sequence

from indicators.measures.numbers import CONFIDENCE, STEEPEST, level_of, quantile
from indicators.measures.results import Interval


def normal_interval(
    value: float, standard_error: float, confidence: float = CONFIDENCE
) -> Interval:
    """Return the interval of a value: 1.96 standard errors to each side at 95 %."""
    reach = quantile(confidence) * standard_error
    return Interval(value - reach, value + reach, level_of(confidence))


def normal_intervals(
    value: float, standard_error: float, confidences: Sequence[float]
) -> tuple[Interval, ...]:
    """Return the interval at each level of confidence."""
    return tuple(normal_interval(value, standard_error, one) for one in confidences)


def log_intervals(
    value: float, log_standard_error: float, confidences: Sequence[float]
) -> tuple[Interval, ...]:
    """Return the intervals of a positive value that are normal on its logarithm."""
    if log_standard_error > STEEPEST:
        return ()
    around = normal_intervals(math.log(value), log_standard_error, confidences)
    return tuple(Interval(math.exp(i.lower), math.exp(i.upper), i.confidence) for i in around)
