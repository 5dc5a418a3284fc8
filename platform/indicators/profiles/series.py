"""Figures of one indicator in one place, sorted by what may be compared: release, sex, age, dimension, period."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.states import Sex
from library.vocabularies.models import Place

_COLUMNS = (
    *("release_id", "period", "starts_on", "ends_on", "sex", "age", "dimension_id", "subgroup_id"),
    *("subgroup__name", "subgroup__short_name", "subgroup__position", "subgroup__is_reference"),
    *("value", "count", "population", "lower", "upper", "standard_error", "flag", "hidden"),
)
# The order in which a sex is chosen where the address names none.
_SEXES = (Sex.PERSONS, Sex.FEMALE, Sex.MALE)


@dataclass(frozen=True, slots=True)
class Point:
    """One figure, as pages and files show it."""

    release_id: int
    period: str
    starts_on: dt.date
    ends_on: dt.date
    sex: str
    age: str
    dimension_id: int | None
    subgroup_id: int | None
    group: str | None
    group_short: str | None
    position: int | None
    is_reference: bool | None
    value: float | None
    count: float | None
    population: float | None
    lower: float | None
    upper: float | None
    standard_error: float | None
    flag: str
    hidden: str

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """Return the first and last day, which name the period better than its label."""
        return self.starts_on, self.ends_on

    @property
    def group_label(self) -> str:
        """Return the group as charts write it."""
        return self.group_short or self.group or ""


def points_of(indicator: Indicator, place: Place, releases: Iterable[Release]) -> list[Point]:
    """Return the figures of an indicator in a place from these releases, the oldest first. One query."""
    rows = Observation.objects.filter(indicator=indicator, place=place, release__in=list(releases))
    ordered = rows.order_by("ends_on", "starts_on", "subgroup__position", "pk")
    return [Point(*row) for row in ordered.values_list(*_COLUMNS)]


@dataclass(frozen=True)
class Choice:
    """What a reader looks at: a sex, an age, a dimension and a release, each among those that there are."""

    sexes: Sequence[str]
    sex: str
    ages: Sequence[str]
    age: str
    dimensions: Sequence[int]
    dimension: int | None
    releases: Sequence[int]
    # Of the groups, and of the whole place: they may come from different releases, and are never joined.
    release: int | None
    trend_release: int | None


def choose(
    points: Sequence[Point],
    *,
    sex: str = "",
    age: str | None = None,
    dimension: int | None = None,
    release: int | None = None,
    ordered: Iterable[int] = (),
) -> Choice:
    """Choose what to show: what was asked for where it is there, otherwise the longest and the most telling series."""
    sexes = [each for each in _SEXES if any(point.sex == each for point in points)]
    chosen_sex = sex if sex in sexes else (sexes[0] if sexes else Sex.PERSONS)
    of_sex = [point for point in points if point.sex == chosen_sex]
    ages = sorted({point.age for point in of_sex})
    chosen_age = age if age is not None and age in ages else (ages[0] if ages else "")
    seen = [point for point in of_sex if point.age == chosen_age]
    grouped = [point for point in seen if point.dimension_id is not None]
    ranks = set(ordered)
    dimensions = sorted(
        {point.dimension_id for point in grouped if point.dimension_id is not None},
        key=lambda each: (each not in ranks, -_size(grouped, each), each),
    )
    chosen_dimension = dimension if dimension in dimensions else next(iter(dimensions), None)
    of_dimension = [point for point in grouped if point.dimension_id == chosen_dimension]
    totals = [point for point in seen if point.dimension_id is None]
    there = {point.release_id for point in of_dimension}
    of_groups = release if release in there else _longest(of_dimension)
    releases = sorted(there | {point.release_id for point in totals}, reverse=True)
    return Choice(
        sexes=sexes,
        sex=chosen_sex,
        ages=ages,
        age=chosen_age,
        dimensions=dimensions,
        dimension=chosen_dimension,
        releases=releases,
        release=of_groups,
        trend_release=_trend_release(totals, release or of_groups),
    )


_SERIES = 3


def _trend_release(totals: Sequence[Point], preferred: int | None) -> int | None:
    """Return the release of the trend: that of the groups if it has a series, else the one with the latest figures."""
    if preferred is not None and _length(totals, preferred) >= _SERIES:
        return preferred
    latest = max(
        totals,
        key=lambda point: (_length(totals, point.release_id) > 1, point.ends_on),
        default=None,
    )
    return latest.release_id if latest else None


def _size(points: Sequence[Point], dimension: int) -> int:
    """Return how much a dimension tells: its periods times its groups."""
    of_it = [point for point in points if point.dimension_id == dimension]
    return len({(point.span, point.subgroup_id) for point in of_it})


def _length(points: Sequence[Point], release: int) -> int:
    return len({point.span for point in points if point.release_id == release})


def _longest(points: Sequence[Point]) -> int | None:
    """Return the release with the most periods, of equal ones that of the latest figures."""
    releases = {point.release_id for point in points}
    return max(
        releases,
        key=lambda each: (
            _length(points, each),
            max(point.ends_on for point in points if point.release_id == each),
            each,
        ),
        default=None,
    )


def periods_of(points: Iterable[Point]) -> list[tuple[str, tuple[dt.date, dt.date]]]:
    """Return the periods of figures with their first and last days, the oldest first, each once."""
    return list({point.span: (point.period, point.span) for point in points}.values())


def without_overlap(points: Sequence[Point]) -> list[Point]:
    """Return the figures, oldest first, of which no two share a day and all are as long as the latest.

    Three-year periods that move on by a year share two years with the next one: a trend over them would count the
    same people again and again.
    """
    kept: list[Point] = []
    for point in sorted(points, key=lambda each: each.ends_on, reverse=True):
        length = (point.ends_on - point.starts_on).days
        if not kept:
            kept.append(point)
            continue
        usual = (kept[0].ends_on - kept[0].starts_on).days
        if point.ends_on < kept[-1].starts_on and abs(length - usual) <= 2:
            kept.append(point)
    return kept[::-1]


def segments(points: Sequence[Point], breaks: Iterable[dt.date]) -> list[list[Point]]:
    """Part figures, oldest first, where the series breaks; no line is drawn over a break."""
    days = sorted(breaks)
    parts: dict[int, list[Point]] = {}
    for point in points:
        parts.setdefault(sum(point.starts_on >= day for day in days), []).append(point)
    return list(parts.values())
