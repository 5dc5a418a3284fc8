"""Taking figures out of a release, for good: which release has all that was asked for, and what cannot be shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from indicators.catalogue.models import Dimension, Indicator, Release
from indicators.catalogue.states import Sex
from indicators.excerpts.excerpt import (
    BY_GROUPS,
    IN_ORDER,
    MOST_PLACES,
    MOST_SERIES,
    Excerpt,
    ExcerptRefused,
    Origin,
    Panel,
    Picture,
    Row,
    Selection,
)
from indicators.excerpts.rows import Found, names_of, row_of
from indicators.measures.lines import fit_line
from indicators.profiles.series import Point, points_of, segments
from library.vocabularies.models import Place

_SEXES = (Sex.PERSONS, Sex.FEMALE, Sex.MALE)


@dataclass(frozen=True)
class Taken:
    """An excerpt, and the rows it was taken from."""

    excerpt: Excerpt
    indicator: Indicator
    release: Release


def take(selection: Selection) -> Taken:
    """Take figures out of the current release that has all of them. Raises ``ExcerptRefused`` in words.

    Takes four queries, and one more for each place.
    """
    indicator = _indicator(selection.indicator)
    releases = _releases(indicator, selection.release)
    picture = Picture(selection.picture)
    dimension = _dimension(selection.dimension) if picture in BY_GROUPS else None
    if dimension is not None and picture in IN_ORDER and not dimension.is_ordered:
        raise ExcerptRefused(
            _(
                "“%(groups)s” has no order from more to less disadvantaged. Choose bars of its groups."
            )
            % {"groups": dimension}
        )
    found = _found(selection, indicator, releases, dimension)
    chosen = _release_with_all(found, releases, selection.periods)
    parts = [
        Found(each.place, each.sex, [p for p in each.points if p.release_id == chosen.pk])
        for each in found
    ]
    excerpt = _drawn(selection, picture, indicator, chosen, dimension, parts)
    return Taken(excerpt, indicator, chosen)


def _indicator(code: str) -> Indicator:
    indicator = Indicator.objects.listed().filter(code=code).first()
    if indicator is None:
        raise ExcerptRefused(
            _("There is no indicator “%(code)s” with published figures.") % {"code": code}
        )
    return indicator


def _releases(indicator: Indicator, wanted: int | None) -> dict[int, Release]:
    """Return the current releases with figures of the indicator, or the one that was asked for."""
    current = Release.objects.current().filter(indicators=indicator)
    if wanted is not None:
        current = Release.objects.published().filter(indicators=indicator, pk=wanted)
    releases = {each.pk: each for each in current.prefetch_related("breaks").order_by("pk")}
    if not releases:
        raise ExcerptRefused(_("This release has no published figures of the indicator."))
    return releases


def _dimension(code: str) -> Dimension:
    dimension = Dimension.objects.filter(code=code).first()
    if dimension is None:
        raise ExcerptRefused(_("Choose the groups to show."))
    return dimension


def _found(
    selection: Selection,
    indicator: Indicator,
    releases: Mapping[int, Release],
    dimension: Dimension | None,
) -> list[Found]:
    """Return the figures of each place and sex that was asked for, in the order asked for."""
    known = {place.code: place for place in Place.objects.filter(code__in=selection.places)}
    missing = [code for code in selection.places if code not in known]
    if missing or not selection.places:
        raise ExcerptRefused(
            _("There is no place “%(code)s”.") % {"code": missing[0]}
            if missing
            else _("Choose a place.")
        )
    points = {
        code: [
            point
            for point in points_of(indicator, place, releases.values())
            if point.dimension_id == (dimension.pk if dimension else None)
        ]
        for code, place in known.items()
    }
    everything = [point for each in points.values() for point in each]
    if not everything:
        raise ExcerptRefused(_("The indicator has no such figures in this place."))
    sexes = selection.sexes or (next(s for s in _SEXES if any(p.sex == s for p in everything)),)
    ages = {point.age for point in everything if point.sex in sexes}
    age = selection.age if selection.age or "" in ages else min(ages, default="")
    return [
        Found(known[code], sex, [p for p in points[code] if p.sex == sex and p.age == age])
        for code, sex in product(selection.places, sexes)
    ]


def _release_with_all(
    found: Sequence[Found], releases: Mapping[int, Release], periods: Iterable[str]
) -> Release:
    """Return the release with figures of each place, sex and period: of several the one with the most and latest periods."""
    wanted = list(periods)
    fits: list[tuple[int, str, int]] = []
    for pk in releases:
        mine = [[p for p in each.points if p.release_id == pk] for each in found]
        labels = [{point.period for point in points} for points in mine]
        if all(labels) and all(set(wanted) <= each for each in labels):
            spans = {point.span for points in mine for point in points}
            fits.append((len(spans), max(end.isoformat() for _start, end in spans), pk))
    if not fits:
        raise ExcerptRefused(
            _(
                "No release has figures for everything you chose. Choose fewer places, sexes or periods."
            )
        )
    return releases[max(fits)[-1]]


def _drawn(
    selection: Selection,
    picture: Picture,
    indicator: Indicator,
    release: Release,
    dimension: Dimension | None,
    parts: Sequence[Found],
) -> Excerpt:
    breaks = [b.starts_on for b in release.breaks.all() if b.indicator_id == indicator.pk]
    if picture in (Picture.GROUPS, Picture.LINE):
        labels, panels, period = _groups(selection, indicator, picture, parts)
    elif picture == Picture.PLACES:
        labels, panels, period = _places(selection, indicator, parts)
    else:
        runs = [
            Found(each.place, each.sex, _last_run(each.points, breaks, selection.periods))
            for each in parts
        ]
        labels, panels = _over_time(picture, indicator, runs)
        period = _("%(first)s to %(last)s") % {"first": labels[0], "last": labels[-1]}
    one_place = len({each.place.pk for each in parts}) == 1
    return Excerpt(
        picture=picture.value,
        indicator=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        value_type=indicator.value_type,
        scale=indicator.scale,
        polarity=indicator.polarity,
        is_survey=indicator.is_survey,
        place=_common(parts, one_place=one_place and picture != Picture.PLACES),
        period=period,
        heading=_heading(picture, dimension),
        first=dimension.first_label if dimension else "",
        last=dimension.last_label if dimension else "",
        is_ordered=bool(dimension and dimension.is_ordered),
        labels=tuple(labels),
        panels=panels,
        origin=Origin(
            publisher=release.publisher,
            title=release.title,
            licence=release.licence_name,
            licence_address=release.licence_address,
            address=release.address,
        ),
        query=_query(selection, dimension, parts),
    )


def _heading(picture: Picture, dimension: Dimension | None) -> str:
    if picture in (Picture.GROUPS, Picture.LINE) and dimension is not None:
        return dimension.name
    return _("Place") if picture == Picture.PLACES else _("Period")


def _common(parts: Sequence[Found], *, one_place: bool) -> str:
    """Return the place, sex and age that all series have in common, in words."""
    sexes = {each.sex for each in parts}
    ages = {point.age for each in parts for point in each.points}
    words = [parts[0].place.name] if one_place else []
    if len(sexes) == 1 and Sex.PERSONS not in sexes:
        words.append(str(Sex(parts[0].sex).label).lower())
    if len(ages) == 1 and "" not in ages:
        words.append(_("age %(age)s") % {"age": next(iter(ages))})
    return ", ".join(words)


def _query(selection: Selection, dimension: Dimension | None, parts: Sequence[Found]) -> str:
    """Return what the address of the indicator's page needs to show the same figures."""
    words = {"place": parts[0].place.code, "sex": parts[0].sex}
    if dimension is not None:
        words["by"] = dimension.code
    if selection.age:
        words["age"] = selection.age
    return urlencode(words)


