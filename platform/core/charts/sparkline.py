"""A sparkline: the history of one number as a line no higher than a word, beside the number itself."""

import math
from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .series import LARGEST

_WIDTH, _HEIGHT, _EDGE = 120.0, 28.0, 3.0


def sparkline(values: Sequence[float], *, text: str) -> SafeString:
    """Draw the values from left to right, from zero up to the highest; ``text`` says what the line shows.

    Returns nothing for fewer than two values: they have no history. Raises ``ValueError`` for what cannot be drawn
    from zero.
    """
    if not all(math.isfinite(value) and 0 <= value < LARGEST for value in values):
        raise ValueError("A sparkline runs from zero to numbers that are not too large to draw.")
    if len(values) < 2:
        return SafeString("")
    highest = max(values) or 1
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [
        (_EDGE + step * n, _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * value / highest)
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
