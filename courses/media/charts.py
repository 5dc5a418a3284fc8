"""Draws the charts that authors make."""

import functools
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.charts import About, Bar, Figure, Panel, Series, bar_chart, gradient_chart, trend_chart
from courses.models import Chart
from courses.states import ChartKind


class CannotBeDrawn(Exception):
    """The kind of the chart cannot show these numbers. The message says why, for its author."""


def drawn(chart: Chart) -> Figure:
    """Draw a chart, stored or not. Raises ``CannotBeDrawn`` for numbers that its kind cannot show."""
    about = About(
        name=f"chart-{chart.slug}",
        title=chart.title,
        description=chart.description,
        unit=chart.unit,
        source=chart.source,
        licence="",
        decimals=_decimals(chart.rows),
    )
    names = [row[0] for row in chart.rows]
    heading = chart.columns[0]
    series = [
        Series(name, [float(row[place]) for row in chart.rows])
        for place, name in enumerate(chart.columns[1:], start=1)
    ]
    if chart.kind == ChartKind.BARS:
        if len(series) != 1:
            raise CannotBeDrawn(_("Bars show one column of numbers. Choose lines for several."))
        if any(value < 0 for value in series[0].values):
            raise CannotBeDrawn(_("Bars begin at zero. Choose lines for numbers below it."))
        bars = [Bar(name, value) for name, value in zip(names, series[0].values, strict=True)]
        return bar_chart(about, bars, heading=heading)
    if chart.kind == ChartKind.LINES:
        return trend_chart(about, [Panel(chart.unit, series)], periods=names, heading=heading)
    return gradient_chart(
        about, series, groups=names, heading=heading, first=names[0], last=names[-1]
    )


def chart_html(chart: Chart) -> str:
    """Return the chart with its table and source as HTML. Each is drawn once in a process for what it shows."""
    return _drawn(
        (chart.slug, chart.kind, chart.title, chart.description, chart.unit, chart.source),
        tuple(chart.columns),
        tuple(tuple(row) for row in chart.rows),
        get_language() or "",
    )


@functools.lru_cache(maxsize=256)
def _drawn(
    words: tuple[str, ...],
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    _language: str,
) -> str:
    slug, kind, title, description, unit, source = words
    chart = Chart(
        slug=slug, kind=kind, title=title, description=description, unit=unit, source=source
    )
    chart.columns, chart.rows = list(columns), [list(row) for row in rows]
    return str(drawn(chart).html)


def _decimals(rows: Sequence[Sequence[str]]) -> int:
    return min(3, max(len(cell.partition(".")[2]) for row in rows for cell in row[1:]))
