"""Progress: a value where it started, what was measured since, and the target to reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .drawing import LINE, TEXT, WIDTH, Drawing, fit
from .figure import About, Figure
from .plot import Plot, draw_frame, draw_groups, draw_legend
from .series import Series, cell, check, written

_HEIGHT = 170.0
_MEASURED, _TARGET = 1, 2


@dataclass(frozen=True)
class Step:
    """One value: ``label`` says in the table when it was, ``short`` the same under the picture."""

    label: str
    short: str
    value: float
    lower: float | None = None
    upper: float | None = None


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
    for step, place in zip(everything, places, strict=True):
        _draw(drawing, plot, step, place, about, series=_TARGET if step is target else _MEASURED)
    draw_groups(
        drawing, plot, places, [step.short for step in everything], y=top + _HEIGHT + TEXT + 8
    )
    return Figure(
        about=about,
        drawing=drawing,
        columns=[heading or _("When"), about.unit],
        rows=[[step.label, cell(_series(step), 0, about.decimals)] for step in everything],
    )


def _draw(
    drawing: Drawing, plot: Plot, step: Step, place: float, about: About, *, series: int
) -> None:
    x, y = plot.x(place), plot.y(step.value)
    if step.lower is not None and step.upper is not None:
        drawing.interval(x, plot.y(step.lower), plot.y(step.upper), series=series)
    drawing.marker(x, y, series=series)
    # Above the marker, where there is room for it.
    above = y - 10 if y - 10 - TEXT > plot.scale.top - LINE else y + TEXT + 8
    drawing.text(
        x + 9, above, written(step.value, about.decimals), anchor="start", kind=f"value-{series}"
    )


def _series(step: Step) -> Series:
    """Return the value twice, as a series needs two."""
    if step.lower is None or step.upper is None:
        return Series(step.label, [step.value] * 2)
    return Series(step.label, [step.value] * 2, [step.lower] * 2, [step.upper] * 2)