_Series = tuple[list[str], tuple[Panel, ...], str]


def _groups(
    selection: Selection, indicator: Indicator, picture: Picture, parts: Sequence[Found]
) -> _Series:
    """Return the groups of the periods asked for; a group without a figure in one of the series is left out of all."""
    periods = list(selection.periods) or [_latest_common(parts)]
    sought = [(each, period) for each in parts for period in periods]
    if len(sought) > MOST_SERIES:
        raise ExcerptRefused(
            _("That would be %(count)s series. Choose fewer places, sexes or periods: four fit.")
            % {"count": len(sought)}
        )
    series = [[p for p in each.points if p.period == period] for each, period in sought]
    groups = {p.subgroup_id: p for p in series[0]}
    whole = [
        key
        for key in groups
        if all(any(p.subgroup_id == key and p.value is not None for p in one) for one in series)
    ]
    if picture == Picture.LINE and (len(whole) < 3 or any(len(one) > len(whole) for one in series)):
        raise ExcerptRefused(
            _("A line needs at least three groups, and a figure for each of them.")
        )
    if len(whole) < 2:
        raise ExcerptRefused(_("Fewer than two groups have a figure."))
    kept = [[next(p for p in one if p.subgroup_id == key) for key in whole] for one in series]
    names = names_of(parts, periods, fallback=indicator.name)
    rows = tuple(row_of(name, one, indicator) for name, one in zip(names, kept, strict=True))
    labels = [groups[key].group_label for key in whole]
    return labels, (Panel(indicator.unit, rows),), ", ".join(periods)


