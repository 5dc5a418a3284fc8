"""Regression models on counts and proportions: Poisson and logistic, fitted over ridits.

The weighted lines in ``slope`` treat each group's value as one point that weighs by its population. The models here
weigh by what the counts tell: a log-linear Poisson model for rates, a logistic one for proportions. Both are fitted
by iteratively reweighted least squares. Poisson regression of counts: Moreno-Betancur and others (2015), "Relative
index of inequality and slope index of inequality: a structured regression framework"; logistic: WHO HEAT technical
notes (slope and relative index as the predicted difference and ratio between rank 1 and rank 0).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.groups import Groups, require_order
from indicators.measures.kinds import Kind, RatioOf, Scale, Unit
from indicators.measures.lines import FittedLine, places_of, require_readable
from indicators.measures.normal import log_intervals, normal_intervals
from indicators.measures.numbers import CONFIDENCE, Floats
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Interval, Result, signed


class Weighing(StrEnum):
    """How groups weigh in a logistic regression."""

    POPULATION = "population"  # each person counts once
    WHO_PACKAGE = "as WHO's package"  # whole cases, populations twice: what healthequal 1.0 prints


_ROUNDS = 60
_ENOUGH = 1e-12

POISSON: StrOrPromise = _("Poisson regression of the counts on rank, with populations as exposure")
LOGISTIC: StrOrPromise = _("Logistic regression of the proportions on rank, weighted by population")
FROM_COUNTS: StrOrPromise = _("from the counts, by the model")
FROM_ERRORS: StrOrPromise = _("from the groups' standard errors, by the delta method")


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model: its line, and the covariance of intercept and slope where it is known."""

    line: FittedLine
    covariance: Floats | None

    def error_of(self, gradient: Sequence[float]) -> float | None:
        """Return the standard error of what has this gradient by intercept and slope."""
        if self.covariance is None:
            return None
        vector = np.asarray(gradient)
        return float(np.sqrt(vector @ self.covariance @ vector))


def fit_poisson(groups: Groups) -> Model:
    """Fit the log of the rate over ridits to counts. Raises ``MeasureRefused`` without counts and populations."""
    require_order(groups)
    if groups.kind is Kind.MEAN:
        raise MeasureRefused(_("Poisson regression is for rates and proportions, not for means."))
    if groups.counts is None or not groups.has_populations:
        raise MeasureRefused(
            _("Poisson regression needs the count and the population of each group.")
        )
    if groups.counts.sum() <= 0:
        raise MeasureRefused(_("There are no events to compare."))
    rates = groups.counts / groups.populations
    beta, information = _fit(rates, groups.populations, groups.populations, Scale.LOG)
    line = FittedLine(
        beta[0] + math.log(groups.per), beta[1], groups.average, Scale.LOG, groups.per
    )
    return Model(line, _inverse(information))  # fmt: skip


def fit_logistic(groups: Groups, *, weighing: Weighing = Weighing.POPULATION) -> Model:
    """Fit the logit of the proportion over ridits. Raises ``MeasureRefused`` unless the values are proportions.

    With counts the covariance is the model's own; with standard errors alone it is the sandwich of what they say.
    ``WHO_PACKAGE`` repeats WHO's R package, for comparison with its tables: cases rounded to whole people, weights
    of the population squared, and a covariance from the groups' distances to the line (HC1).
    """
    require_order(groups)
    if groups.kind is not Kind.PROPORTION:
        raise MeasureRefused(_("Logistic regression is for proportions."))
    people = groups.populations
    shares = groups.values / groups.per
    weights = people
    if weighing is Weighing.WHO_PACKAGE:
        people = np.ceil(people)
        shares, weights = np.round(shares * people) / people, people**2
    if shares.max() <= 0 or shares.min() >= 1:
        raise MeasureRefused(_("In every group, nobody or everyone has the outcome."))
    beta, information = _fit(shares, weights, people, Scale.LOGIT)
    inverse = _inverse(information)
    line = FittedLine(beta[0], beta[1], groups.average, Scale.LOGIT, groups.per)
    covariance: Floats | None = None
    if weighing is Weighing.WHO_PACKAGE:
        fitted = 1 / (1 + np.exp(-(_design(people) @ beta)))
        scatter = weights * (shares - fitted) * np.sqrt(len(people) / (len(people) - 2))
        covariance = _sandwich(inverse, people, scatter)
    elif groups.counts is not None and groups.has_populations:
        covariance = inverse
    elif groups.standard_errors is not None:
        covariance = _sandwich(inverse, people, people * groups.standard_errors / groups.per)
    return Model(line, covariance)


def poisson_relative_index(
    groups: Groups,
    *,
    ratio_of: RatioOf = RatioOf.MOST_OVER_LEAST,
    confidences: Sequence[float] = (CONFIDENCE,),
) -> Result:
    """Return the relative index of inequality from Poisson regression: the rate ratio between the ends of the order."""
    model = fit_poisson(groups)
    sign = -1 if ratio_of is RatioOf.MOST_OVER_LEAST else 1
    value = math.exp(sign * model.line.slope)
    error = model.error_of((0, 1))
    return Result(
        measure="relative_index_poisson",
        value=value,
        unit=Unit.RATIO,
        method=_with_ratio(POISSON, ratio_of),
        direction=signed(model.line.index),
        intervals=log_intervals(value, error, confidences) if error is not None else (),
        interval_method=FROM_COUNTS,
        standard_error=error,
        line=model.line,
    )


