"""The recent trend: do the last five values of a series rise or fall by more than chance?

The rule is that of the trend markers in Fingertips (OHID, Public health technical guidance, "Fingertips trend
markers"): a slope over the last five periods, a chi-square above 9.5495 (99.8 %, one degree of freedom), and a slope
of the same sign whichever of the five values is left out.

- Proportions, from counts: the Cochran-Armitage chi-square for a linear trend (Cochran 1954; Armitage 1955); the
  direction is that of a line through the log-odds, every period counting the same.
- Everything else, from intervals: a line weighted by the inverse of each value's variance; the chi-square is the
  slope over its standard error, squared.

Periods must not overlap, be of the same length, and have no break in the series between them.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.kinds import Better
from indicators.measures.numbers import CONFIDENCE, Floats, Numbers, array_of, quantile
from indicators.measures.refusals import MeasureRefused

POINTS = 5
CHI_SQUARE = 9.54953570608324  # 99.8 % of a chi-square with one degree of freedom lie below


class Movement(StrEnum):
    """What a series does."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "no significant change"


class Judgement(StrEnum):
    """What its movement means for people, where it is known which way is good."""

    BETTER = "getting better"
    WORSE = "getting worse"
    SIMILAR = "no significant change"
    UNJUDGED = "not judged"


@dataclass(frozen=True)
class Trend:
    """The recent trend of a series: ``slope`` is per period, of the log-odds for proportions.

    ``hangs_on_one`` says that the slope turns or vanishes when one of the five values is left out.
    """

    movement: Movement
    slope: float
    chi_square: float
    hangs_on_one: bool
    method: StrOrPromise

    def judged(self, better: Better) -> Judgement:
        """Return whether the movement is good, by which way the value is."""
        if self.movement is Movement.STEADY:
            return Judgement.SIMILAR
        if better is Better.UNKNOWN:
            return Judgement.UNJUDGED
        rises = self.movement is Movement.RISING
        return Judgement.BETTER if rises == (better is Better.HIGHER) else Judgement.WORSE

    @property
    def sentence(self) -> StrOrPromise:
        """Return the trend in words."""
        if self.movement is Movement.RISING:
            return _("The last five values are rising, by more than chance.")
        if self.movement is Movement.FALLING:
            return _("The last five values are falling, by more than chance.")
        if self.hangs_on_one and self.chi_square > CHI_SQUARE:
            return _(
                "The last five values show no significant change: the direction depends on a single one of them."
            )
        return _("The last five values show no significant change.")


def recent_trend(
    values: Numbers,
    *,
    lower: Numbers,
    upper: Numbers,
    periods: Numbers | None = None,
    confidence: float = CONFIDENCE,
) -> Trend:
    """Return the trend of the last five values, from the limits of each at ``confidence``; the oldest first.

    ``periods`` are numbers such as years; evenly spaced unless given. Raises ``MeasureRefused`` for fewer than five
    values, or an interval without width.
    """
    series, below, above = (_last(one) for one in (values, lower, upper))
    times = _times(periods, len(values))
    errors = (above - below) / (2 * quantile(confidence))
    if not (errors > 0).all():
        raise MeasureRefused(_("Each of the last five values needs an interval with some width."))
    weights = np.asarray(1 / errors**2, dtype=np.float64)
    slope, spread = _slope(series, times, weights)
    return _trend(
        slope,
        slope**2 * spread,
        [_slope(*_without(n, series, times, weights))[0] for n in range(POINTS)],
        _("Line weighted by the inverse of the variances; chi-square at 99.8 %"),
    )


def recent_trend_of_proportions(
    counts: Numbers, populations: Numbers, *, periods: Numbers | None = None
) -> Trend:
    """Return the trend of the last five proportions, from their counts; the oldest first.

    Raises ``MeasureRefused`` for fewer than five, or where none or all people are concerned in a period.
    """
    cases, people = _last(counts), _last(populations)
    times = _times(periods, len(counts))
    if (cases <= 0).any() or (cases >= people).any():
        raise MeasureRefused(
            _("In each of the last five periods, some people must have the outcome and some not.")
        )
    odds = np.asarray(np.log(cases / (people - cases)), dtype=np.float64)
    even = np.ones(POINTS)
    slope, _spread = _slope(odds, times, even)
    away = times - float((people * times).sum() / people.sum())
    share = float(cases.sum() / people.sum())
    moved = float((cases * away).sum())
    chance = share * (1 - share) * float((people * away**2).sum())
    return _trend(
        slope,
        moved**2 / chance,
        [_slope(*_without(n, odds, times, even))[0] for n in range(POINTS)],
        _("Cochran-Armitage test for a linear trend at 99.8 %; direction of the log-odds"),
    )


def _trend(slope: float, chi_square: float, others: list[float], method: StrOrPromise) -> Trend:
    hangs = any(np.sign(one) != np.sign(slope) for one in others)
    movement = Movement.STEADY
    if chi_square > CHI_SQUARE and not hangs:
        movement = Movement.RISING if slope > 0 else Movement.FALLING
    return Trend(movement, slope, chi_square, hangs, method)


def _last(numbers: Numbers) -> Floats:
    if len(numbers) < POINTS:
        raise MeasureRefused(
            format_lazy(_("A recent trend needs at least {count} periods."), count=POINTS)
        )
    return array_of(list(numbers)[-POINTS:])


def _times(periods: Numbers | None, length: int) -> Floats:
    if periods is None:
        return np.arange(1.0, POINTS + 1)
    if len(periods) != length:
        raise MeasureRefused(_("Each value needs its period."))
    times = _last(periods)
    if not (np.diff(times) > 0).all():
        raise MeasureRefused(_("List periods from the oldest to the latest, each once."))
    return times


def _slope(values: Floats, times: Floats, weights: Floats) -> tuple[float, float]:
    """Return the weighted slope and the spread of the times, whose inverse is its variance for inverse-variance weights."""
    away = times - float((weights * times).sum() / weights.sum())
    spread = float((weights * away**2).sum())
    return float((weights * away * values).sum()) / spread, spread


def _without(
    left_out: int, values: Floats, times: Floats, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    keep = np.arange(POINTS) != left_out
    return values[keep], times[keep], weights[keep]
