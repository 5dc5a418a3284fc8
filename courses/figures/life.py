"""Figures about the length of life and of healthy life in England."""

from dataclasses import replace

from django.utils.translation import gettext as _

from core.charts import About, Figure, Panel, Series, gradient_chart, trend_chart

from .data import DataFile, as_series, load, sloped_chart


def life_expectancy_by_decile() -> Figure:
    """Draw life expectancy of both sexes by decile; the intervals are too narrow to see."""
    data = load("life_expectancy_by_decile")
    return gradient_chart(
        _by_decile(
            name="life-expectancy-by-decile",
            title=_("Life expectancy at birth by deprivation decile, England, 2014 to 2016"),
            description=_(
                "Life expectancy rises with every step from the most to the least deprived tenth of areas, for males "
                "from 73.9 to 83.3 years and for females from 78.8 to 86.2 years."
            ),
            unit=_("Years"),
        ),
        [
            as_series(_("Females"), data.select("England: females")),
            as_series(_("Males"), data.select("England: males")),
        ],
    )


def life_expectancy_slope() -> Figure:
    """Draw the slope index of life expectancy, males."""
    data = load("life_expectancy_by_decile")
    return sloped_chart(
        _by_decile(
            name="life-expectancy-slope",
            title=_("The slope index of male life expectancy, England, 2014 to 2016"),
            description=_(
                "A straight line through the ten deciles rises from 74.7 years at the most deprived end to 84.1 at "
                "the least deprived end. The most deprived decile lies below the line."
            ),
            unit=_("Years"),
        ),
        [as_series(_("Males"), data.select("England: males"))],
    )


def life_expectancy_two_regions() -> Figure:
    """Draw life expectancy by decile in two regions; each region's deciles are its own."""
    data = load("life_expectancy_by_decile")
    return sloped_chart(
        _by_decile(
            name="life-expectancy-two-regions",
            title=_("Male life expectancy by deprivation decile within two regions, 2014 to 2016"),
            description=_(
                "In both regions life expectancy rises with each decile. The North East starts lower, at 71.9 years "
                "against 75.5, and its line is steeper; the least deprived deciles differ by less than a year."
            ),
            unit=_("Years; deciles are drawn within each region"),
        ),
        [
            as_series(_("South East"), data.select("South East: males")),
            as_series(_("North East"), data.select("North East: males")),
        ],
    )


def healthy_life_expectancy_slope() -> Figure:
    """Draw the slope index of healthy life expectancy, males, as ONS published it."""
    data = load("healthy_life_expectancy_england")
    return sloped_chart(
        _about(
            data,
            name="healthy-life-expectancy-slope",
            title=_("The slope index of male healthy life expectancy, England, 2015-17"),
            description=_(
                "Years in good health rise from 51.7 in the most deprived decile to 70.4 in the least deprived; the "
                "fitted line rises by 19.1 years."
            ),
            unit=_("Years in good health"),
        ),
        [as_series(_("Males"), data.select("Years in good health"))],
    )


def life_in_good_health() -> Figure:
    """Draw life expectancy and healthy life expectancy together."""
    data = load("healthy_life_expectancy_england")
    healthy, poorer = data.select("Years in good health"), data.select("Years in poorer health")
    whole = [good.value + poor.value for good, poor in zip(healthy, poorer, strict=True)]
    return gradient_chart(
        _about(
            data,
            name="life-in-good-health",
            title=_("Whole life and life in good health, males, England, 2015-17"),
            description=_(
                "Life expectancy rises from 74.0 to 83.3 years over the deciles and healthy life expectancy from 51.7 "
                "to 70.4: men in the most deprived decile live shorter lives with more years in poorer health."
            ),
            unit=_("Years"),
        ),
        [Series(_("Life expectancy"), whole), as_series(_("Healthy life expectancy"), healthy)],
    )


def life_expectancy_trend() -> Figure:
    """Draw average and slope over time, from one vintage of the data."""
    data = load("life_expectancy_by_place")
    average = [row for row in data.select("England: life expectancy") if row.group == "males"]
    slope = [row for row in data.select("England: slope index") if row.group == "males"]
    return trend_chart(
        _about(
            data,
            name="life-expectancy-trend",
            title=_("Male life expectancy and its slope index, England, 2015-17 to 2022-24"),
            description=_(
                "Average life expectancy fell from 79.7 years to 78.9 around the pandemic and returned to 79.5. The "
                "slope index rose from 9.6 to 10.7 years and ended at 10.4."
            ),
            unit=_("Years"),
        ),
        [
            Panel(_("Average, years"), [as_series(_("Males"), average)]),
            Panel(_("Slope index, years"), [as_series(_("Males"), slope)]),
        ],
        periods=[row.period for row in average],
        heading=_("Three years"),
    )


def slope_in_one_place() -> Figure:
    """Draw a small place beside the nation: its slope index moves more."""
    data = load("life_expectancy_by_place")
    england = [row for row in data.select("England: slope index") if row.group == "males"]
    halton = [row for row in data.select("Halton: slope index") if row.group == "males"]
    return trend_chart(
        _about(
            data,
            name="slope-in-one-place",
            title=_("Slope index of male life expectancy, Halton and England, 2015-17 to 2022-24"),
            description=_(
                "England's slope index moves between 9.5 and 10.7 years. Halton's falls from 11.5 to 10.4 and then "
                "rises to 15.0 and 14.2."
            ),
            unit=_("Years"),
        ),
        [
            Panel(
                _("Slope index, years"),
                [as_series(_("England"), england), as_series(_("Halton"), halton)],
                from_zero=True,
            )
        ],
        periods=[row.period for row in england],
        heading=_("Three years"),
    )


def _by_decile(*, name: str, title: str, description: str, unit: str) -> About:
    """Return the words of a figure by decile, whose source leaves its period out."""
    data = load("life_expectancy_by_decile")
    caveat = _("The source does not state the period; 2014 to 2016 is inferred.")
    about = _about(data, name=name, title=title, description=description, unit=unit)
    return replace(about, source=f"{data.source} {caveat}")


def _about(data: DataFile, *, name: str, title: str, description: str, unit: str) -> About:
    return About(
        name=name,
        title=title,
        description=description,
        unit=unit,
        source=data.source,
        licence=data.licence,
    )


FIGURES = [
    life_expectancy_by_decile,
    life_expectancy_slope,
    life_expectancy_two_regions,
    healthy_life_expectancy_slope,
    life_in_good_health,
    life_expectancy_trend,
    slope_in_one_place,
]
