"""The one entrance: every measure that has a meaning for some groups, and why the others have none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django_stubs_ext import StrOrPromise

from indicators.measures import (
    attributable,
    comparisons,
    concentration,
    regression,
    slope,
    spread,
)
from indicators.measures.catalogue import MEASURES
from indicators.measures.groups import Groups
from indicators.measures.kinds import RatioOf, Scale
from indicators.measures.numbers import CONFIDENCE
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Result
from indicators.measures.simulation import DRAWS, SEED

# What is shown first: one absolute and one relative measure, those that use all groups before those that use two.
_FIRST = (("slope_index", "difference"), ("relative_index", "ratio"))


@dataclass(frozen=True)
class Refusal:
    """A measure, by its name in the catalogue, and why it has no meaning for the groups."""

    measure: str
    reason: StrOrPromise


@dataclass(frozen=True, eq=False)
class Report:
    """All that can be said of some groups, in the order of the catalogue."""

    groups: Groups
    results: tuple[Result, ...]
    refusals: tuple[Refusal, ...]

    def get(self, measure: str) -> Result | None:
        """Return the result of a measure, if it has one."""
        return next((one for one in self.results if one.measure == measure), None)

    @property
    def first_two(self) -> tuple[Result, ...]:
        """Return one absolute and one relative measure: the pair that should always be read together."""
        chosen = (next(filter(None, map(self.get, names)), None) for names in _FIRST)
        return tuple(one for one in chosen if one is not None)


def measure_everything(
    groups: Groups,
    *,
    confidences: Sequence[float] = (CONFIDENCE,),
    ratio_of: RatioOf = RatioOf.MOST_OVER_LEAST,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Report:
    """Compute every measure of the catalogue for some groups; repeats with the same answer.

    Raises ``MeasureRefused`` only for a level of confidence that is none.
    """
    results: dict[str, Result] = {}
    refused: dict[str, StrOrPromise] = {}
    for name, compute in _measures(groups, confidences, ratio_of, draws, seed).items():
        try:
            results[name] = compute()
        except MeasureRefused as refusal:
            refused[name] = refusal.reason
    distances, none = spread.distances(groups, confidences=confidences, draws=draws, seed=seed)
    results |= {one.measure: one for one in distances}
    refused |= none
    codes = [measure.code for measure in MEASURES]
    return Report(
        groups=groups,
        results=tuple(results[code] for code in codes if code in results),
        refusals=tuple(Refusal(code, refused[code]) for code in codes if code in refused),
    )


def _measures(
    groups: Groups, confidences: Sequence[float], ratio_of: RatioOf, draws: int, seed: int
) -> dict[str, Callable[[], Result]]:
    given = partial(partial, confidences=confidences)
    over_average = slope.RelativeIndex.OVER_AVERAGE
    made: dict[str, Callable[[], Result]] = {
        "difference": given(comparisons.difference, groups),
        "ratio": given(comparisons.ratio, groups, ratio_of=ratio_of),
        "slope_index": given(slope.slope_index, groups),
        "slope_index_poisson": given(regression.poisson_slope_index, groups),
        "slope_index_logistic": given(regression.logistic_slope_index, groups),
        "relative_index": given(
            slope.relative_index, groups, ratio_of=ratio_of, draws=draws, seed=seed
        ),
        "relative_index_poisson": given(
            regression.poisson_relative_index, groups, ratio_of=ratio_of
        ),
        "relative_index_logistic": given(
            regression.logistic_relative_index, groups, ratio_of=ratio_of
        ),
        "relative_index_over_average": given(
            slope.relative_index, groups, over_average, draws=draws, seed=seed
        ),
        "absolute_concentration_index": given(concentration.absolute_concentration_index, groups),
        "concentration_index": given(concentration.concentration_index, groups),
        "erreygers_index": given(concentration.erreygers_index, groups),
        "wagstaff_index": given(concentration.wagstaff_index, groups),
        "population_attributable_risk": given(attributable.population_attributable_risk, groups),
        "population_attributable_fraction": given(
            attributable.population_attributable_fraction, groups
        ),
        "excess_cases": given(attributable.excess_cases, groups),
        "between_group_variance": given(spread.between_group_variance, groups),
        "theil_index": given(spread.theil_index, groups),
        "mean_log_deviation": given(spread.mean_log_deviation, groups),
    }
    for scale in (Scale.LOG, Scale.LOGIT):
        made[f"slope_index_{scale}"] = given(slope.slope_index, groups, scale=scale)
        made[f"relative_index_{scale}"] = given(
            slope.relative_index, groups, scale=scale, ratio_of=ratio_of
        )
    return made
