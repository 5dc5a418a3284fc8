"""Intervals by simulation, for what has no closed form: the same seed gives the same interval each time.

Group values are drawn again and again from their sampling errors, the measure is computed of each draw, and the
limits are the quantiles of what comes out.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from indicators.measures.groups import Groups
from indicators.measures.kinds import Kind, Scale
from indicators.measures.numbers import Floats, all_back, level_of, quantile
from indicators.measures.results import Interval, usable

DRAWS = 100_000
SEED = 20_171_018
_CELLS = 400_000  # numbers at a time, so that memory stays small with many groups

Statistic = Callable[[Floats], Floats]  # draws (one a row, a group a column) to one number a draw


def simulate(
    groups: Groups,
    statistics: Mapping[str, Statistic],
    *,
    sampling: Scale = Scale.LINEAR,
    draws: int = DRAWS,
    seed: int = SEED,
    within_range: bool = False,
) -> dict[str, Floats]:
    """Return each statistic of ``draws`` draws of the groups' values; nothing of them without standard errors.

    Errors are normal on the ``sampling`` scale. ``within_range`` draws again what cannot be (below zero, or above
    everybody), as WHO's intervals of the measures without order do (Ahn and others 2019).
    """
    errors = groups.errors_on(sampling)
    if errors is None:
        return {}
    random = np.random.Generator(np.random.SFC64(seed))
    points, size = groups.points(sampling), max(1, _CELLS // len(groups))
    found: dict[str, list[Floats]] = {name: [] for name in statistics}
    for start in range(0, draws, size):
        shape = (min(size, draws - start), len(groups))
        drawn = random.standard_normal(shape) * errors + points
        values = all_back(drawn, sampling, groups.per)
        if within_range and sampling is Scale.LINEAR and groups.kind is not Kind.MEAN:
            _draw_again(values, groups, errors, random)
        for name, statistic in statistics.items():
            found[name].append(statistic(values))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def simulate_sums(
    groups: Groups, weights: Floats, *, draws: int = DRAWS, seed: int = SEED
) -> Floats | None:
    """Return draws of weighted sums of the values, one column a sum; nothing without standard errors.

    ``weights`` has a column for each sum. Sums of normal errors are normal together, so only they are drawn,
    however many groups there are.
    """
    errors = groups.errors_on(Scale.LINEAR)
    if errors is None:
        return None
    random = np.random.Generator(np.random.SFC64(seed))
    spread = weights * errors[:, None]
    sizes, turn = np.linalg.eigh(spread.T @ spread)
    root = turn * np.sqrt(np.clip(sizes, 0, None))
    drawn = random.standard_normal((draws, weights.shape[1])) @ root.T
    return np.asarray(drawn + groups.values @ weights, dtype=np.float64)


def limits_of(samples: Floats, confidences: Sequence[float]) -> tuple[Interval, ...]:
    """Return the central intervals of what was simulated, one for each level of confidence."""
    levels = [level_of(confidence) for confidence in confidences]
    for confidence in confidences:
        quantile(confidence)  # refuses levels that are none
    edges = [edge for level in levels for edge in ((1 - level) / 2, (1 + level) / 2)]
    found = np.quantile(samples, edges)
    return usable(
        tuple(
            Interval(float(found[2 * n]), float(found[2 * n + 1]), level)
            for n, level in enumerate(levels)
        )
    )


def _draw_again(
    values: Floats, groups: Groups, errors: Floats, random: np.random.Generator
) -> None:
    """Replace draws that cannot be; after fifty rounds what is left is set to the edge."""
    ceiling = np.inf if groups.ceiling is None else groups.ceiling
    for _round in range(50):
        rows, columns = np.nonzero((values < 0) | (values > ceiling))
        if not len(rows):
            return
        fresh = random.standard_normal(len(rows))
        values[rows, columns] = fresh * errors[columns] + groups.values[columns]
    np.clip(values, 0, ceiling, out=values)
