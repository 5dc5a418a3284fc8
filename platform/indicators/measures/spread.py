"""Measures of spread between groups, for groups without an order too. None of them has a direction or goes below zero.

WHO HEAT technical notes; Harper and Lynch (2010), "Methods for measuring cancer disparities"; Pearcy and Keppel
(2002), "A summary measure of health disparity"; Theil (1967). Intervals: Ahn and others (2018) in closed form, Ahn
and others (2019) by simulation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.groups import Groups, require_enough
from indicators.measures.kinds import Better, Direction, Unit
from indicators.measures.normal import normal_intervals
from indicators.measures.numbers import CONFIDENCE, Floats
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Interval, Result
from indicators.measures.simulation import DRAWS, SEED, limits_of, simulate

THOUSAND = 1000.0  # WHO prints both entropy measures multiplied by it
CHANCE: StrOrPromise = _(
    "It cannot be below zero, so chance alone makes it larger, and its interval does not show whether there is a difference."
)
_AHN: StrOrPromise = _(
    "from the groups' standard errors, with the formula of Ahn and others (2018)"
)


def between_group_variance(
    groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)
) -> Result:
    """Return the variance of group values around the average, weighted by population, in their unit squared."""
    require_enough(groups)
    shares, away = groups.shares, groups.values - groups.average
    value = float((shares * away**2).sum())
    error = None
    if groups.standard_errors is not None:
        noise = shares * groups.standard_errors
        both = float((noise**2).sum()) ** 2 - float((noise**4).sum())
        own = float(((shares * (1 - shares) * groups.standard_errors**2) ** 2).sum())
        error = float(np.sqrt(4 * ((noise * away) ** 2).sum() + 2 * (both + own)))
    return _closed(
        "between_group_variance",
        value,
        error,
        Unit.SQUARED,
        _("Mean squared distance from the average, weighted by population"),
        confidences,
    )


def theil_index(
    groups: Groups, *, multiplier: float = THOUSAND, confidences: Sequence[float] = (CONFIDENCE,)
) -> Result:
    """Return the Theil index: the mean of r ln r weighted by population, r being value over average; times 1,000."""
    shares, relative = _relative(groups, zeros_count=True)
    logs = np.log(np.where(relative > 0, relative, 1.0))
    value = float((shares * relative * logs).sum())
    error = None
    if groups.standard_errors is not None and (relative > 0).all():
        middle = float((shares * relative * (1 + logs)).sum())
        steps = (1 + logs - middle) * shares * groups.standard_errors / groups.average
        error = float(np.sqrt((steps**2).sum()))
    return _closed(
        "theil_index",
        value * multiplier,
        error * multiplier if error is not None else None,
        Unit.THOUSANDTHS,
        _("Entropy of the groups' shares of the whole, weighted by population"),
        confidences,
    )


def mean_log_deviation(
    groups: Groups, *, multiplier: float = THOUSAND, confidences: Sequence[float] = (CONFIDENCE,)
) -> Result:
    """Return the mean log deviation: the mean of -ln r weighted by population; times 1,000."""
    shares, relative = _relative(groups, zeros_count=False)
    value = float(-(shares * np.log(relative)).sum())
    error = None
    if groups.standard_errors is not None:
        steps = (1 - 1 / relative) * shares * groups.standard_errors / groups.average
        error = float(np.sqrt((steps**2).sum()))
    return _closed(
        "mean_log_deviation",
        value * multiplier,
        error * multiplier if error is not None else None,
        Unit.THOUSANDTHS,
        _("Mean log of average over value, weighted by population"),
        confidences,
    )


def index_of_disparity(
    groups: Groups,
    *,
    is_weighted: bool = False,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Return the mean distance of groups from the average as a percentage of the average.

    Every group counts the same, as Pearcy and Keppel defined it, unless ``is_weighted``.
    """
    return _simulated(groups, [_disparity(groups, is_weighted)], confidences, draws, seed)[0]


