"""The profile of a place: its latest figures beside those of wider places."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts import sparkline
from core.charts.series import LARGEST
from core.types import Person
from indicators.catalogue.models import Follow, Indicator, Observation, Release
from indicators.catalogue.states import Polarity, ReleaseState, Sex
from indicators.profiles.series import Point, segments
from indicators.profiles.wording import (
    change_in_short,
    change_sentence,
    difference_in_words,
    explain_inferred,
    name_with_sex,
    value_in_words,
)
from library.vocabularies.models import Place

# So many rows are on one page of a profile; no place has as many indicators today.
MOST_ROWS = 300
_MOST_FIGURES = 20_000
FIGURE_FIELDS = (
    *("indicator_id", "place_id", "release_id", "period", "starts_on", "ends_on", "sex"),
    *("value", "count", "population", "lower", "upper", "standard_error", "flag", "hidden"),
)
# The values of these fields.
_Figure = Sequence[Any]


@dataclass(frozen=True)
class Beside:
    """The figure of a wider place for the same indicator and period, and how the place compares."""

    place: Place
    value: str
    comparison: str
    # "better", "worse", or nothing where it is not known which way is better.
    judgement: str


@dataclass(frozen=True)
class ProfileRow:
    """One indicator in the profile of a place, for one sex."""

    indicator: Indicator
    sex: str
    point: Point
    value: str
    change: str
    # The same where the latest value is told beside it.
    since: str
    line: SafeString
    beside: Sequence[Beside]
    release_id: int

    @property
    def name(self) -> str:
        """Return the name of the indicator with the sex, where it is not about all persons."""
        return name_with_sex(self.indicator, self.sex)


@dataclass(frozen=True)
class Profile:
    """All figures of a place by topic, with the releases that they come from."""

    place: Place
    wider: Sequence[Place]
    inside: Sequence[Place]
    topics: Sequence[tuple[str, Sequence[ProfileRow]]]
    releases: Sequence[Release]

    @property
    def rows(self) -> list[ProfileRow]:
        """Return all rows in the order of the page."""
        return [row for _topic, rows in self.topics for row in rows]

    @property
    def about_periods(self) -> str:
        """Return what a reader must know of the periods shown, if anything."""
        return explain_inferred(row.point.period for row in self.rows)


@dataclass(frozen=True)
class Surroundings:
    """A place with the wider places that contain it, the nearest first, and those directly in it."""

    place: Place
    wider: Sequence[Place]
    inside: Sequence[Place]
    is_followed: bool = False


def around(code: str, reader: Person | None = None) -> Surroundings | None:
    """Return the place of a code with the places around it, and whether the reader follows it. One query."""
    narrower = Place.objects.filter(
        code=code, path__startswith=Concat(OuterRef("path"), Value("/"))
    )
    mine = Follow.objects.none() if reader is None else Follow.objects.visible_to(reader)
    near = Place.objects.filter(Q(code=code) | Q(parent__code=code) | Exists(narrower))
    followed = near.annotate(is_followed=Exists(mine.filter(place=OuterRef("pk"))))
    places = list(followed.in_order())
    place = next((each for each in places if each.code == code), None)
    if place is None:
        return None
    wider = [each for each in places if each.level < place.level][::-1]
    inside = [each for each in places if each.level > place.level]
    return Surroundings(place, wider, inside, place.is_followed)


def places_with_profile() -> list[Place]:
    """Return the places that have current figures, and the wider ones around them, in the order of the tree."""
    has_figures = Exists(
        Observation.objects.filter(place=OuterRef("pk"), release__state=ReleaseState.PUBLISHED)
    )
    places = list(Place.objects.annotate(has_figures=has_figures).in_order())
    needed = {code for place in places if place.has_figures for code in place.codes}
    return [place for place in places if place.code in needed]


def read_profile(place: Place, near: Surroundings | None = None) -> Profile:
    """Return the profile of a place. Takes two queries, whatever it has, where the places around it are known."""
    near = near or around(place.code) or Surroundings(place, (), ())
    wider, inside = near.wider, near.inside
    rows_of = _totals(place, wider)
    chosen = _chosen(named_figure(row) for row in rows_of[place.pk])
    indicators, releases, breaks = _named(chosen)
    latest = {(points[-1].release_id, points[-1].ends_on) for points in chosen.values()}
    beside = {
        (indicator, each.pk, point.release_id, point.ends_on, point.sex): point
        for each in wider
        for row in rows_of[each.pk]
        if row[0] in indicators and (row[2], row[5]) in latest
        for indicator, _place, point in [named_figure(row)]
    }
    rows = [
        _row(
            indicators[key[0]],
            key[1],
            points,
            wider,
            beside,
            breaks[points[-1].release_id, key[0]],
        )
        for key, points in chosen.items()
        if key[0] in indicators
    ]
    return Profile(place, wider, inside, _by_topic(rows[:MOST_ROWS]), _in_order(releases.values()))


def _totals(place: Place, wider: Sequence[Place]) -> defaultdict[int, list[_Figure]]:
    """Return the current figures of a whole place and the wider ones by place, the oldest first. One query."""
    found = (
        Observation.objects.totals()
        .current()
        .filter(age="", place__in=[place, *wider])
        .order_by("-ends_on", "-pk")
        .values_list(*FIGURE_FIELDS)
    )
    by_place: defaultdict[int, list[_Figure]] = defaultdict(list)
    # Where there are too many, the oldest are left out.
    for row in reversed(list(found[: _MOST_FIGURES * (1 + len(wider))])):
        by_place[row[1]].append(row)
    return by_place


_Breaks = dict[tuple[int, int], list[dt.date]]


def _named(
    chosen: Mapping[tuple[int, str], Sequence[Point]],
) -> tuple[dict[int, Indicator], dict[int, Release], _Breaks]:
    """Return the indicators and releases of figures, and from which days each is not comparable. One query."""
    covered = Indicator.releases.through._default_manager
    pairs = covered.filter(
        indicator__in={indicator for indicator, _sex in chosen},
        release__in={points[-1].release_id for points in chosen.values()},
    )
    here = FilteredRelation(
        "release__breaks", condition=Q(release__breaks__indicator=F("indicator"))
    )
    rows: Iterable[Any] = pairs.annotate(here=here, breaks_on=F("here__starts_on")).select_related(
        "release", "indicator__topic__parent"
    )
    indicators: dict[int, Indicator] = {}
    releases: dict[int, Release] = {}
    breaks: _Breaks = defaultdict(list)
    for row in rows:
        indicators[row.indicator_id] = row.indicator
        releases[row.release_id] = row.release
        if row.breaks_on is not None:
            breaks[row.release_id, row.indicator_id].append(row.breaks_on)
    return indicators, releases, breaks


def named_figure(row: _Figure) -> tuple[int, int, Point]:
    """Return a figure of a whole place, with the keys of its indicator and place."""
    indicator, place, release, period, start, end, sex, *numbers = row
    point = Point(
        release, period, start, end, sex, "", None, None, None, None, None, None, *numbers
    )
    return indicator, place, point


def _chosen(figures: Iterable[tuple[int, int, Point]]) -> dict[tuple[int, str], list[Point]]:
    """Return the series of each indicator and sex from the release with the latest figures; persons stand alone."""
    by_release: dict[tuple[int, str, int], list[Point]] = defaultdict(list)
    for indicator, _place, point in figures:
        by_release[indicator, point.sex, point.release_id].append(point)
    chosen: dict[tuple[int, str], list[Point]] = {}
    for (indicator, sex, _release), points in by_release.items():
        known = chosen.get((indicator, sex))
        if known is None or _rank(points) > _rank(known):
            chosen[indicator, sex] = points
    return {
        (indicator, sex): points
        for (indicator, sex), points in chosen.items()
        if sex == Sex.PERSONS or (indicator, Sex.PERSONS.value) not in chosen
    }


def _rank(points: Sequence[Point]) -> tuple[dt.date, int, int]:
    return points[-1].ends_on, len(points), points[-1].release_id


def _row(
    indicator: Indicator,
    sex: str,
    points: Sequence[Point],
    wider: Sequence[Place],
    beside: dict[tuple[int, int, int, dt.date, str], Point],
    breaks: Iterable[dt.date],
) -> ProfileRow:
    latest = points[-1]
    series = [point for point in segments(points, breaks)[-1] if point.value is not None]
    found = [
        _beside(indicator, latest, place, other)
        for place in wider
        if (other := beside.get((indicator.pk, place.pk, latest.release_id, latest.ends_on, sex)))
    ]
    change = change_sentence(indicator, series)
    return ProfileRow(
        indicator=indicator,
        sex=sex,
        point=latest,
        value=value_in_words(indicator, latest),
        change=change,
        since=change_in_short(indicator, series),
        line=_line(indicator, sex, series, change),
        beside=found,
        release_id=latest.release_id,
    )


def _line(indicator: Indicator, sex: str, series: Sequence[Point], change: str) -> SafeString:
    values = [point.value for point in series if point.value is not None]
    if not all(abs(value) < LARGEST for value in values):
        return SafeString("")
    return sparkline(values, text=f"{name_with_sex(indicator, sex)}: {change}", from_zero=False)


_WORDS = {
    "better": gettext_lazy("%(size)s better"),
    "worse": gettext_lazy("%(size)s worse"),
}


def _beside(indicator: Indicator, own: Point, place: Place, other: Point) -> Beside:
    """Compare with a wider place: by intervals where both have one, and otherwise by the values alone."""
    value = value_in_words(indicator, other)
    if own.value is None or other.value is None:
        return Beside(place, value, "", "")
    difference = own.value - other.value
    size = difference_in_words(indicator, difference)
    if difference == 0:
        return Beside(place, value, _("the same"), "")
    if _meets(own, other):
        return Beside(place, value, _("no clear difference"), "")
    if indicator.polarity == Polarity.NEITHER:
        text = _("%(size)s higher") if difference > 0 else _("%(size)s lower")
        return Beside(place, value, text % {"size": size}, "")
    judgement = "better" if (difference > 0) == (indicator.polarity == Polarity.HIGHER) else "worse"
    return Beside(place, value, str(_WORDS[judgement]) % {"size": size}, judgement)


def _meets(own: Point, other: Point) -> bool:
    """Tell whether the intervals of two figures overlap; without intervals it is not known."""
    if own.lower is None or own.upper is None or other.lower is None or other.upper is None:
        return False
    return own.lower <= other.upper and other.lower <= own.upper


def _by_topic(rows: Sequence[ProfileRow]) -> list[tuple[str, list[ProfileRow]]]:
    """Return the rows by the broad topic of their indicators, in the order of the topics."""
    groups: dict[tuple[int, str], list[ProfileRow]] = defaultdict(list)
    for row in rows:
        topic = row.indicator.topic
        head = topic.parent or topic if topic else None
        groups[(head.position, head.label) if head else (9_999, _("Other"))].append(row)
    ordered = sorted(groups.items(), key=lambda each: each[0])
    return [
        (label, sorted(group, key=lambda row: (row.indicator.name, row.sex)))
        for (_position, label), group in ordered
    ]


def _in_order(releases: Iterable[Release]) -> list[Release]:
    return sorted(releases, key=lambda each: each.title)
