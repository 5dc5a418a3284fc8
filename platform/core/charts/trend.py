"""A trend: panels one above the other over the same periods, for example the average and the gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .drawing import LINE, TEXT, WIDTH, Drawing, fit
from .figure import About, Figure
from .plot import draw_ends, draw_frame, draw_groups, draw_legend
from .series import Series, cell, check

_HEIGHT = 130.0


@dataclass(frozen=True)
class Panel:
    """One frame of a trend with a scale of its own; ``title`` says what it shows and in what unit."""

    title: str
    series: Sequence[Series]
    from_zero: bool = False


def trend_chart(
    about: About, panels: Sequence[Panel], *, periods: Sequence[str], heading: str = ""
) -> Figure:
    """Draw panels over periods, oldest first.

    Two measures are never drawn on two axes of one frame: the crossing of their lines would mean nothing.
    Raises ``ValueError`` for data that cannot be drawn.
    """
    if not panels:
        raise ValueError("A trend needs a panel.")
    for panel in panels:
        check(panel.series, len(periods))
    places = [n / (len(periods) - 1) for n in range(len(periods))]
    heights = [_legend_height(panel) + LINE + 12 + _HEIGHT + LINE + 20 for panel in panels]
    drawing = Drawing(height=sum(heights))
    top = 0.0
    for panel, height in zip(panels, heights, strict=True):
        drawing.text(2, top + TEXT, fit(panel.title, WIDTH - 4))
        legend = [(n, one.name, False) for n, one in enumerate(panel.series, start=1)]
        if len(legend) > 1:
            draw_legend(drawing, legend, top=top + LINE)
        start = top + LINE + _legend_height(panel) + 12
        plot = draw_frame(
            drawing,
            panel.series,
            top=start,
            height=_HEIGHT,
            decimals=about.decimals,
            from_zero=panel.from_zero,
        )
        for number, one in enumerate(panel.series, start=1):
            points = [(plot.x(x), plot.y(v)) for x, v in zip(places, one.values, strict=True)]
            drawing.path(points, series=number)
            for n, (x, y) in enumerate(points):
                if one.lower:
                    drawing.interval(x, plot.y(one.lower[n]), plot.y(one.upper[n]), series=number)
                drawing.marker(x, y, series=number)
        draw_ends(drawing, plot, panel.series, decimals=about.decimals)
        draw_groups(drawing, plot, places, periods, y=start + _HEIGHT + TEXT + 8)
        top += height
    everything = [(panel, one) for panel in panels for one in panel.series]
    return Figure(
        about=about,
        drawing=drawing,
        columns=[heading or _("Period"), *(_column(panel, one) for panel, one in everything)],
        rows=[
            [period, *(cell(one, n, about.decimals) for _panel, one in everything)]
            for n, period in enumerate(periods)
        ],
    )


def _legend_height(panel: Panel) -> float:
    return LINE * len(panel.series) if len(panel.series) > 1 else 0.0


def _column(panel: Panel, series: Series) -> str:
    return panel.title if len(panel.series) == 1 else f"{panel.title}: {series.name}"
