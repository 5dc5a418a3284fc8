"""The charts of an indicator, made by the server."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.charts import About, Bar, Figure, Panel, Series, bar_chart, gradient_chart, trend_chart
from core.charts.series import LARGEST, written
from indicators.catalogue.models import Dimension, Indicator, Release
from indicators.catalogue.states import ValueType
from indicators.measures.lines import fit_line
from indicators.profiles.series import Point
from indicators.profiles.wording import name_of_figure


def gradient_figure(
    indicator: Indicator,
    dimension: Dimension,
    release: Release,
    place: str,
    points: Sequence[Point],
) -> Figure | None:
    """Draw the groups of one period: over their order with the fitted line, or as bars where they have none."""
    shown = _drawable(points)
    if len(shown) < 2:
        return None
    words = {
        "indicator": name_of_figure(indicator, shown[0]),
        "place": place,
        "period": shown[0].period,
    }
    about = _about(
        indicator,
        release,
        name="gradient",
        title=_("%(indicator)s: by group, %(place)s, %(period)s") % words,
        description=_described(indicator, shown),
    )
    if not dimension.is_ordered:
        if any((point.value or 0) < 0 for point in shown):
            return None
        bars = [
            Bar(point.group or "", point.value or 0, point.lower, point.upper)
            for point in sorted(shown, key=lambda each: -(each.value or 0))
        ]
        return bar_chart(about, bars, heading=dimension.name)
    series = _series(place, shown, weighs=not indicator.is_survey)
    has_line = len(shown) == len(points) and len(shown) > 2
    weights = series.populations or [1.0] * len(shown)
    return gradient_chart(
        about,
        [series],
        groups=[point.group_label for point in shown],
        heading=dimension.name,
        first=dimension.first_label,
        last=dimension.last_label,
        lines=[fit_line(series.values, weights)] if has_line else (),
        from_zero=indicator.value_type in (ValueType.PROPORTION, ValueType.RATE),
    )


def trend_figure(
    indicator: Indicator,
    release: Release,
    place: str,
    points: Sequence[Point],
    *,
    name: str = "trend",
) -> Figure | None:
    """Draw the value of a whole place over periods, oldest first."""
    shown = _drawable(points)
    if len(shown) < 2:
        return None
    words = {
        "indicator": name_of_figure(indicator, shown[0]),
        "place": place,
        "first": shown[0].period,
        "last": shown[-1].period,
    }
    about = _about(
        indicator,
        release,
        name=name,
        title=_("%(indicator)s, %(place)s, %(first)s to %(last)s") % words,
        description=_("From %(from)s in %(first)s to %(to)s in %(last)s.")
        % {
            **words,
            "from": written(shown[0].value or 0, indicator.decimals),
            "to": written(shown[-1].value or 0, indicator.decimals),
        },
    )
    panel = Panel(indicator.unit, [_series(place, shown, weighs=False)])
    return trend_chart(
        about, [panel], periods=[point.period for point in shown], heading=_("Period")
    )


def two_ends_figure(
    indicator: Indicator,
    dimension: Dimension,
    release: Release,
    place: str,
    ends: tuple[Sequence[Point], Sequence[Point]],
) -> Figure | None:
    """Draw the first and the last group of an ordered dimension over the periods that both have."""
    first, last = (_drawable(points) for points in ends)
    common = {point.span for point in first} & {point.span for point in last}
    pairs = [[p for p in points if p.span in common] for points in (first, last)]
    if len(common) < 2:
        return None
    words = {
        "indicator": name_of_figure(indicator, pairs[0][0]),
        "place": place,
        "first": pairs[0][0].group,
        "last": pairs[1][0].group,
    }
    about = _about(
        indicator,
        release,
        name="two-ends",
        title=_("%(indicator)s: the first and the last group, %(place)s") % words,
        description=_("%(first)s went from %(a)s to %(b)s, %(last)s from %(c)s to %(d)s.")
        % {
            **words,
            "a": written(pairs[0][0].value or 0, indicator.decimals),
            "b": written(pairs[0][-1].value or 0, indicator.decimals),
            "c": written(pairs[1][0].value or 0, indicator.decimals),
            "d": written(pairs[1][-1].value or 0, indicator.decimals),
        },
    )
    series = [_series(points[0].group or "", points, weighs=False) for points in pairs]
    return trend_chart(
        about,
        [Panel(indicator.unit, series)],
        periods=[point.period for point in pairs[0]],
        heading=_("Period"),
    )


def places_figure(
    indicator: Indicator, release: Release, period: str, values: Sequence[tuple[str, Point]]
) -> Figure | None:
    """Draw one bar for each place, in the order in which they were chosen."""
    shown = [(name, point) for name, point in values if point.value is not None]
    fits = all(0 <= (point.upper or point.value or 0) < LARGEST for _name, point in shown)
    if not shown or not fits or any((point.value or 0) < 0 for _name, point in shown):
        return None
    about = _about(
        indicator,
        release,
        name=f"places-{indicator.pk}",
        title=f"{name_of_figure(indicator, shown[0][1])}, {period}",
        description="; ".join(
            f"{name}: {written(point.value or 0, indicator.decimals)}" for name, point in shown
        ),
    )
    bars = [
        Bar(
            name,
            point.value or 0,
            point.lower if _has_limits(point) else None,
            point.upper if _has_limits(point) else None,
        )
        for name, point in shown
    ]
    return bar_chart(about, bars, heading=_("Place"))


def _has_limits(point: Point) -> bool:
    return point.lower is not None and point.upper is not None and point.lower >= 0


def _drawable(points: Sequence[Point]) -> list[Point]:
    return [
        point
        for point in points
        if point.value is not None
        and max(abs(number) for number in (point.value, point.lower or 0, point.upper or 0))
        < LARGEST
    ]


def _series(name: str, points: Sequence[Point], *, weighs: bool) -> Series:
    has_limits = all(_whole(point) for point in points)
    people = [point.population for point in points if point.population is not None]
    return Series(
        name,
        values=[point.value or 0 for point in points],
        lower=[point.lower or 0 for point in points] if has_limits else (),
        upper=[point.upper or 0 for point in points] if has_limits else (),
        populations=people if weighs and len(people) == len(points) else (),
    )


def _whole(point: Point) -> bool:
    return point.lower is not None and point.upper is not None


def _described(indicator: Indicator, points: Sequence[Point]) -> str:
    """Describe the two ends of what is drawn for those who hear the page."""
    return _("From %(from)s (%(first)s) to %(to)s (%(last)s).") % {
        "from": written(points[0].value or 0, indicator.decimals),
        "first": points[0].group,
        "to": written(points[-1].value or 0, indicator.decimals),
        "last": points[-1].group,
    }


def _about(
    indicator: Indicator, release: Release, *, name: str, title: str, description: str
) -> About:
    return About(
        name=name,
        title=title,
        description=description,
        unit=indicator.unit,
        source=f"{release.publisher}: {release.title}.",
        licence=_("Licence: %(licence)s.") % {"licence": release.licence_name},
        decimals=indicator.decimals,
    )