def _places(selection: Selection, indicator: Indicator, parts: Sequence[Found]) -> _Series:
    if len({each.sex for each in parts}) > 1:
        raise ExcerptRefused(_("Places are compared for one sex. Choose one."))
    if len(parts) > MOST_PLACES or len(parts) < 2:
        raise ExcerptRefused(_("Choose two to twelve places to compare."))
    if len(selection.periods) > 1:
        raise ExcerptRefused(_("Places are compared in one period. Choose one."))
    period = selection.periods[0] if selection.periods else _latest_common(parts)
    points = [next((p for p in each.points if p.period == period), None) for each in parts]
    shown = [
        (each.place.name, point)
        for each, point in zip(parts, points, strict=True)
        if point is not None and point.value is not None
    ]
    if len(shown) < 2:
        raise ExcerptRefused(_("Fewer than two of the places have a figure in this period."))
    row = row_of(indicator.name, [point for _name, point in shown], indicator)
    return [name for name, _point in shown], (Panel(indicator.unit, (row,)),), period


def _latest_common(parts: Sequence[Found]) -> str:
    """Return the latest period in which every series has figures."""
    labels = [{p.period for p in each.points if p.value is not None} for each in parts]
    common = set.intersection(*labels)
    ends = {p.period: p.ends_on for each in parts for p in each.points if p.period in common}
    if not ends:
        raise ExcerptRefused(_("There is no period in which all of them have figures."))
    return max(ends, key=lambda label: (ends[label], label))


def _last_run(
    points: Sequence[Point], breaks: Sequence[dt.date], periods: Sequence[str]
) -> list[Point]:
    """Return the figures of the periods asked for, or of all since the last break: no line is drawn over one."""
    sought = [p for p in points if p.period in periods] if periods else points
    runs = segments(sought, breaks)
    if periods and len(runs) > 1:
        raise ExcerptRefused(_("The series breaks between these periods: they cannot be compared."))
    return runs[-1] if runs else []


def _over_time(
    picture: Picture, indicator: Indicator, parts: Sequence[Found]
) -> tuple[list[str], tuple[Panel, ...]]:
    if picture == Picture.TREND:
        if len(parts) > MOST_SERIES:
            raise ExcerptRefused(_("At most four lines can be told apart. Choose fewer."))
        named = zip(names_of(parts, [], fallback=""), (each.points for each in parts), strict=True)
        series = [(name or parts[0].place.name, [p for p in points if p.value is not None]) for name, points in named]  # fmt: skip
        labels, rows = _in_common_periods(series, indicator)
        return labels, (Panel(indicator.unit, rows),)
    if len(parts) != 1:
        raise ExcerptRefused(_("Choose one place and one sex for this picture."))
    if picture == Picture.ENDS:
        positions = sorted({p.position or 0 for p in parts[0].points})
        ends = [
            [p for p in parts[0].points if p.position == end and p.value is not None]
            for end in (positions[0], positions[-1])
        ]
        labels, rows = _in_common_periods([(e[0].group or "" if e else "", e) for e in ends], indicator)  # fmt: skip
        return labels, (Panel(indicator.unit, rows),)
    return _slopes(indicator, parts[0])


def _in_common_periods(
    series: Sequence[tuple[str, Sequence[Point]]], indicator: Indicator
) -> tuple[list[str], tuple[Row, ...]]:
    common = set.intersection(*({p.period for p in points} for _name, points in series))
    if len(common) < 2:
        raise ExcerptRefused(_("A picture over time needs figures for at least two periods."))
    kept = [(name, [p for p in points if p.period in common]) for name, points in series]
    rows = tuple(row_of(name, points, indicator, over_time=True) for name, points in kept)
    return [p.period for p in kept[0][1]], rows


def _slopes(indicator: Indicator, part: Found) -> tuple[list[str], tuple[Panel, ...]]:
    """Return average and slope index of each period in which all groups have a figure."""
    spans = dict.fromkeys(p.span for p in part.points)
    size = max(sum(p.span == span for p in part.points) for span in spans)
    labels, averages, slopes = [], [], []
    for span in spans:
        points = [p for p in part.points if p.span == span and p.value is not None]
        if len(points) < size or len(points) < 3:
            continue
        row = row_of("", points, indicator)
        line = fit_line(row.values, row.populations or [1.0] * len(points))
        labels.append(points[0].period)
        averages.append(line.average)
        slopes.append(line.index)
    if len(labels) < 2:
        raise ExcerptRefused(_("A picture over time needs figures for at least two periods."))
    points_label = _("percentage points") if indicator.is_percentage else indicator.unit
    return labels, (
        Panel(
            _("Average, %(unit)s") % {"unit": indicator.unit},
            (Row(part.place.name, tuple(averages)),),
        ),
        Panel(
            _("Slope index, %(unit)s") % {"unit": points_label},
            (Row(part.place.name, tuple(slopes)),),
        ),
    )
