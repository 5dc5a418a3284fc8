"""Concentration indices: how unequally a value is shared along the order, from all groups.

Twice the covariance of value and ridit, with population weights. Positive where the better-off have more.
Wagstaff, Paci and van Doorslaer (1991); Kakwani, Wagstaff and van Doorslaer (1997); O'Donnell and others (2008),
"Analyzing health equity using household survey data", chapter 8. For bounded values: Wagstaff (2005), "The bounds of
the concentration index when the variable of interest is binary"; Erreygers (2009), "Correcting the concentration
index"; the general bounds as in Erreygers and Van Ourti (2011).
"""

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.groups import Groups, require_order
from indicators.measures.kinds import Kind, Unit
from indicators.measures.lines import places_of
from indicators.measures.normal import normal_intervals
from indicators.measures.numbers import CONFIDENCE, Floats
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Result, signed

LINEAR: StrOrPromise = _("exact for normal sampling errors")
DELTA: StrOrPromise = _("from the groups' standard errors, by the delta method")


def absolute_concentration_index(
    groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)
) -> Result:
    """Return the absolute (generalised) concentration index, in the unit of the values: relative index times average."""
    require_order(groups)
    weights = _weights(groups)
    value = float((weights * groups.values).sum())
    return _result(
        groups,
        "absolute_concentration_index",
        value,
        weights,
        confidences,
        unit=Unit.VALUES,
        method=_("Twice the covariance of value and rank"),
        how=LINEAR,
    )


def concentration_index(groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)) -> Result:
    """Return the relative concentration index, between -1 and 1: twice the covariance over the average."""
    require_order(groups)
    average = _positive_average(groups)
    weights = _weights(groups)
    value = float((weights * groups.values).sum()) / average
    gradient = (weights - value * groups.shares) / average
    return _result(
        groups,
        "concentration_index",
        value,
        gradient,
        confidences,
        method=_("Twice the covariance of value and rank, over the average"),
        warnings=_bounded_warning(groups),
    )


def erreygers_index(
    groups: Groups,
    *,
    bounds: tuple[float, float] | None = None,
    confidences: Sequence[float] = (CONFIDENCE,),
) -> Result:
    """Return the Erreygers index of a bounded value, between -1 and 1: four times the absolute index over the range.

    ``bounds`` are nothing and everybody for a proportion unless given. It mirrors: the index of those affected is
    minus the index of those not affected.
    """
    require_order(groups)
    low, high = _bounds(groups, bounds)
    weights = _weights(groups) * 4 / (high - low)
    return _result(
        groups,
        "erreygers_index",
        float((weights * groups.values).sum()),
        weights,
        confidences,
        method=_("Four times the absolute concentration index, over the range of the value"),
        how=LINEAR,
    )


def wagstaff_index(
    groups: Groups,
    *,
    bounds: tuple[float, float] | None = None,
    confidences: Sequence[float] = (CONFIDENCE,),
) -> Result:
    """Return the Wagstaff index of a bounded value, between -1 and 1.

    The absolute index times the range, over the average's distances to both bounds: for a proportion the
    concentration index over one minus the average.
    """
    require_order(groups)
    low, high = _bounds(groups, bounds)
    average = groups.average
    if not low < average < high:
        raise MeasureRefused(_("In every group, nobody or everyone has the outcome."))
    weights = _weights(groups)
    room = (high - average) * (average - low)
    value = float((weights * groups.values).sum()) * (high - low) / room
    slope = (high + low - 2 * average) / room
    gradient = weights * (high - low) / room - value * slope * groups.shares
    return _result(
        groups,
        "wagstaff_index",
        value,
        gradient,
        confidences,
        method=_("Concentration index over the range that the average leaves"),
    )


def _weights(groups: Groups) -> Floats:
    """Return the weight of each value in the absolute index: twice share times distance from the middle rank."""
    return np.asarray(2 * groups.shares * (places_of(groups.populations) - 0.5), dtype=np.float64)


def _result(
    groups: Groups,
    measure: str,
    value: float,
    gradient: Floats,
    confidences: Sequence[float],
    *,
    method: StrOrPromise,
    how: StrOrPromise = DELTA,
    unit: Unit = Unit.SHARE,
    warnings: tuple[StrOrPromise, ...] = (),
) -> Result:
    error = None
    if groups.standard_errors is not None:
        error = float(np.sqrt(((gradient * groups.standard_errors) ** 2).sum()))
    return Result(
        measure=measure,
        value=value,
        unit=unit,
        method=method,
        direction=signed(value),
        intervals=normal_intervals(value, error, confidences) if error is not None else (),
        interval_method=how if error is not None else "",
        warnings=warnings,
        standard_error=error,
    )


def _positive_average(groups: Groups) -> float:
    if groups.average == 0 or groups.values.min() < 0:
        raise MeasureRefused(
            _(
                "A relative concentration index needs values of zero or more, and an average above zero."
            )
        )
    return groups.average


def _bounds(groups: Groups, bounds: tuple[float, float] | None) -> tuple[float, float]:
    if bounds is None and groups.kind is not Kind.PROPORTION:
        raise MeasureRefused(_("It is for values with a smallest and a largest possible number."))
    low, high = bounds or (0.0, groups.per)
    if low >= high or groups.values.min() < low or groups.values.max() > high:
        raise MeasureRefused(_("Some values lie outside the bounds given for them."))
    return low, high


def _bounded_warning(groups: Groups) -> tuple[StrOrPromise, ...]:
    if groups.kind is not Kind.PROPORTION:
        return ()
    return (
        _("For a proportion, it depends on how common the outcome is, and on whether people with or without it are counted: compare the Erreygers index too."),
    )  # fmt: skip
