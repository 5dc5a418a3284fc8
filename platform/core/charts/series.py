"""Series of numbers, the scale they are drawn on, and how they are written."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_SERIES = 4
LARGEST = 1e7  # beyond this the numbers fill the picture: choose a larger unit


@dataclass(frozen=True)
class Series:
    """One line of a chart. ``lower`` and ``upper`` bound 95 % intervals; ``populations`` weigh a fitted line."""

    name: str
    values: Sequence[float]
    lower: Sequence[float] = ()
    upper: Sequence[float] = ()
    populations: Sequence[float] = ()

    @property
    def everything(self) -> list[float]:
        """Return all numbers that must fit on the picture."""
        return [*self.values, *self.lower, *self.upper]


@dataclass(frozen=True)
class Scale:
    """Turns a value into a height on the picture: ``low`` is drawn at ``bottom``, ``high`` at ``top``."""

    ticks: Sequence[float]
    bottom: float
    top: float

    def __call__(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom + (value - low) / (high - low) * (self.top - self.bottom)

    @property
    def decimals(self) -> int:
        """Return how many decimals the ticks need."""
        step = self.ticks[1] - self.ticks[0]
        return min(6, max(0, -math.floor(math.log10(step) + 1e-9)))


def round_ticks(numbers: Iterable[float], *, from_zero: bool, about: int = 5) -> list[float]:
    """Round numbers, evenly spaced, from at or below the smallest to at or above the largest."""
    numbers = list(numbers)
    low, high = min(numbers), max(numbers)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < max(1e-5, 1e-6 * abs(high)):
        low, high = low - 1, high + 1
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * n for n in range(first, last + 1)]


def written(value: float, decimals: int) -> str:
    """Write a number for people: thousands apart, a true minus sign, no minus before a zero."""
    text = f"{value:,.{decimals}f}"
    if text.strip("-0.,") == "":
        return text.removeprefix("-")
    return text.replace("-", "−")


def cell(series: Series, which: int, decimals: int) -> str:
    """Return the value of one group, with its interval where there is one."""
    value = written(series.values[which], decimals)
    if not series.lower:
        return value
    return _("%(value)s (%(lower)s to %(upper)s)") % {
        "value": value,
        "lower": written(series.lower[which], decimals),
        "upper": written(series.upper[which], decimals),
    }


def check(series: Sequence[Series], length: int) -> None:
    """Refuse what cannot be drawn truthfully. Raises ``ValueError``."""
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError("A chart holds one to four series; more cannot be told apart.")
    if length < 2:
        raise ValueError("A chart needs at least two groups.")
    for one in series:
        if len(one.values) != length:
            raise ValueError("Every group needs one value in each series.")
        if {len(one.lower), len(one.upper)} not in ({0}, {length}):
            raise ValueError("Every group needs both ends of its interval, or none has any.")
        if len(one.populations) not in (0, length):
            raise ValueError("Every group needs its population, or none has one.")
        if not all(math.isfinite(number) and abs(number) < LARGEST for number in one.everything):
            raise ValueError("A value is missing, not a number, or too large to draw.")


def spread_apart(
    heights: Sequence[float], *, distance: float, top: float, bottom: float
) -> list[float]:
    """Move heights as little as possible so that none is nearer than ``distance`` to another."""
    order = sorted(range(len(heights)), key=lambda n: heights[n])
    placed: dict[int, float] = {}
    floor = top
    for n in order:
        placed[n] = max(heights[n], floor)
        floor = placed[n] + distance
    ceiling = bottom
    for n in reversed(order):
        placed[n] = min(placed[n], ceiling)
        ceiling = placed[n] - distance
    return [placed[n] for n in range(len(heights))]
