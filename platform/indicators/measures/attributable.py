"""Population attributable risk and fraction: what the whole population would gain if all had the reference's value.

They compare; they prove no cause. The reference is the least disadvantaged group of an order, or the one named, or
the one with the best value. Kunst and Mackenbach (1995), "Measuring socioeconomic inequalities in health"; WHO HEAT
technical notes, where a gain below zero counts as none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.groups import Groups, require_enough
from indicators.measures.kinds import Better, Direction, Kind, Unit
from indicators.measures.normal import log_intervals, normal_intervals
from indicators.measures.numbers import CONFIDENCE, Floats
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Interval, Result, signed

NONE_GAINED: StrOrPromise = _(
    "The average is already as good as the reference, so it is set to zero."
)
METHOD: StrOrPromise = _("Average against the reference group")
_LINEAR: StrOrPromise = _("exact for independent groups with normal sampling errors")
_ON_LOGS: StrOrPromise = _("normal on the logarithm of reference over average, by the delta method")


@dataclass(frozen=True, eq=False)
class _Gain:
    reference: int
    sign: int  # 1 where the average would fall to the reference, -1 where it would rise to it
    is_none: bool


def population_attributable_risk(
    groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)
) -> Result:
    """Return by how much the average would be better if every group had the reference's value, in its unit.

    Average minus reference where lower is better or nobody said; reference minus average where higher is better.
    """
    gain = _gain(groups)
    weights = _weights(groups, gain)
    value = 0.0 if gain.is_none else float((weights * groups.values).sum())
    intervals: tuple[Interval, ...] = ()
    error = None
    if groups.standard_errors is not None and not gain.is_none:
        error = float(np.sqrt(((weights * groups.standard_errors) ** 2).sum()))
        intervals = normal_intervals(value, error, confidences)
    return _result(groups, gain, "population_attributable_risk", value, Unit.VALUES, intervals, _LINEAR, error)  # fmt: skip


def population_attributable_fraction(
    groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)
) -> Result:
    """Return the attributable risk as a percentage of the average."""
    gain = _gain(groups)
    average, reference = groups.average, float(groups.values[gain.reference])
    if average <= 0 or groups.values.min() < 0:
        raise MeasureRefused(
            _("A fraction needs values of zero or more, and an average above zero.")
        )
    value = 0.0 if gain.is_none else 100 * gain.sign * (1 - reference / average)
    intervals: tuple[Interval, ...] = ()
    if groups.standard_errors is not None and not gain.is_none and reference > 0:
        own = np.zeros(len(groups))
        own[gain.reference] = 1 / reference
        gradient = own - groups.shares / average
        error = float(np.sqrt(((gradient * groups.standard_errors) ** 2).sum()))
        ratios = log_intervals(reference / average, error, confidences)
        ends = [sorted((gain.sign * (1 - r.lower), gain.sign * (1 - r.upper))) for r in ratios]
        intervals = tuple(
            Interval(100 * low, 100 * high, r.confidence)
            for (low, high), r in zip(ends, ratios, strict=True)
        )
    return _result(groups, gain, "population_attributable_fraction", value, Unit.PERCENT, intervals, _ON_LOGS, None)  # fmt: skip


def excess_cases(groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)) -> Result:
    """Return the people or events beyond those expected if every group had the reference's value."""
    if groups.kind is Kind.MEAN or not groups.has_populations:
        raise MeasureRefused(_("It needs proportions or rates, and the population of each group."))
    risk = population_attributable_risk(groups, confidences=confidences)
    factor = float(groups.populations.sum()) / groups.per
    return Result(
        measure="excess_cases",
        value=risk.value * factor,
        unit=Unit.PEOPLE,
        method=METHOD,
        direction=risk.direction,
        intervals=tuple(one.turned(factor) for one in risk.intervals),
        interval_method=risk.interval_method,
        warnings=risk.warnings,
        reference=risk.reference,
        details=risk.details,
    )


def reference_of(groups: Groups) -> int:
    """Return the group that all are held against: the one named, the least disadvantaged, or the best."""
    if groups.reference is not None:
        return groups.reference
    if groups.is_ordered:
        if groups.gap_at_end:
            raise MeasureRefused(_("The first or the last group in the order has no value."))
        return len(groups) - 1
    if groups.best is None:
        raise MeasureRefused(
            _("Name a reference group, or say whether a higher or a lower value is better.")
        )
    return groups.best


def _gain(groups: Groups) -> _Gain:
    require_enough(groups, 2)
    reference = reference_of(groups)
    away = groups.average - float(groups.values[reference])
    sign = -1 if groups.better is Better.HIGHER else 1
    known = groups.better is not Better.UNKNOWN
    return _Gain(
        reference, sign, known and sign * away < 0 and not math.isclose(away, 0, abs_tol=1e-12)
    )


def _weights(groups: Groups, gain: _Gain) -> Floats:
    own = np.zeros(len(groups))
    own[gain.reference] = 1
    return np.asarray(gain.sign * (groups.shares - own), dtype=np.float64)


def _result(
    groups: Groups,
    gain: _Gain,
    measure: str,
    value: float,
    unit: Unit,
    intervals: tuple[Interval, ...],
    how: StrOrPromise,
    error: float | None,
) -> Result:
    toward_least = groups.is_ordered and gain.reference == len(groups) - 1
    difference = float(groups.values[gain.reference]) - groups.average
    return Result(
        measure=measure,
        value=value,
        unit=unit,
        method=METHOD,
        direction=signed(difference) if toward_least else Direction.WITHOUT,
        intervals=intervals,
        interval_method=how if intervals else "",
        warnings=(NONE_GAINED,) if gain.is_none else (),
        standard_error=error,
        reference=groups.names[gain.reference],
        details={"sign": float(gain.sign)},
    )
