"""A sparkline: the history of one number as a line no higher than a word, beside the number itself."""

import math
from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .series import LARGEST

_WIDTH, _HEIGHT, _EDGE = 120.0, 28.0, 3.0
# Of numbers that are not drawn from zero, the whole height is at least this part of the largest: what hardly
# changes looks like it.
_LEAST_SPAN = 0.1


def sparkline(values: Sequence[float], *, text: str, from_zero: bool = True) -> SafeString:
    """Draw the values from left to right; ``text`` says what the line shows.

    Counts are drawn from zero up to the highest. Levels, such as a life expectancy, are not (``from_zero=False``):
    two years less would be a flat line. Returns nothing for fewer than two values: they have no history. Raises
    ``ValueError`` for what cannot be drawn.
    """
    if not all(math.isfinite(value) and abs(value) < LARGEST for value in values):
        raise ValueError("A sparkline has numbers that are not too large to draw.")
    if from_zero and any(value < 0 for value in values):
        raise ValueError("A sparkline from zero has no numbers below it.")
    if len(values) < 2:
        return SafeString("")
    lowest, span = _range(values, from_zero=from_zero)
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [
        (_EDGE + step * n, _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * (value - lowest) / span)
        for n, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}" fill="none"'
        ' stroke="currentColor" stroke-width="2"/><circle cx="{}" cy="{}" r="3" fill="currentColor"/></svg>',
        f"{_WIDTH:.0f}",
        f"{_HEIGHT:.0f}",
        text,
        line,
        f"{x:.1f}",
        f"{y:.1f}",
    )


def _range(values: Sequence[float], *, from_zero: bool) -> tuple[float, float]:
    """Return what is drawn at the foot, and how much the whole height is."""
    lowest, highest = min(values), max(values)
    if from_zero:
        return 0, highest or 1
    span = max(highest - lowest, _LEAST_SPAN * max(map(abs, values))) or 1
    return (lowest + highest - span) / 2, span
