"""The rows of an excerpt: what each series is called, and its numbers as far as all of them are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.catalogue.models import Indicator
from indicators.catalogue.states import Sex
from indicators.excerpts.excerpt import Row
from indicators.measures.normal import normal_interval
from indicators.profiles.series import Point
from library.vocabularies.models import Place


@dataclass(frozen=True)
class Found:
    """The figures of one place and one sex."""

    place: Place
    sex: str
    points: Sequence[Point]


def names_of(parts: Sequence[Found], periods: Sequence[str], *, fallback: str) -> list[str]:
    """Name each series by what it does not share with the others."""
    places = len({each.place.pk for each in parts}) > 1
    sexes = len({each.sex for each in parts}) > 1
    names = []
    for each in parts:
        own = [each.place.name] if places else []
        own += [str(Sex(each.sex).label)] if sexes else []
        several = periods if len(periods) > 1 else [""]
        names += [", ".join([*own, period] if period else own) or fallback for period in several]
    return names


def row_of(
    name: str, points: Sequence[Point], indicator: Indicator, *, over_time: bool = False
) -> Row:
    """Return the numbers of a series. Populations of a survey are people who answered, so they weigh nothing."""
    limits = [_limits(point) for point in points]
    whole = [each for each in limits if each is not None]
    has_limits = len(whole) == len(points)
    people = [p.population for p in points if p.population is not None]
    counts = [p.count for p in points if p.count is not None]
    weighs = not over_time and not indicator.is_survey
    return Row(
        name,
        values=tuple(p.value or 0.0 for p in points),
        lower=tuple(low for low, _high in whole) if has_limits else (),
        upper=tuple(high for _low, high in whole) if has_limits else (),
        populations=tuple(people) if weighs and len(people) == len(points) else (),
        counts=tuple(counts) if weighs and len(counts) == len(points) else (),
    )


def _limits(point: Point) -> tuple[float, float] | None:
    if point.lower is not None and point.upper is not None:
        return point.lower, point.upper
    if point.standard_error is not None and point.value is not None:
        interval = normal_interval(point.value, point.standard_error)
        return interval.lower, interval.upper
    return None
