"""Figures about obesity among children in England, from the National Child Measurement Programme."""

from django.utils.translation import gettext as _

from core.charts import About, Figure, Panel, Series, gradient_chart, trend_chart
from indicators.measures.lines import fit_line

from .data import DataRow, as_series, load, sloped_chart

_YEARS = [f"{year}/{(year + 1) % 100:02}" for year in range(2006, 2018)]


def obesity_gradient() -> Figure:
    """Draw the gradient of the latest year."""
    return gradient_chart(
        _about(
            name="obesity-gradient",
            title=_("Obesity in Year 6 by deprivation decile, England, 2017/18"),
            description=_(
                "The share of children with obesity falls with every decile, from 26.8 per cent in the most deprived "
                "to 11.7 per cent in the least deprived. The 95 % intervals are short and do not meet."
            ),
        ),
        [as_series(_("Year 6, 2017/18"), _rows("2017/18"))],
        from_zero=True,
    )


def obesity_slope() -> Figure:
    """Draw the worked example of the slope index: points, line, two ends."""
    return sloped_chart(
        _about(
            name="obesity-slope",
            title=_("The slope index of obesity in Year 6, England, 2017/18"),
            description=_(
                "A straight line through the ten deciles falls from 28.7 per cent at the most deprived end to 11.6 "
                "at the least deprived end, a slope index of minus 17.2 percentage points."
            ),
        ),
        [as_series(_("Year 6, 2017/18"), _rows("2017/18"))],
        from_zero=True,
    )


def obesity_then_and_now() -> Figure:
    """Draw the gradient in two years: the left end rose, the right end did not."""
    return sloped_chart(
        _about(
            name="obesity-then-and-now",
            title=_("Obesity in Year 6 by deprivation decile, England, 2006/07 and 2017/18"),
            description=_(
                "Between the two years the most deprived decile rose from 21.2 to 26.8 per cent and the least deprived "
                "fell from 12.1 to 11.7, so the slope index went from minus 10.7 to minus 17.2 percentage points."
            ),
        ),
        [
            as_series(_("Year 6, 2017/18"), _rows("2017/18")),
            as_series(_("Year 6, 2006/07"), _rows("2006/07")),
        ],
        from_zero=True,
    )


def obesity_trend() -> Figure:
    """Draw the average and the slope index year by year."""
    lines = [
        fit_line(series.values, series.populations)
        for series in (as_series("", _rows(year)) for year in _YEARS)
    ]
    return trend_chart(
        _about(
            name="obesity-trend",
            title=_("Average and slope index of obesity in Year 6, England, 2006/07 to 2017/18"),
            description=_(
                "The average rose from 17.6 to 20.1 per cent. The slope index went from minus 10.7 to minus 17.2 "
                "percentage points, further from zero in every year."
            ),
        ),
        [
            Panel(
                _("Average, % of children measured"),
                [Series(_("England"), [line.average for line in lines])],
            ),
            Panel(
                _("Slope index, percentage points"),
                [Series(_("England"), [line.index for line in lines])],
            ),
        ],
        periods=_YEARS,
        heading=_("School year"),
    )


def obesity_two_ends() -> Figure:
    """Draw the two extreme deciles over time."""
    by_year = [_rows(year) for year in _YEARS]
    return trend_chart(
        _about(
            name="obesity-two-ends",
            title=_(
                "Obesity in Year 6 in the most and the least deprived decile, England, 2006/07 to 2017/18"
            ),
            description=_(
                "The most deprived decile rose from 21.2 to 26.8 per cent; the least deprived moved between 11.3 and "
                "12.7 and ended at 11.7."
            ),
        ),
        [
            Panel(
                _("% of children measured"),
                [
                    as_series(_("Most deprived decile"), [rows[0] for rows in by_year]),
                    as_series(_("Least deprived decile"), [rows[-1] for rows in by_year]),
                ],
                from_zero=True,
            )
        ],
        periods=_YEARS,
        heading=_("School year"),
    )


def obesity_in_reception() -> Figure:
    """Draw the gradient at the start of school (Reception), for practice."""
    return gradient_chart(
        _about(
            name="obesity-in-reception",
            title=_("Obesity in Reception by deprivation decile, England, 2017/18"),
            description=_(
                "The share of children with obesity at the start of school falls from 12.8 per cent in the most "
                "deprived decile to 5.7 per cent in the least deprived."
            ),
        ),
        [
            as_series(
                _("Reception, 2017/18"),
                load("child_obesity_england").select("Reception", "2017/18"),
            )
        ],
        from_zero=True,
    )


def _rows(year: str) -> list[DataRow]:
    return load("child_obesity_england").select("Year 6", year)


def _about(*, name: str, title: str, description: str) -> About:
    data = load("child_obesity_england")
    return About(
        name=name,
        title=title,
        description=description,
        unit=_("% of children measured"),
        source=data.source,
        licence=data.licence,
    )


FIGURES = [
    obesity_gradient,
    obesity_slope,
    obesity_then_and_now,
    obesity_trend,
    obesity_two_ends,
    obesity_in_reception,
]
