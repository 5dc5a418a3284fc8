"""A straight line through groups, over the share of the population counted from the worst off."""

from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext_lazy as _

from indicators.measures.kinds import Scale
from indicators.measures.numbers import (
    STEEPEST,
    Floats,
    Numbers,
    array_of,
    back,
    populations_of,
    transformed,
)
from indicators.measures.refusals import MeasureRefused


@dataclass(frozen=True)
class FittedLine:
    """A line that is straight on its scale, read in the unit of the values.

    ``intercept`` and ``slope`` are on the scale; ``per`` is what a proportion of everybody is (1 or 100), which the
    logit needs; ``average`` is the population's mean value.
    """

    intercept: float
    slope: float
    average: float
    scale: Scale = Scale.LINEAR
    per: float = 1.0

    @property
    def at_bottom(self) -> float:
        """Return the line's value at share 0, the most disadvantaged end."""
        return self.at(0)

    @property
    def at_top(self) -> float:
        """Return the line's value at share 1, the least disadvantaged end."""
        return self.at(1)

    @property
    def index(self) -> float:
        """Return the slope index of inequality: top minus bottom, in the unit of the values."""
        return self.at_top - self.at_bottom

    def at(self, share: float) -> float:
        """Return the line's value at a share of the population between 0 and 1."""
        return back(self.intercept + self.slope * share, self.scale, self.per)

    def turned(self, slope: float) -> "FittedLine":
        """Return the line of another slope through the same middle of the population."""
        return replace(self, intercept=self.intercept + (self.slope - slope) / 2, slope=slope)


def ridits(populations: Numbers) -> list[float]:
    """Return each group's place in the order: the midpoint of its share of the population, between 0 and 1.

    Bross (1958), "How to use ridit analysis".
    """
    return [float(place) for place in places_of(populations_of(populations))]


def places_of(populations: Floats) -> Floats:
    """Return the ridits of checked populations."""
    shares = populations / populations.sum()
    return np.asarray(np.cumsum(shares) - shares / 2, dtype=np.float64)


def mean_of(values: Numbers, populations: Numbers) -> float:
    """Return the mean of the whole population: group values weighted by people."""
    checked, people = _pair(values, populations)
    return float((checked * people).sum() / people.sum())


def slope_weights(populations: Floats) -> Floats:
    """Return the weight of each group's value in the slope; together they are zero.

    The slope of a weighted least-squares line over ridits is the sum of these weights times the values, so that the
    variance of the slope is the sum of the squared weights times the variances of the values.
    """
    shares = populations / populations.sum()
    away = places_of(populations) - 0.5
    spread = float((shares * away**2).sum())
    if len(populations) < 2 or spread <= 0:
        raise MeasureRefused(_("A slope needs at least two groups."))
    return np.asarray(shares * away / spread, dtype=np.float64)


def fit_line(
    values: Numbers, populations: Numbers, *, scale: Scale = Scale.LINEAR, per: float = 1.0
) -> FittedLine:
    """Fit a line over ridits by least squares, weighted by population, on the values or on their logs or logits.

    The weights are the populations on every scale, as the slope index is computed for Fingertips (OHID technical
    guide; Low and Low 2004); they are not changed by the transformation. ``per`` is what a proportion of everybody
    is. Pamuk (1985); Wagstaff, Paci and van Doorslaer (1991).
    """
    checked, people = _pair(values, populations)
    points = transformed(checked, scale, per)
    slope = float((slope_weights(people) * points).sum())
    require_readable(slope, scale)
    middle = float((points * people).sum() / people.sum())
    average = float((checked * people).sum() / people.sum())
    return FittedLine(middle - slope / 2, slope, average, scale, per)


def require_readable(slope: float, scale: Scale) -> None:
    """Refuse a line on logs or logits that is too steep to be read back."""
    if scale is not Scale.LINEAR and abs(slope) > STEEPEST:
        raise MeasureRefused(
            _("The line is too steep to be converted back: the groups differ too much.")
        )


def _pair(values: Numbers, populations: Numbers) -> tuple[Floats, Floats]:
    checked, people = array_of(values), populations_of(populations)
    if len(checked) != len(people):
        raise MeasureRefused(_("Each group needs one value and one population."))
    if len(checked) < 2:
        raise MeasureRefused(_("At least two groups are needed to compare."))
    return checked, people