def poisson_slope_index(groups: Groups, *, confidences: Sequence[float] = (CONFIDENCE,)) -> Result:
    """Return the slope index from Poisson regression: the difference of the predicted rates at both ends."""
    model = fit_poisson(groups)
    top, bottom = model.line.at_top, model.line.at_bottom
    error = model.error_of((top - bottom, top))
    return _slope("slope_index_poisson", model, error, POISSON, FROM_COUNTS, confidences)


def logistic_slope_index(
    groups: Groups,
    *,
    weighing: Weighing = Weighing.POPULATION,
    confidences: Sequence[float] = (CONFIDENCE,),
) -> Result:
    """Return the slope index from logistic regression: the difference of the predicted proportions at both ends."""
    model = fit_logistic(groups, weighing=weighing)
    top, bottom = _bends(model.line)
    error = model.error_of((top - bottom, top))
    how = _how(groups, weighing)
    return _slope("slope_index_logistic", model, error, LOGISTIC, how, confidences)


def logistic_relative_index(
    groups: Groups,
    *,
    ratio_of: RatioOf = RatioOf.MOST_OVER_LEAST,
    weighing: Weighing = Weighing.POPULATION,
    confidences: Sequence[float] = (CONFIDENCE,),
) -> Result:
    """Return the relative index from logistic regression: the ratio of the predicted proportions at both ends."""
    model = fit_logistic(groups, weighing=weighing)
    line = model.line
    top, bottom = _bends(line)
    gradient = (top / line.at_top - bottom / line.at_bottom, top / line.at_top)
    error = model.error_of(gradient)
    turn = ratio_of is RatioOf.MOST_OVER_LEAST
    value = line.at_bottom / line.at_top if turn else line.at_top / line.at_bottom
    return Result(
        measure="relative_index_logistic",
        value=value,
        unit=Unit.RATIO,
        method=_with_ratio(LOGISTIC, ratio_of),
        direction=signed(line.index),
        intervals=log_intervals(value, error, confidences) if error is not None else (),
        interval_method=_how(groups, weighing) if error is not None else "",
        standard_error=error,
        line=line,
    )


def _how(groups: Groups, weighing: Weighing) -> StrOrPromise:
    if weighing is Weighing.WHO_PACKAGE:
        return _("from the distances of the groups to the line (HC1)")
    return FROM_COUNTS if groups.counts is not None and groups.has_populations else FROM_ERRORS


def _slope(
    measure: str,
    model: Model,
    error: float | None,
    method: StrOrPromise,
    how: StrOrPromise,
    confidences: Sequence[float],
) -> Result:
    value = model.line.index
    intervals: tuple[Interval, ...] = ()
    if error is not None:
        intervals = normal_intervals(value, error, confidences)
    return Result(
        measure=measure,
        value=value,
        unit=Unit.VALUES,
        method=method,
        direction=signed(value),
        intervals=intervals,
        interval_method=how if intervals else "",
        standard_error=error,
        line=model.line,
    )


def _bends(line: FittedLine) -> tuple[float, float]:
    """Return how fast the proportion moves with its logit at the top and at the bottom of the line."""
    top, bottom = line.at_top, line.at_bottom
    return top * (1 - top / line.per), bottom * (1 - bottom / line.per)


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _sandwich(inverse: Floats, populations: Floats, scores: Floats) -> Floats:
    design = _design(populations)
    meat = (design * (scores**2)[:, None]).T @ design
    return np.asarray(inverse @ meat @ inverse, dtype=np.float64)


def _design(populations: Floats) -> Floats:
    return np.column_stack([np.ones(len(populations)), places_of(populations)])


def _fit(
    observed: Floats, weights: Floats, populations: Floats, scale: Scale
) -> tuple[Floats, Floats]:
    """Return intercept and slope that maximise the likelihood, and the information matrix there."""
    design = _design(populations)
    middle = float((observed * weights).sum() / weights.sum())
    start = math.log(middle) if scale is Scale.LOG else math.log(middle / (1 - middle))
    beta = np.array([start, 0.0])
    information = np.eye(2)
    for _round in range(_ROUNDS):
        linear = np.clip(design @ beta, -500, 500)
        expected = np.exp(linear) if scale is Scale.LOG else 1 / (1 + np.exp(-linear))
        bend = expected if scale is Scale.LOG else expected * (1 - expected)
        information = (design * (weights * bend)[:, None]).T @ design
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e14:
            break
        step = np.linalg.solve(information, design.T @ (weights * (observed - expected)))
        beta = beta + step
        if float(np.abs(step).max()) < _ENOUGH * (1 + float(np.abs(beta).max())):
            require_readable(float(beta[1]), scale)
            return beta, information
    raise MeasureRefused(_("The regression has no solution: too many groups have no cases."))


def _with_ratio(method: StrOrPromise, ratio_of: RatioOf) -> StrOrPromise:
    words = (
        _("most over least disadvantaged end")
        if ratio_of is RatioOf.MOST_OVER_LEAST
        else _("least over most disadvantaged end")
    )
    return format_lazy("{method}; {ratio}", method=method, ratio=words)
