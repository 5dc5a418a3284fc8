"""The difference of two indices: has the inequality changed from one time to another?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from indicators.measures.kinds import Unit
from indicators.measures.normal import log_intervals, normal_intervals
from indicators.measures.numbers import CONFIDENCE, quantile
from indicators.measures.refusals import MeasureRefused
from indicators.measures.results import Interval, Result

OVERLAPPING: StrOrPromise = _(
    "The two periods must not share people or years: with overlapping periods the interval is too wide or too narrow."
)


@dataclass(frozen=True)
class Change:
    """How an index has changed: later minus earlier, or later over earlier for a ratio.

    ``is_significant`` says whether the first interval leaves out no change; nothing where there is no interval.
    ``inequality`` is 1 where it grew, -1 where it shrank and 0 where it did neither.
    """

    value: float
    is_ratio: bool
    intervals: tuple[Interval, ...]
    is_significant: bool | None
    inequality: int
    warnings: tuple[StrOrPromise, ...]


def change_between(
    earlier: Result, later: Result, *, confidences: Sequence[float] = (CONFIDENCE,)
) -> Change:
    """Return the change of an index between two times, with the interval of two independent estimates.

    The variance of a difference is the sum of both; standard errors are read from the intervals where a measure has
    none of its own, on logarithms for ratios. Altman and Bland (2003), "Interaction revisited: the difference between
    two estimates". Raises ``MeasureRefused`` if the two are not the same measure by the same method.
    """
    if earlier.measure != later.measure or earlier.unit != later.unit:
        raise MeasureRefused(_("Only two results of the same measure can be compared over time."))
    is_ratio = earlier.unit is Unit.RATIO
    if is_ratio:
        value, none = later.value / earlier.value, 1.0
    else:
        value, none = later.value - earlier.value, 0.0
    intervals: tuple[Interval, ...] = ()
    errors = [_error(one, is_ratio) for one in (earlier, later)]
    if errors[0] is not None and errors[1] is not None:
        both = math.hypot(errors[0], errors[1])
        around = log_intervals if is_ratio else normal_intervals
        intervals = around(value, both, confidences)
    significant = None
    if intervals:
        significant = not intervals[0].lower <= none <= intervals[0].upper
    return Change(
        value=value,
        is_ratio=is_ratio,
        intervals=intervals,
        is_significant=significant,
        inequality=_growth(earlier.value, later.value, is_ratio),
        warnings=(OVERLAPPING,) if intervals else (_("Without intervals we cannot tell whether the change is more than chance."),),
    )  # fmt: skip


def _growth(before: float, after: float, is_ratio: bool) -> int:
    """Return whether the later index lies farther from equality: 1, -1, or 0 for the same distance."""
    far = (lambda v: abs(math.log(v))) if is_ratio else abs
    step = far(after) - far(before)
    return 0 if math.isclose(step, 0, abs_tol=1e-12) else (1 if step > 0 else -1)


def _error(result: Result, is_ratio: bool) -> float | None:
    if result.standard_error is not None:
        return result.standard_error
    interval = result.interval
    if interval is None or (is_ratio and interval.lower <= 0):
        return None
    width = interval.upper - interval.lower
    if is_ratio:
        width = math.log(interval.upper) - math.log(interval.lower)
    return width / (2 * quantile(interval.confidence))
