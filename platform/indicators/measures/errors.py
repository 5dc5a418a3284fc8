"""Standard errors of group values, from limits or from counts. Where neither is known there are none."""

from dataclasses import dataclass

import numpy as np

from indicators.measures.kinds import Kind, Scale
from indicators.measures.numbers import Floats, quantile


@dataclass(frozen=True, eq=False)
class Limits:
    """The limits of an interval for each group, at a level of confidence."""

    lower: Floats
    upper: Floats
    confidence: float

    def errors_on(self, scale: Scale, per: float) -> Floats | None:
        """Return standard errors on a scale: the width there over twice the quantile; nothing if a limit has no place."""
        if scale is Scale.LINEAR:
            return errors_from_limits(self)
        possible = (self.lower > 0).all() and (scale is Scale.LOG or (self.upper < per).all())
        if not possible:
            return None
        if scale is Scale.LOG:
            width = np.log(self.upper) - np.log(self.lower)
        else:
            width = np.log(self.upper / (per - self.upper)) - np.log(
                self.lower / (per - self.lower)
            )
        return np.asarray(width / (2 * quantile(self.confidence)), dtype=np.float64)


def errors_from_limits(limits: Limits) -> Floats:
    """Return half the width of each interval over the normal quantile of its confidence."""
    width = limits.upper - limits.lower
    return np.asarray(width / (2 * quantile(limits.confidence)), dtype=np.float64)


def errors_from_counts(counts: Floats, populations: Floats, kind: Kind, per: float) -> Floats:
    """Return standard errors from counts: binomial for a proportion, Poisson for a rate, in the unit of the values."""
    if kind is Kind.PROPORTION:
        share = counts / populations
        return np.asarray(per * np.sqrt(share * (1 - share) / populations), dtype=np.float64)
    return np.asarray(per * np.sqrt(counts) / populations, dtype=np.float64)


def proportion_standard_error(count: float, out_of: float) -> float:
    """Return the standard error of one proportion (0 to 1): the root of p (1 - p) / n."""
    return float(errors_from_counts(np.array([count]), np.array([out_of]), Kind.PROPORTION, 1.0)[0])
