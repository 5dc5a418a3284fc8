"""Bars from zero: groups that have no order, one under the other, each with its name above it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .drawing import LINE, TEXT, WIDTH, Drawing, fit, text_width
from .figure import About, Figure
from .series import LARGEST, Series, cell, written

_BAR = 16.0


@dataclass(frozen=True)
class Bar:
    """One group's value, not below zero, with its 95 % interval where it is known."""

    label: str
    value: float
    lower: float | None = None
    upper: float | None = None


def bar_chart(about: About, bars: Sequence[Bar], *, heading: str = "") -> Figure:
    """Draw bars in the order given. Raises ``ValueError`` for data that cannot be drawn from zero."""
    _check(bars)
    highest = max(max(bar.value, bar.upper or 0) for bar in bars) or 1.0
    texts = [written(bar.value, about.decimals) for bar in bars]
    room = WIDTH - 16 - max(text_width(text) for text in texts)
    row = LINE + _BAR + 12
    drawing = Drawing(height=LINE + 8 + row * len(bars))
    drawing.text(2, TEXT, fit(about.unit, WIDTH - 4), kind="quiet")
    for n, (bar, text) in enumerate(zip(bars, texts, strict=True)):
        top = LINE + 8 + n * row
        drawing.text(2, top + TEXT, fit(bar.label, WIDTH - 4))
        end = 2 + room * bar.value / highest
        drawing.bar(2, top + LINE, end - 2, _BAR)
        if bar.lower is not None and bar.upper is not None:
            low, high = (2 + room * value / highest for value in (bar.lower, bar.upper))
            middle = top + LINE + _BAR / 2
            drawing.whisker(low, high, middle)
            end = max(end, high)
        drawing.text(end + 8, top + LINE + _BAR - 3, text)
    return Figure(
        about=about,
        drawing=drawing,
        columns=[heading or _("Group"), about.unit],
        rows=[[bar.label, cell(_as_series(bar), 0, about.decimals)] for bar in bars],
    )


def _as_series(bar: Bar) -> Series:
    if bar.lower is None or bar.upper is None:
        return Series(bar.label, [bar.value])
    return Series(bar.label, [bar.value], [bar.lower], [bar.upper])


def _check(bars: Sequence[Bar]) -> None:
    if not bars:
        raise ValueError("A bar chart needs a bar.")
    for bar in bars:
        numbers = [number for number in (bar.value, bar.lower, bar.upper) if number is not None]
        if not all(math.isfinite(number) and 0 <= number < LARGEST for number in numbers):
            raise ValueError(
                "A bar runs from zero to a number above it that is not too large to draw."
            )
