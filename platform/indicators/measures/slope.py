"""The slope index of inequality and the relative indices that are read from the same fitted line.

A line is fitted over ridits by least squares weighted by population: on the values, on their logarithms (rates) or on
their logits (proportions), and its two ends are read in the unit of the values. *Index* = least minus most
disadvantaged end: positive where the better-off have more.

Sources: Pamuk (1985), "Social class inequality in mortality from 1921 to 1972 in England and Wales"; Wagstaff, Paci
and van Doorslaer (1991), "On the measurement of inequalities in health"; Low and Low (2004), "Measuring the gap:
quantifying and comparing local health inequalities"; the Fingertips public health technical guidance (OHID), whose
conventions for transformed values, multipliers and intervals are followed here.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.groups import Groups, require_order
from indicators.measures.kinds import Kind, RatioOf, Scale, Unit
from indicators.measures.lines import FittedLine, fit_line, slope_weights
from indicators.measures.normal import normal_intervals
from indicators.measures.numbers import CONFIDENCE, Floats
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Interval, Result, signed, usable
from indicators.measures.simulation import DRAWS, SEED, limits_of, simulate, simulate_sums

FEW_GROUPS = 5  # OHID asks for at least as many

METHODS: dict[Scale, StrOrPromise] = {
    Scale.LINEAR: _("Line fitted to the values by least squares, weighted by population"),
    Scale.LOG: _("Line fitted to the logarithms of the values by least squares, weighted by population"),
    Scale.LOGIT: _("Line fitted to the logits of the values by least squares, weighted by population"),
}  # fmt: skip
CLOSED: StrOrPromise = _("exact for normal sampling errors")
TURNED: StrOrPromise = _(
    "the interval of the slope, rotated about the middle of the line and converted back"
)


class RelativeIndex(StrEnum):
    """The conventions under which a *relative index of inequality* is published. Always name yours."""

    OVER_AVERAGE = "slope index over the average"
    ENDS_OF_LINE = "ratio of the ends of the line"


def line_of(groups: Groups, scale: Scale = Scale.LINEAR) -> FittedLine:
    """Fit the line through ordered groups. Raises ``MeasureRefused`` where it has no meaning."""
    require_order(groups)
    if scale is Scale.LOGIT and groups.kind is not Kind.PROPORTION:
        raise MeasureRefused(_("Logits are for proportions."))
    return fit_line(groups.values, groups.populations, scale=scale, per=groups.per)


def slope_index(
    groups: Groups,
    *,
    scale: Scale = Scale.LINEAR,
    sampling: Scale | None = None,
    multiplier: float = 1.0,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Return the slope index of inequality (SII), in the unit of the values times ``multiplier``.

    ``sampling`` is the scale on which sampling errors are normal; it is the scale of the fit unless said otherwise
    (OHID: the logs of rates and the logits of proportions, also under a linear fit). Where both are the same the
    interval is a closed form; else it is simulated. A negative multiplier turns the sign and swaps the limits.
    """
    line = line_of(groups, scale)
    errors_on = sampling or scale
    intervals: tuple[Interval, ...] = ()
    how: StrOrPromise = ""
    error = None
    if errors_on is scale:
        error = _slope_error(groups, scale)
        if error is not None:
            intervals = _intervals_of(line, error, confidences, lambda one: one.index)
            how = CLOSED if scale is Scale.LINEAR else TURNED
    elif groups.standard_errors is not None:
        _require_linear(scale)
        weights = slope_weights(groups.populations)[:, None]
        drawn = _draws_of(groups, weights, errors_on, draws, seed)
        intervals, how = limits_of(drawn[:, 0], confidences), _simulated(draws)
    return Result(
        measure=_name("slope_index", scale),
        value=line.index * multiplier,
        unit=Unit.VALUES,
        method=METHODS[scale],
        direction=signed(line.index),
        intervals=tuple(one.turned(multiplier) for one in intervals),
        interval_method=how,
        warnings=_warnings(groups, line),
        standard_error=error * abs(multiplier)
        if error is not None and scale is Scale.LINEAR
        else None,
        line=line,
    )


