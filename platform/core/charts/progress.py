"""Progress: a value where it started, what was measured since, and the target to reach."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .drawing import LINE, TEXT, WIDTH, Drawing, fit, text_width
from .figure import About, Figure
from .plot import Plot, draw_frame, draw_groups, draw_legend
from .series import LARGEST, Series, cell, check, written

_HEIGHT = 170.0
_MEASURED, _TARGET = 1, 2
# Room between the first place and the numbers of the axis.
_MARGIN = 16.0


@dataclass(frozen=True)
class Step:
    """One value: ``label`` says in the table when it was, ``short`` the same under the picture."""

    label: str
    short: str
    value: float
    lower: float | None = None
    upper: float | None = None


def can_draw(steps: Sequence[Step]) -> bool:
    """Tell whether there are two values or more, the target among them, and none is too large to draw."""
    numbers = [number for step in steps for number in _series(step).everything]
    return len(steps) > 1 and all(math.isfinite(n) and abs(n) < LARGEST for n in numbers)


def progress_chart(
    about: About, steps: Sequence[Step], *, target: Step | None = None, heading: str = ""
) -> Figure:
    """Draw values one after the other, and the target as a dashed line across.

    No line joins the values: they may come from different sources, and a line would look like a course of events.
    Raises ``ValueError`` for data that cannot be drawn.
    """
    if not steps:
        raise ValueError("Progress needs a value to start from.")
    everything = [*steps, *([target] if target else [])]
    for step in everything:
        check([_series(step)], 2)
    names = [(_MEASURED, _("Measured"), False)]
    if target:
        names.append((_TARGET, _("Target"), True))
    top = LINE * (len(names) + 1) + 12
    drawing = Drawing(height=top + _HEIGHT + LINE + 12)
    draw_legend(drawing, names, top=0)
    drawing.text(2, top - 14, fit(about.unit, WIDTH - 4), kind="quiet")
    plot = draw_frame(
        drawing,
        [Series("", [step.value for step in steps])],
        top=top,
        height=_HEIGHT,
        decimals=about.decimals,
        from_zero=False,
        extra=[number for step in everything for number in _series(step).everything],
    )
    last = len(everything) - 1
    places = [n / last if last else 0.5 for n in range(len(everything))]
    if target:
        y = plot.y(target.value)
        drawing.line(plot.x(0), y, plot.x(1), y, series=_TARGET, dashed=True)
    spots = [
        (step, plot.x(place), _MEASURED if n < len(steps) else _TARGET)
        for n, (step, place) in enumerate(zip(everything, places, strict=True))
    ]
    for step, x, series in spots:
        if step.lower is not None and step.upper is not None:
            drawing.interval(x, plot.y(step.lower), plot.y(step.upper), series=series)
        drawing.marker(x, plot.y(step.value), series=series)
    _write_values(drawing, plot, spots, about)
    draw_groups(
        drawing, plot, places, [step.short for step in everything], y=top + _HEIGHT + TEXT + 8
    )
    return Figure(
        about=about,
        drawing=drawing,
        columns=[heading or _("When"), about.unit],
        rows=[[step.label, cell(_series(step), 0, about.decimals)] for step in everything],
    )


def _write_values(
    drawing: Drawing, plot: Plot, spots: Sequence[tuple[Step, float, int]], about: About
) -> None:
    """Write values beside their markers: target, first and last before others, and none over another.

    What has no room is in the table.
    """
    taken: list[_Box] = []
    first_ones = sorted(spots, key=lambda spot: (spot not in (spots[0], spots[-1]), -spot[1]))
    for step, x, series in first_ones:
        text = written(step.value, about.decimals)
        width, y = text_width(text), plot.y(step.value)
        for left, base in ((x + 9, y - 8), (x - 9 - width, y - 8), (x + 9, y + TEXT + 6), (x - 9 - width, y + TEXT + 6)):  # fmt: skip
            box = (left, base - TEXT, left + width, base + TEXT / 3)
            fits = plot.left - _MARGIN <= left and left + width <= WIDTH - 2
            inside = plot.scale.top - 8 <= box[1] and base <= plot.scale.bottom
            if fits and inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                drawing.text(left, base, text, anchor="start", kind=f"value-{series}")
                break


_Box = tuple[float, float, float, float]


def _meet(one: _Box, other: _Box) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(
        one[1], other[1]
    )


def _series(step: Step) -> Series:
    """Return the value twice, as a series needs two."""
    if step.lower is None or step.upper is None:
        return Series(step.label, [step.value] * 2)
    return Series(step.label, [step.value] * 2, [step.lower] * 2, [step.upper] * 2)
