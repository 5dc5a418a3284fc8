"""What the page of an indicator shows: the groups, the trend, the measures, and where the figures come from."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.charts import Figure
from core.web.requests import key_of
from indicators.catalogue.models import Dimension, Indicator, Observation, Release, SeriesBreak
from indicators.catalogue.states import Hidden, Sex
from indicators.profiles import charts
from indicators.profiles.measuring import Measured, TrendInWords, measured, trend_in_words
from indicators.profiles.series import Choice, Point, choose, periods_of, points_of, segments
from indicators.profiles.wording import (
    change_sentence,
    explain_inferred,
    gap_sentence,
    value_in_words,
)
from library.vocabularies.models import Place

_Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Option:
    """One thing to choose on the page, by its name in the address."""

    value: str
    label: str
    is_chosen: bool


@dataclass
class Trend:
    """A part of a series without a break."""

    figure: Figure | None
    change: str
    recent: TrendInWords | None
    points: list[Point]


@dataclass
class IndicatorPage:
    """All that the page of an indicator shows of one place. Lists are empty where there is nothing to show."""

    indicator: Indicator
    place: Place | None
    places: Sequence[Place]
    releases: Mapping[int, Release]
    choice: Choice
    dimension: Dimension | None = None
    dimensions: Sequence[Dimension] = ()
    periods: Sequence[tuple[str, _Span]] = ()
    period: _Span | None = None
    groups: Sequence[Point] = ()
    gradient: Figure | None = None
    two_ends: Figure | None = None
    sentence: str = ""
    measured: Measured | None = None
    trends: Sequence[Trend] = ()
    breaks: Sequence[SeriesBreak] = ()
    hidden: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def release(self) -> Release | None:
        """Return the release of the groups."""
        return self.releases.get(self.choice.release or 0)

    @property
    def trend_release(self) -> Release | None:
        """Return the release of the trend."""
        return self.releases.get(self.choice.trend_release or 0)

    @property
    def shown_releases(self) -> list[Release]:
        """Return the releases that something on the page comes from."""
        found = {each.pk: each for each in (self.release, self.trend_release) if each}
        return list(found.values())

    @property
    def about_periods(self) -> str:
        """Return what a reader must know of the periods shown, if anything."""
        shown = [*self.groups, *(point for trend in self.trends for point in trend.points)]
        return explain_inferred(point.period for point in shown)

    @property
    def table(self) -> list[tuple[str, str]]:
        """Return the groups of the period with their values in words."""
        return [(point.group or "", value_in_words(self.indicator, point)) for point in self.groups]

    @property
    def chosen(self) -> dict[str, str]:
        """Return what the page shows by the names in its address: place, groups, period and so on."""
        asked = {"place": self.place.code} if self.place else {}
        for name, _label, options in self.options():
            asked[name] = next((each.value for each in options if each.is_chosen), "")
        return asked

    @property
    def query(self) -> str:
        """Return the indicator and what the page shows of it, as other pages take it in their address."""
        return urlencode({"indicator": self.indicator.code, **self.chosen})

    def options(self) -> list[tuple[str, str, list[Option]]]:
        """Return what can be chosen: name, label, and the values in their order."""
        spans = [(f"{end.isoformat()}", label) for label, (_start, end) in reversed(self.periods)]
        chosen_end = self.period[1].isoformat() if self.period else ""
        by_key = {each.pk: each for each in self.dimensions}
        sexes = [(sex, str(Sex(sex).label)) for sex in self.choice.sexes]
        ages = [(age or "all", age or _("All ages of the indicator")) for age in self.choice.ages]
        divided = [
            (by_key[key].code, by_key[key].name) for key in self.choice.dimensions if key in by_key
        ]
        releases = [
            (str(key), self.releases[key].title)
            for key in self.choice.releases
            if key in self.releases
        ]
        chosen_release = str(self.choice.release or self.choice.trend_release or "")
        lists = [
            ("sex", _("Sex"), sexes, self.choice.sex),
            ("age", _("Age"), ages, self.choice.age or "all"),
            ("by", _("Groups"), divided, self.dimension.code if self.dimension else ""),
            ("period", _("Period"), spans, chosen_end),
            ("release", _("Release"), releases, chosen_release),
        ]
        return [
            (name, label, [Option(value, text, value == chosen) for value, text in values])
            for name, label, values, chosen in lists
            if len(values) > 1
        ]


def read_indicator_page(indicator: Indicator, asked: Mapping[str, str]) -> IndicatorPage:
    """Return the page of an indicator as an address asks for it; what is not there is replaced by what is.

    Takes a fixed number of queries.
    """
    releases, breaks = _releases_of(indicator)
    places = places_with_figures(indicator, releases)
    place = next((each for each in places if each.code == asked.get("place")), None)
    if place is None:
        place = next(iter(places), None)
    points = points_of(indicator, place, releases.values()) if place else []
    dimensions = list(
        Dimension.objects.filter(pk__in={point.dimension_id for point in points}).by_name()
    )
    age = asked.get("age")
    choice = choose(
        points,
        sex=asked.get("sex", ""),
        age="" if age == "all" else age,
        dimension=next((each.pk for each in dimensions if each.code == asked.get("by")), None),
        release=key_of(asked.get("release")) or None,
        ordered=[each.pk for each in dimensions if each.is_ordered],
    )
    page = IndicatorPage(indicator, place, places, releases, choice, dimensions=dimensions)
    if place is not None:
        shown = {release.pk for release in page.shown_releases}
        page.breaks = [each for each in breaks if each.release_id in shown]
        seen = [p for p in points if p.sex == choice.sex and p.age == choice.age]
        page.hidden = sum(point.hidden != "" for point in seen)
        _add_groups(page, seen, asked.get("period", ""))
        _add_trends(page, seen)
    return page


def _releases_of(indicator: Indicator) -> tuple[dict[int, Release], list[SeriesBreak]]:
    """Return the current releases of an indicator, and the breaks of its series in them. One query."""
    here = FilteredRelation("breaks", condition=Q(breaks__indicator=indicator))
    rows: Iterable[Any] = (
        Release.objects.current()
        .filter(indicators=indicator)
        .annotate(here=here, breaks_on=F("here__starts_on"), break_note=F("here__note"))
        .order_by("pk", "breaks_on")
    )
    releases: dict[int, Release] = {}
    breaks = []
    for row in rows:
        release = releases.setdefault(row.pk, row)
        if row.breaks_on is not None:
            breaks.append(
                SeriesBreak(
                    release=release,
                    indicator=indicator,
                    starts_on=row.breaks_on,
                    note=row.break_note,
                )
            )
    return releases, breaks


def places_with_figures(indicator: Indicator, releases: Mapping[int, Release]) -> list[Place]:
    """Return the places with current figures of the indicator, each before the narrower ones in it."""
    figures = Observation.objects.filter(
        indicator=indicator, place=OuterRef("pk"), release__in=list(releases)
    )
    return list(Place.objects.filter(Exists(figures)).in_order())


def _add_groups(page: IndicatorPage, seen: Sequence[Point], asked_end: str) -> None:
    """Add the groups of the period asked for, or of the latest one, and all that is made of them."""
    choice, release, place = page.choice, page.release, page.place
    dimension = next((each for each in page.dimensions if each.pk == choice.dimension), None)
    page.dimension = dimension
    if dimension is None or release is None or place is None:
        return
    grouped = [
        point
        for point in seen
        if point.dimension_id == dimension.pk and point.release_id == release.pk
    ]
    page.periods = periods_of(grouped)
    spans = [span for _label, span in page.periods]
    page.period = next((span for span in spans if span[1].isoformat() == asked_end), spans[-1])
    groups = [point for point in grouped if point.span == page.period]
    page.groups = groups
    page.gradient = charts.gradient_figure(page.indicator, dimension, release, place.name, groups)
    page.sentence = gap_sentence(page.indicator, dimension, place.name, groups)
    key = (
        page.indicator.pk,
        release.pk,
        place.pk,
        dimension.pk,
        *page.period,
        choice.sex,
        choice.age,
    )
    page.measured = measured(
        page.indicator, dimension, groups, key=":".join(str(each).replace(" ", "") for each in key)
    )
    if dimension.is_ordered and len(groups) > 1:
        ends = tuple(
            [point for point in grouped if point.subgroup_id == end.subgroup_id]
            for end in (groups[0], groups[-1])
        )
        days = _break_days(page, release)
        parts = tuple(segments(points, days)[-1] for points in ends)
        page.two_ends = charts.two_ends_figure(
            page.indicator, dimension, release, place.name, (parts[0], parts[1])
        )


def _break_days(page: IndicatorPage, release: Release) -> list[dt.date]:
    return [each.starts_on for each in page.breaks if each.release_id == release.pk]


def _add_trends(page: IndicatorPage, seen: Sequence[Point]) -> None:
    """Add the values of the whole place over time, parted where the series breaks."""
    release, place = page.trend_release, page.place
    if release is None or place is None:
        return
    totals = [
        point for point in seen if point.dimension_id is None and point.release_id == release.pk
    ]
    page.missing = [
        point.period for point in totals if point.value is None and point.hidden != Hidden.SMALL
    ]
    parts = segments(totals, _break_days(page, release))
    page.trends = [
        Trend(
            figure=charts.trend_figure(
                page.indicator, release, place.name, part, name=f"trend-{number}"
            ),
            change=change_sentence(page.indicator, part),
            recent=trend_in_words(page.indicator, part) if number == len(parts) else None,
            points=part,
        )
        for number, part in enumerate(parts, start=1)
    ]