def relative_index(
    groups: Groups,
    convention: RelativeIndex = RelativeIndex.ENDS_OF_LINE,
    *,
    scale: Scale = Scale.LINEAR,
    sampling: Scale | None = None,
    ratio_of: RatioOf = RatioOf.MOST_OVER_LEAST,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Return the relative index of inequality (RII), without unit, under the convention named.

    ``OVER_AVERAGE`` (Pamuk 1985) keeps the slope index's sign; 0 means none; it belongs to the linear scale.
    ``ENDS_OF_LINE`` (Kunst and Mackenbach 1995) is the ratio of the line's two ends; 1 means none. OHID prints least
    over most disadvantaged, and the inverse where its multiplier is negative: ``ratio_of`` says which.
    """
    line = line_of(groups, scale)
    if convention is RelativeIndex.OVER_AVERAGE:
        return _over_average(groups, line, scale, sampling, confidences, draws, seed)
    if min(line.at_bottom, line.at_top) <= 0:
        raise MeasureRefused(
            _("The fitted line falls to zero or below, so its ends have no ratio.")
        )
    errors_on = sampling or scale
    turn = ratio_of is RatioOf.MOST_OVER_LEAST
    intervals: tuple[Interval, ...] = ()
    how: StrOrPromise = ""
    warnings = _warnings(groups, line)
    if groups.standard_errors is None:
        pass
    elif scale is Scale.LINEAR:
        intercept, slope = _line_weights(groups)
        sums = np.column_stack([intercept, intercept + slope])
        ends = _draws_of(groups, sums, errors_on, draws, seed)
        if ends.min() > 0:
            intervals = limits_of(ends[:, 1] / ends[:, 0], confidences)
            how = _simulated(draws)
        else:
            warnings += (
                _(
                    "The ends of the line may be zero by chance: there is no interval of their ratio."
                ),
            )
    else:
        _require_same(scale, errors_on)
        error = _slope_error(groups, scale)
        if error is not None:
            intervals = _intervals_of(
                line, error, confidences, lambda one: one.at_top / one.at_bottom
            )
            how = CLOSED if scale is Scale.LOG else TURNED
    return Result(
        measure=_name("relative_index", scale),
        value=line.at_bottom / line.at_top if turn else line.at_top / line.at_bottom,
        unit=Unit.RATIO,
        method=format_lazy("{method}; {ratio}", method=METHODS[scale], ratio=_ratio_words(ratio_of)),
        direction=signed(line.index),
        intervals=tuple(one.inverted() if turn else one for one in intervals),
        interval_method=how,
        warnings=warnings,
        line=line,
    )  # fmt: skip


def _over_average(
    groups: Groups,
    line: FittedLine,
    scale: Scale,
    sampling: Scale | None,
    confidences: Sequence[float],
    draws: int,
    seed: int,
) -> Result:
    _require_linear(scale)
    if line.average == 0 or (groups.kind is Kind.MEAN and _crosses_zero(groups)):
        raise MeasureRefused(
            _(
                "There is no relative index where the average is zero, or values lie on both sides of it."
            )
        )
    intervals: tuple[Interval, ...] = ()
    how: StrOrPromise = ""
    if groups.standard_errors is not None:
        sums = np.column_stack([slope_weights(groups.populations), groups.shares])
        drawn = _draws_of(groups, sums, sampling or scale, draws, seed)
        intervals, how = limits_of(drawn[:, 0] / drawn[:, 1], confidences), _simulated(draws)
    return Result(
        measure="relative_index_over_average",
        value=line.index / line.average,
        unit=Unit.SHARE,
        method=format_lazy(_("{method}; slope index over the average"), method=METHODS[scale]),
        direction=signed(line.index),
        intervals=intervals,
        interval_method=how,
        warnings=_warnings(groups, line),
        line=line,
    )


def _draws_of(groups: Groups, sums: Floats, sampling: Scale, draws: int, seed: int) -> Floats:
    """Return draws of weighted sums of the values whose errors are normal on a scale."""
    if sampling is Scale.LINEAR:
        drawn = simulate_sums(groups, sums, draws=draws, seed=seed)
        if drawn is not None:
            return drawn
    found = simulate(
        groups,
        {str(n): _weighed(column) for n, column in enumerate(sums.T)},
        sampling=sampling,
        draws=draws,
        seed=seed,
    )
    return np.column_stack(list(found.values()))


def _weighed(weights: Floats) -> Callable[[Floats], Floats]:
    return lambda values: np.asarray(values @ weights, dtype=np.float64)


def _crosses_zero(groups: Groups) -> bool:
    return bool(groups.values.min() < 0 < groups.values.max())


def _slope_error(groups: Groups, scale: Scale) -> float | None:
    """Return the standard error of the slope on its scale; nothing where no errors are known."""
    errors = groups.errors_on(scale)
    if errors is None:
        return None
    return float(np.sqrt(((slope_weights(groups.populations) * errors) ** 2).sum()))


def _intervals_of(
    line: FittedLine,
    error: float,
    confidences: Sequence[float],
    read: Callable[[FittedLine], float],
) -> tuple[Interval, ...]:
    """Return what is read from the line at both limits of its slope, with the middle held."""
    found = []
    for around in normal_intervals(line.slope, error, confidences):
        ends = sorted((read(line.turned(around.lower)), read(line.turned(around.upper))))
        found.append(Interval(ends[0], ends[1], around.confidence))
    return usable(tuple(found))


def _line_weights(groups: Groups) -> tuple[Floats, Floats]:
    """Return the weights of the values in the line's intercept and in its slope."""
    slope = slope_weights(groups.populations)
    return np.asarray(groups.shares - slope / 2, dtype=np.float64), slope


def _require_linear(scale: Scale) -> None:
    if scale is not Scale.LINEAR:
        raise MeasureRefused(
            _("With a line fitted to logs or logits, sampling errors are taken on the same scale.")
        )


def _require_same(scale: Scale, sampling: Scale) -> None:
    if scale is not sampling:
        _require_linear(scale)


def _warnings(groups: Groups, line: FittedLine) -> tuple[StrOrPromise, ...]:
    found: list[StrOrPromise] = []
    low, high = sorted((line.at_bottom, line.at_top))
    if groups.kind is not Kind.MEAN and low < 0:
        found.append(
            _("The fitted line falls below zero, which is impossible. Use logs or logits.")
        )
    if groups.ceiling is not None and high > groups.ceiling:
        found.append(_("The fitted line rises above the possible maximum. Use logits."))
    if len(groups) < FEW_GROUPS:
        found.append(_("There are few groups, so a single value can move the line."))
    return tuple(found)


def _name(measure: str, scale: Scale) -> str:
    return measure if scale is Scale.LINEAR else f"{measure}_{scale}"


def _ratio_words(ratio_of: RatioOf) -> StrOrPromise:
    if ratio_of is RatioOf.MOST_OVER_LEAST:
        return _("most over least disadvantaged end")
    return _("least over most disadvantaged end")


def _simulated(draws: int) -> StrOrPromise:
    return format_lazy(_("simulated with {draws} draws"), draws=f"{draws:,}")
