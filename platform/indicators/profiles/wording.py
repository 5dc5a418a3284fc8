"""Figures and their comparison in plain words."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.charts.series import written
from indicators.catalogue.models import Dimension, Indicator
from indicators.catalogue.states import Flag, Hidden, Polarity, Sex
from indicators.measures.kinds import Better
from indicators.profiles.series import Point

_TENTH, _FIFTH = 10, 5
_REMARK = re.compile(r",\s|\s\(")
BETTER = {
    Polarity.HIGHER: Better.HIGHER,
    Polarity.LOWER: Better.LOWER,
    Polarity.NEITHER: Better.UNKNOWN,
}


def short_unit(indicator: Indicator) -> str:
    """Return the unit as it follows a number in a sentence: "%" of a percentage, else without its remark.

    Of "deaths per 100,000, age-standardised" and "years (slope index)" the words before the comma or bracket stay.
    """
    return "%" if indicator.is_percentage else _REMARK.split(indicator.unit)[0]


def name_with_sex(indicator: Indicator, sex: str) -> str:
    """Return the name of an indicator, with the sex where the figure is not about all persons."""
    if sex == Sex.PERSONS:
        return indicator.name
    words = {"indicator": indicator.name, "sex": str(Sex(sex).label).lower()}
    return _("%(indicator)s, %(sex)s") % words


def name_of_figure(indicator: Indicator, point: Point) -> str:
    """Return the name of an indicator with the sex and age that a figure is about."""
    name = name_with_sex(indicator, point.sex)
    if not point.age:
        return name
    return _("%(indicator)s, age %(age)s") % {"indicator": name, "age": point.age}


def with_unit(indicator: Indicator, value: float) -> str:
    """Write a value with its short unit."""
    return f"{written(value, indicator.decimals)}\N{NO-BREAK SPACE}{short_unit(indicator)}"


def difference_in_words(indicator: Indicator, difference: float) -> str:
    """Write a difference of two values: of percentages in percentage points."""
    number = written(abs(difference), indicator.decimals)
    if indicator.is_percentage:
        return _("%(number)s percentage points") % {"number": number}
    return f"{number}\N{NO-BREAK SPACE}{short_unit(indicator)}"


def value_in_words(indicator: Indicator, point: Point) -> str:
    """Write a figure with its interval, or why there is none."""
    if point.hidden:
        return str(Hidden(point.hidden).label)
    if point.value is None:
        return str(Flag.MISSING.label)
    value = written(point.value, indicator.decimals)
    if point.lower is None or point.upper is None:
        return value
    return _("%(value)s (%(lower)s to %(upper)s)") % {
        "value": value,
        "lower": written(point.lower, indicator.decimals),
        "upper": written(point.upper, indicator.decimals),
    }


def group_in_words(dimension: Dimension, point: Point, count: int) -> str:
    """Name a group within a sentence: "the most deprived tenth"."""
    ends = {1: dimension.first_label, count: dimension.last_label}
    end = ends.get(point.position or 0, "")
    if dimension.is_ordered and end and count == _TENTH:
        return _("the %(end)s tenth") % {"end": end.lower()}
    if dimension.is_ordered and end and count == _FIFTH:
        return _("the %(end)s fifth") % {"end": end.lower()}
    return _("the group “%(group)s”") % {"group": point.group}


def gap_sentence(
    indicator: Indicator, dimension: Dimension, place: str, points: Sequence[Point]
) -> str:
    """Say the gap between the two ends of the groups, or of the highest and lowest, as difference and as ratio."""
    shown = [point for point in points if point.value is not None]
    if len(shown) < 2:
        return ""
    first, last = shown[0], shown[-1]
    if not dimension.is_ordered:
        first = max(shown, key=lambda point: point.value or 0)
        last = min(shown, key=lambda point: point.value or 0)
    one, other = first.value or 0.0, last.value or 0.0
    # Of a percentage the first figure says of what.
    whole_unit = indicator.unit if indicator.is_percentage else short_unit(indicator)
    words = {
        "place": place,
        "period": first.period,
        "indicator": name_of_figure(indicator, first),
        "one": f"{written(one, indicator.decimals)}\N{NO-BREAK SPACE}{whole_unit}",
        "other": with_unit(indicator, other),
        "first": group_in_words(dimension, first, len(points)),
        "last": group_in_words(dimension, last, len(points)),
        "gap": _gap_in_words(indicator, one, other),
    }
    if min(one, other) <= 0:
        return (
            _(
                "In %(place)s in %(period)s, “%(indicator)s” was %(one)s in %(first)s and %(other)s in %(last)s: the gap is "
                "%(gap)s."
            )
            % words
        )
    words["ratio"] = written(max(one, other) / min(one, other), 1)
    words["where"] = words["first"] if one >= other else words["last"]
    return (
        _(
            "In %(place)s in %(period)s, “%(indicator)s” was %(one)s in %(first)s and %(other)s in %(last)s: the gap is "
            "%(gap)s, the ratio %(ratio)s. It is higher in %(where)s."
        )
        % words
    )


def _gap_in_words(indicator: Indicator, one: float, other: float) -> str:
    """Write the gap; and say that it was taken before rounding, where the two values shown give another one."""
    gap = difference_in_words(indicator, one - other)
    shown = round(one, indicator.decimals) - round(other, indicator.decimals)
    if gap == difference_in_words(indicator, shown):
        return gap
    return _("%(gap)s before rounding") % {"gap": gap}


def change_in_short(indicator: Indicator, points: Sequence[Point]) -> str:
    """Say from what the last value rose or fell, where it is told beside it."""
    shown = [point for point in points if point.value is not None]
    if len(shown) < 2:
        return ""
    first, last = shown[0], shown[-1]
    words = {"from": with_unit(indicator, first.value or 0), "first": first.period}
    if words["from"] == with_unit(indicator, last.value or 0):
        return _("As in %(first)s") % words
    if (last.value or 0) > (first.value or 0):
        return _("Up from %(from)s in %(first)s") % words
    return _("Down from %(from)s in %(first)s") % words


def change_sentence(indicator: Indicator, points: Sequence[Point]) -> str:
    """Say how the value went from the first to the last period shown."""
    shown = [point for point in points if point.value is not None]
    if len(shown) < 2:
        return ""
    first, last = shown[0], shown[-1]
    words = {
        "from": with_unit(indicator, first.value or 0),
        "to": with_unit(indicator, last.value or 0),
        "first": first.period,
        "last": last.period,
    }
    if words["from"] == words["to"]:
        return _("%(to)s in %(first)s and in %(last)s.") % words
    if (last.value or 0) > (first.value or 0):
        return _("It rose from %(from)s in %(first)s to %(to)s in %(last)s.") % words
    return _("It fell from %(from)s in %(first)s to %(to)s in %(last)s.") % words


# How a period is labelled whose years the source does not state.
_INFERRED = "(inferred)"


def explain_inferred(periods: Iterable[str]) -> str:
    """Explain “(inferred)” where a period shown has it after its name; nothing where none has."""
    if not any(_INFERRED in period for period in periods):
        return ""
    return _(
        "“(inferred)” after a period: the source does not say from which years these figures are. The years were worked "
        "out from other publications and may be wrong; the figures are as published."
    )