def mean_difference_from_mean(
    groups: Groups,
    *,
    is_weighted: bool = True,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Return the mean distance of groups from the average, in the unit of the values."""
    return _simulated(groups, [_from_mean(groups, is_weighted)], confidences, draws, seed)[0]


def mean_difference_from_best(
    groups: Groups,
    *,
    is_weighted: bool = True,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Return the mean distance of groups from the best value; the best is looked for in each draw anew."""
    return _simulated(groups, [_from_best(groups, is_weighted)], confidences, draws, seed)[0]


def mean_difference_from_reference(
    groups: Groups,
    *,
    is_weighted: bool = True,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Return the mean distance of groups from the reference group."""
    return _simulated(groups, [_from_reference(groups, is_weighted)], confidences, draws, seed)[0]


def distances(
    groups: Groups,
    *,
    confidences: Sequence[float] = (CONFIDENCE,),
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[list[Result], dict[str, StrOrPromise]]:
    """Return all measures of mean distance from one simulation, and why others are refused, by their names."""
    made: list[_Distance] = []
    refused: dict[str, StrOrPromise] = {}
    for name, make, is_weighted in (
        ("index_of_disparity", _disparity, False),
        ("index_of_disparity_weighted", _disparity, True),
        ("mean_difference_from_mean", _from_mean, True),
        ("mean_difference_from_best", _from_best, True),
        ("mean_difference_from_reference", _from_reference, True),
    ):
        try:
            made.append(make(groups, is_weighted))
        except MeasureRefused as refusal:
            refused[name] = refusal.reason
    return _simulated(groups, made, confidences, draws, seed), refused


@dataclass(frozen=True, eq=False)
class _Distance:
    measure: str
    statistic: Callable[[Floats], Floats]
    unit: Unit
    method: StrOrPromise
    reference: str = ""


def _disparity(groups: Groups, is_weighted: bool) -> _Distance:
    require_enough(groups)
    if groups.average <= 0 or groups.values.min() < 0:
        raise MeasureRefused(_("It needs values of zero or more, and an average above zero."))
    weights, shares = _weights(groups, is_weighted), groups.shares

    def statistic(values: Floats) -> Floats:
        middle = values @ shares
        distance = np.abs(values - middle[:, None]) @ weights
        return np.asarray(100 * distance / middle, dtype=np.float64)

    return _Distance(
        "index_of_disparity_weighted" if is_weighted else "index_of_disparity",
        statistic,
        Unit.PERCENT,
        _with_weights(_("Mean distance from the average over the average"), is_weighted),
    )


def _from_mean(groups: Groups, is_weighted: bool) -> _Distance:
    require_enough(groups)
    weights, shares = _weights(groups, is_weighted), groups.shares
    return _Distance(
        "mean_difference_from_mean",
        lambda values: np.abs(values - (values @ shares)[:, None]) @ weights,
        Unit.VALUES,
        _with_weights(_("Mean distance from the average"), is_weighted),
    )


def _from_best(groups: Groups, is_weighted: bool) -> _Distance:
    require_enough(groups)
    best = groups.best
    if best is None:
        raise MeasureRefused(_("Say whether a higher or a lower value is better."))
    weights = _weights(groups, is_weighted)
    sign = 1.0 if groups.better is Better.HIGHER else -1.0

    def statistic(values: Floats) -> Floats:
        turned = sign * values
        return np.asarray((turned.max(axis=1)[:, None] - turned) @ weights, dtype=np.float64)

    return _Distance(
        "mean_difference_from_best",
        statistic,
        Unit.VALUES,
        _with_weights(_("Mean distance from the best group"), is_weighted),
        groups.names[best],
    )


def _from_reference(groups: Groups, is_weighted: bool) -> _Distance:
    require_enough(groups)
    reference = groups.reference
    if reference is None:
        raise MeasureRefused(_("Name a reference group."))
    weights = _weights(groups, is_weighted)
    return _Distance(
        "mean_difference_from_reference",
        lambda values: np.abs(values - values[:, [reference]]) @ weights,
        Unit.VALUES,
        _with_weights(_("Mean distance from the reference group"), is_weighted),
        groups.names[reference],
    )


def _relative(groups: Groups, *, zeros_count: bool) -> tuple[Floats, Floats]:
    require_enough(groups)
    lowest = groups.values.min()
    if lowest < 0 or groups.average <= 0 or (lowest == 0 and not zeros_count):
        raise MeasureRefused(_("It needs values above zero: zero has no logarithm."))
    return groups.shares, np.asarray(groups.values / groups.average, dtype=np.float64)


def _weights(groups: Groups, is_weighted: bool) -> Floats:
    return groups.shares if is_weighted else np.full(len(groups), 1 / len(groups))


def _with_weights(method: StrOrPromise, is_weighted: bool) -> StrOrPromise:
    if is_weighted:
        return format_lazy(_("{method}, weighted by population"), method=method)
    return format_lazy(_("{method}, every group counting the same"), method=method)


def _closed(
    measure: str,
    value: float,
    error: float | None,
    unit: Unit,
    method: StrOrPromise,
    confidences: Sequence[float],
) -> Result:
    value = max(value, 0.0)  # rounding may leave a trace below zero
    intervals: tuple[Interval, ...] = ()
    if error is not None:
        around = normal_intervals(value, error, confidences)
        intervals = tuple(Interval(max(0.0, i.lower), i.upper, i.confidence) for i in around)
    return Result(
        measure=measure,
        value=value,
        unit=unit,
        method=method,
        direction=Direction.WITHOUT,
        intervals=intervals,
        interval_method=_AHN if intervals else "",
        warnings=(CHANCE,) if intervals else (),
        standard_error=error,
    )


def _simulated(
    groups: Groups,
    distances: Sequence[_Distance],
    confidences: Sequence[float],
    draws: int,
    seed: int,
) -> list[Result]:
    found = simulate(
        groups,
        {one.measure: one.statistic for one in distances},
        draws=draws,
        seed=seed,
        within_range=True,
    )
    how = format_lazy(
        _("simulated with {draws} draws, within the possible range"), draws=f"{draws:,}"
    )
    return [
        Result(
            measure=one.measure,
            value=float(one.statistic(groups.values[None, :])[0]),
            unit=one.unit,
            method=one.method,
            direction=Direction.WITHOUT,
            intervals=limits_of(found[one.measure], confidences) if found else (),
            interval_method=how if found else "",
            warnings=(CHANCE,) if found else (),
            reference=one.reference,
        )
        for one in distances
    ]
