"""A gradient: groups from the most to the least deprived, with intervals and the fitted slope line."""

import math
from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from .drawing import LINE, TEXT, WIDTH, Drawing, fit
from .figure import About, Figure
from .plot import Plot, draw_ends, draw_frame, draw_groups, draw_legend
from .series import Series, cell, check, written

DECILES = tuple(str(decile) for decile in range(1, 11))
_HEIGHT = 220.0
_STEPS = 24  # of a fitted line that bends


class Line(Protocol):
    """A fitted line: its value at a share of the population, counted from the most deprived."""

    def at(self, share: float, /) -> float: ...


def gradient_chart(
    about: About,
    series: Sequence[Series],
    *,
    groups: Sequence[str] = DECILES,
    heading: str = "",
    first: str = "",
    last: str = "",
    lines: Sequence[Line] = (),
    from_zero: bool = False,
) -> Figure:
    """Draw series over groups given from the most to the least deprived.

    Groups stand at the midpoint of their share of the population (all alike where no populations are given), so
    that the line of a slope index is straight. ``lines`` are fitted lines, none or one for each series. ``heading``
    names the groups in the table, ``first`` and ``last`` the two ends of the axis. Raises ``ValueError`` for data
    that cannot be drawn.
    """
    check(series, len(groups))
    if len(lines) not in (0, len(series)):
        raise ValueError("Every series needs its fitted line, or none has one.")
    places = [_midpoints(one.populations or [1.0] * len(groups)) for one in series]

    legend = _legend(series, lines, about.decimals)
    top = LINE * len(legend) + LINE + 12
    drawing = Drawing(height=top + _HEIGHT + 2 * LINE + 12)
    draw_legend(drawing, legend, top=0)
    drawing.text(2, top - 14, fit(about.unit, WIDTH - 4), kind="quiet")
    plot = draw_frame(
        drawing,
        series,
        top=top,
        height=_HEIGHT,
        decimals=about.decimals,
        from_zero=from_zero,
        extra=[end for line in lines for end in (line.at(0), line.at(1))],
    )
    _draw_series(drawing, plot, series, places, lines)
    draw_ends(drawing, plot, series, decimals=about.decimals)
    middles = [sum(column) / len(column) for column in zip(*places, strict=True)]
    draw_groups(drawing, plot, middles, groups, y=top + _HEIGHT + TEXT + 8)
    half = WIDTH / 2 - 6
    drawing.text(
        2, top + _HEIGHT + TEXT + LINE + 8, fit(first or _("Most deprived"), half), kind="quiet"
    )
    drawing.text(
        WIDTH - 2,
        top + _HEIGHT + TEXT + LINE + 8,
        fit(last or _("Least deprived"), half),
        anchor="end",
        kind="quiet",
    )
    return Figure(
        about=about,
        drawing=drawing,
        columns=[heading or _("Deprivation decile"), *(one.name for one in series)],
        rows=_rows(groups, series, lines, about.decimals),
    )


def _draw_series(
    drawing: Drawing,
    plot: Plot,
    series: Sequence[Series],
    places: Sequence[Sequence[float]],
    lines: Sequence[Line],
) -> None:
    for number, line in enumerate(lines, start=1):
        straight = abs(line.at(0.5) - (line.at(0) + line.at(1)) / 2) < 1e-9 * (1 + abs(line.at(0)))
        if straight:
            ends = (plot.x(0), plot.y(line.at(0)), plot.x(1), plot.y(line.at(1)))
            drawing.line(*ends, series=number, dashed=True)
        else:
            steps = [step / _STEPS for step in range(_STEPS + 1)]
            drawing.path([(plot.x(step), plot.y(line.at(step))) for step in steps], series=number)
    for number, (one, shares) in enumerate(zip(series, places, strict=True), start=1):
        for n, (share, value) in enumerate(zip(shares, one.values, strict=True)):
            if one.lower:
                drawing.interval(
                    plot.x(share), plot.y(one.lower[n]), plot.y(one.upper[n]), series=number
                )
            drawing.marker(plot.x(share), plot.y(value), series=number)


def _legend(
    series: Sequence[Series], lines: Sequence[Line], decimals: int
) -> list[tuple[int, str, bool]]:
    rows = [(number, one.name, False) for number, one in enumerate(series, start=1)]
    for number, line in enumerate(lines, start=1):
        text = _("Line from %(bottom)s to %(top)s: slope %(index)s") % {
            "bottom": written(line.at(0), decimals),
            "top": written(line.at(1), decimals),
            "index": written(line.at(1) - line.at(0), decimals),
        }
        rows.append((number, text, True))
    return sorted(rows, key=lambda row: (row[0], row[2]))


def _rows(
    groups: Sequence[str], series: Sequence[Series], lines: Sequence[Line], decimals: int
) -> list[list[str]]:
    rows = [[group, *(cell(one, n, decimals) for one in series)] for n, group in enumerate(groups)]
    if lines:
        rows.append(
            [_("Slope index"), *(written(line.at(1) - line.at(0), decimals) for line in lines)]
        )
    return rows


def _midpoints(populations: Sequence[float]) -> list[float]:
    """Return the middle of each group's share of the population, between 0 and 1."""
    if not all(math.isfinite(people) and people > 0 for people in populations):
        raise ValueError("Each population must be a number above zero.")
    total, before, places = math.fsum(populations), 0.0, []
    for people in populations:
        places.append((before + people / 2) / total)
        before += people
    return places
