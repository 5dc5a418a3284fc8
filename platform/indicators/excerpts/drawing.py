"""Drawing an excerpt: the picture, its table, and where the figures come from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.charts import About, Bar, Figure, Panel, Series, bar_chart, gradient_chart, trend_chart
from core.charts.series import written
from indicators.catalogue.states import ValueType
from indicators.excerpts.excerpt import Excerpt, ExcerptRefused, Picture, Row
from indicators.measures.lines import fit_line


def figure_of(excerpt: Excerpt, *, name: str, title: str = "", description: str = "") -> Figure:
    """Draw an excerpt with these words, or with its own. Raises ``ExcerptRefused`` for what cannot be drawn."""
    about = About(
        name=name,
        title=title or title_of(excerpt),
        description=description or description_of(excerpt),
        unit=excerpt.unit,
        source=_("%(publisher)s: %(title)s. Period: %(period)s.")
        % {
            "publisher": excerpt.origin.publisher,
            "title": excerpt.origin.title,
            "period": excerpt.period,
        },
        licence=_("Licence: %(licence)s.") % {"licence": excerpt.origin.licence},
        decimals=excerpt.decimals,
        links=((_("All figures of this indicator"), page_of(excerpt)),),
    )
    try:
        return _picture(excerpt, about)
    except ValueError as error:
        raise ExcerptRefused(_("The numbers are too large to be drawn.")) from error


def page_of(excerpt: Excerpt) -> str:
    """Return the address of the indicator's page with the same place, sex and groups."""
    page = reverse("indicators:indicator_detail", args=[excerpt.indicator])
    return f"{page}?{excerpt.query}" if excerpt.query else page


def _picture(excerpt: Excerpt, about: About) -> Figure:
    if excerpt.picture in (Picture.TREND, Picture.ENDS, Picture.SLOPE_TREND):
        panels = [Panel(panel.label, [_series(row) for row in panel.rows]) for panel in excerpt.panels]  # fmt: skip
        return trend_chart(about, panels, periods=excerpt.labels, heading=excerpt.heading)
    if excerpt.is_ordered:
        return _gradient(excerpt, about)
    row = excerpt.rows[0]
    if len(excerpt.rows) > 1:
        raise ExcerptRefused(_("Groups without an order are drawn as bars, of one series. Choose one place, sex and period."))  # fmt: skip
    if min(row.values) < 0:
        raise ExcerptRefused(_("Bars begin at zero, and a value is below it."))
    has_limits = bool(row.lower) and min(row.lower) >= 0
    bars = [
        Bar(label, value, *((row.lower[n], row.upper[n]) if has_limits else (None, None)))
        for n, (label, value) in enumerate(zip(excerpt.labels, row.values, strict=True))
    ]
    if excerpt.picture != Picture.PLACES:
        bars.sort(key=lambda bar: -bar.value)
    return bar_chart(about, bars, heading=excerpt.heading)


def _gradient(excerpt: Excerpt, about: About) -> Figure:
    lines = []
    if excerpt.picture == Picture.LINE:
        lines = [fit_line(row.values, row.populations or [1.0] * len(row.values)) for row in excerpt.rows]  # fmt: skip
    return gradient_chart(
        about,
        [_series(row) for row in excerpt.rows],
        groups=excerpt.labels,
        heading=excerpt.heading,
        first=excerpt.first,
        last=excerpt.last,
        lines=lines,
        from_zero=excerpt.value_type
        in (ValueType.PROPORTION, ValueType.RATE, ValueType.STANDARDISED_RATE),
    )


def _series(row: Row) -> Series:
    return Series(row.name, row.values, row.lower, row.upper, row.populations)


def title_of(excerpt: Excerpt) -> str:
    """Return a title that says what, where and when."""
    parts = [excerpt.name, excerpt.place, excerpt.period]
    return ", ".join(part for part in parts if part)


def description_of(excerpt: Excerpt) -> str:
    """Say the two ends of each series, for those who hear the page."""
    said = []
    for panel in excerpt.panels:
        for row in panel.rows:
            words = {
                "name": row.name
                if len(panel.rows) > 1 or len(excerpt.panels) == 1
                else panel.label,
                "from": written(row.values[0], excerpt.decimals),
                "to": written(row.values[-1], excerpt.decimals),
                "first": excerpt.labels[0],
                "last": excerpt.labels[-1],
            }
            said.append(_("%(name)s: from %(from)s (%(first)s) to %(to)s (%(last)s).") % words)
    return " ".join(said)
