"""Arrays, quantiles and transformations that the measures share."""

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from indicators.measures.kinds import Scale
from indicators.measures.refusals import MeasureRefused

Floats = npt.NDArray[np.float64]
Numbers = Sequence[float] | Floats

CONFIDENCE = 0.95
LARGEST, SMALLEST = 1e15, 1e-12  # what is larger, or nearer to zero, is a slip rather than a figure
STEEPEST = 50.0  # of a line on logs or logits: its ends are already 22 digits apart


def array_of(numbers: Iterable[float]) -> Floats:
    """Return numbers as an array. Raises ``MeasureRefused`` if one is missing, infinite or no number."""
    array = np.asarray(list(numbers), dtype=np.float64)
    if not np.isfinite(array).all():
        raise MeasureRefused(_("A number is missing, or is not a number."))
    return array


def populations_of(numbers: Iterable[float]) -> Floats:
    """Return populations as an array. Raises ``MeasureRefused`` unless there are some and all are above zero."""
    try:
        array = array_of(numbers)
    except MeasureRefused:
        array = np.zeros(1)
    if not len(array) or not (array > 0).all():
        raise MeasureRefused(_("Each population must be a number above zero."))
    return array


def quantile(confidence: float) -> float:
    """Return how many standard errors reach to each side: 1.96 for 0.95. Percentages such as 95 are read too.

    Raises ``MeasureRefused`` for a level outside of 0.5 to 0.9999.
    """
    level = confidence / 100 if confidence > 1 else confidence
    if not 0.5 <= level <= 0.9999:
        raise MeasureRefused(_("A confidence level lies between 50 % and 99.99 %."))
    return NormalDist().inv_cdf(0.5 + level / 2)


def level_of(confidence: float) -> float:
    """Return a confidence level as a share: 0.95 for 0.95 and for 95."""
    return confidence / 100 if confidence > 1 else confidence


def transformed(values: Floats, scale: Scale, per: float) -> Floats:
    """Return values on a scale: as they are, their logarithms, or the logits of their shares of ``per``.

    Raises ``MeasureRefused`` where a value has no logarithm or logit.
    """
    if scale is Scale.LINEAR:
        return values
    if (values <= 0).any():
        raise MeasureRefused(
            _("A logarithm needs values above zero. Use the linear scale, or larger groups.")
        )
    if scale is Scale.LOG:
        return np.log(values)
    if (values >= per).any():
        raise MeasureRefused(
            _("A logit needs proportions above none and below all. Use the linear scale.")
        )
    return np.log(values / (per - values))


def back(number: float, scale: Scale, per: float) -> float:
    """Return a number from a scale to the unit of the values."""
    if scale is Scale.LINEAR:
        return number
    if scale is Scale.LOG:
        return math.exp(min(number, 700.0))
    return per / (1 + math.exp(min(-number, 700.0)))


def all_back(numbers: Floats, scale: Scale, per: float) -> Floats:
    """Return an array from a scale to the unit of the values."""
    if scale is Scale.LINEAR:
        return numbers
    if scale is Scale.LOG:
        return np.asarray(np.exp(numbers), dtype=np.float64)
    return np.asarray(per / (1 + np.exp(-numbers)), dtype=np.float64)
