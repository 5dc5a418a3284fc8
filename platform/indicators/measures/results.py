"""What a measure gives back: a number with its method, intervals and warnings."""

import math
from dataclasses import dataclass, field

from django_stubs_ext import StrOrPromise

from indicators.measures.kinds import Direction, Unit
from indicators.measures.lines import FittedLine
from indicators.measures.numbers import CONFIDENCE, level_of


@dataclass(frozen=True)
class Interval:
    """The limits of a value at a level of confidence (0.95), in the unit of the value."""

    lower: float
    upper: float
    confidence: float = CONFIDENCE

    def turned(self, factor: float) -> "Interval":
        """Return the interval of the value times a factor; a negative one swaps the limits."""
        ends = sorted((self.lower * factor, self.upper * factor))
        return Interval(ends[0], ends[1], self.confidence)

    def inverted(self) -> "Interval":
        """Return the interval of one over the value."""
        return Interval(1 / self.upper, 1 / self.lower, self.confidence)


@dataclass(frozen=True)
class Result:
    """A measure of some groups.

    ``measure`` is its name in the catalogue, ``method`` how it was computed, ``interval_method`` how its intervals
    were; both are words for people. ``intervals`` are in the order of the confidence levels asked for, and empty
    where no standard errors were given: none is invented. ``standard_error`` is there where it has a closed form,
    of the logarithm for a ratio. ``reference`` names the group that others are held against.
    """

    measure: str
    value: float
    unit: Unit
    method: StrOrPromise
    direction: Direction
    intervals: tuple[Interval, ...] = ()
    interval_method: StrOrPromise = ""
    warnings: tuple[StrOrPromise, ...] = ()
    standard_error: float | None = None
    line: FittedLine | None = None
    reference: str = ""
    details: dict[str, float] = field(default_factory=dict)

    @property
    def interval(self) -> Interval | None:
        """Return the interval at the first level asked for, if there is one."""
        return self.intervals[0] if self.intervals else None

    def interval_at(self, confidence: float) -> Interval | None:
        """Return the interval at a level of confidence, if it was asked for."""
        wanted = level_of(confidence)
        return next((one for one in self.intervals if abs(one.confidence - wanted) < 1e-9), None)


def usable(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return intervals whose limits are numbers; none at all if one limit is beyond what can be written."""
    fine = all(math.isfinite(one.lower) and math.isfinite(one.upper) for one in intervals)
    return intervals if fine else ()


def signed(difference: float, *, negligible: float = 1e-12) -> Direction:
    """Return where the value is higher, by the sign of least minus most disadvantaged."""
    if abs(difference) <= negligible:
        return Direction.NEITHER
    return Direction.LEAST if difference > 0 else Direction.MOST
