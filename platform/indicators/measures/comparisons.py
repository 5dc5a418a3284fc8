"""Differences and ratios of two groups: the simplest measures, which the groups between do not change.

For ordered groups the two are the ends of the order; for others the highest and the lowest value, or the reference
and the group farthest from it. WHO (2013), "Handbook on health inequality monitoring"; intervals: Ahn and others
(2018), "Variance estimation and confidence intervals for 11 commonly used health disparity measures".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.groups import Groups, require_enough
from indicators.measures.kinds import Direction, Kind, RatioOf, Unit
from indicators.measures.normal import log_intervals, normal_intervals
from indicators.measures.numbers import CONFIDENCE
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Result, signed

INDEPENDENT: StrOrPromise = _("exact for independent groups with normal sampling errors")
ON_LOGS: StrOrPromise = _("normal on the logarithm of the ratio, by the delta method")


@dataclass(frozen=True)
class Pair:
    """Two groups that are compared, by their positions: the one that starts, the one held against it."""

    first: int
    last: int


def pair_of(groups: Groups) -> Pair:
    """Return the two groups to compare. Raises ``MeasureRefused`` if an end of the order has no value."""
    if groups.is_ordered:
        if groups.gap_at_end:
            raise MeasureRefused(_("The first or the last group in the order has no value."))
        if len(groups) < 2:
            raise MeasureRefused(_("At least two groups are needed to compare."))
        return Pair(0, len(groups) - 1)
    require_enough(groups, 2)
    if groups.reference is not None:
        away = np.abs(groups.values - groups.values[groups.reference])
        away[groups.reference] = -1
        return Pair(int(np.argmax(away)), groups.reference)
    return Pair(int(np.argmax(groups.values)), int(np.argmin(groups.values)))


def difference(groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)) -> Result:
    """Return least minus most disadvantaged group; without an order, highest minus lowest or farthest minus reference."""
    pair = pair_of(groups)
    first, last = groups.values[pair.first], groups.values[pair.last]
    value = float(last - first if groups.is_ordered else first - last)
    error = None
    if groups.standard_errors is not None:
        error = float(np.hypot(*groups.standard_errors[[pair.first, pair.last]]))
    return Result(
        measure="difference",
        value=value,
        unit=Unit.VALUES,
        method=_method(groups),
        direction=signed(value) if groups.is_ordered else Direction.WITHOUT,
        intervals=normal_intervals(value, error, confidences) if error is not None else (),
        interval_method=INDEPENDENT if error is not None else "",
        warnings=_warnings(groups, pair),
        standard_error=error,
        reference=groups.names[pair.last],
    )


def ratio(
    groups: Groups,
    *,
    ratio_of: RatioOf = RatioOf.MOST_OVER_LEAST,
    confidences: Sequence[float] = (CONFIDENCE,),
) -> Result:
    """Return most over least disadvantaged group; without an order, highest over lowest or farthest over reference."""
    pair = pair_of(groups)
    above, below = pair.first, pair.last
    if groups.is_ordered and ratio_of is RatioOf.LEAST_OVER_MOST:
        above, below = below, above
    top, bottom = float(groups.values[above]), float(groups.values[below])
    if groups.kind is Kind.MEAN and groups.values.min() < 0:
        raise MeasureRefused(_("A ratio has no meaning where values are negative."))
    if bottom == 0:
        raise MeasureRefused(_("There is no ratio to a value of zero."))
    error = None
    if groups.standard_errors is not None and top > 0:
        relative = groups.standard_errors[[above, below]] / groups.values[[above, below]]
        error = float(np.hypot(*relative))
    return Result(
        measure="ratio",
        value=top / bottom,
        unit=Unit.RATIO,
        method=_method(groups),
        direction=signed(float(groups.values[pair.last] - groups.values[pair.first]))
        if groups.is_ordered
        else Direction.WITHOUT,
        intervals=log_intervals(top / bottom, error, confidences) if error is not None else (),
        interval_method=ON_LOGS if error is not None else "",
        warnings=_warnings(groups, pair),
        standard_error=error,
        reference=groups.names[below],
    )


def _method(groups: Groups) -> StrOrPromise:
    if groups.is_ordered:
        return _("Most and least disadvantaged group")
    if groups.reference is not None:
        return _("Reference and the group farthest from it")
    return _("Highest and lowest group")


def _warnings(groups: Groups, pair: Pair) -> tuple[StrOrPromise, ...]:
    found: list[StrOrPromise] = []
    if not groups.is_ordered and len(groups) > 2:
        found.append(
            _(
                "The two groups were picked because they are farthest apart: chance alone makes that larger."
            )
        )
    share = float(groups.shares[[pair.first, pair.last]].sum())
    if groups.has_populations and share < 0.1:
        found.append(_("The two groups together are less than a tenth of the population."))
    return tuple(found)
