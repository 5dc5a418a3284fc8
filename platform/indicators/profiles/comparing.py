"""Up to five places side by side: for each indicator the latest period that most of them share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.charts import Figure
from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.states import Sex
from indicators.profiles.charts import places_figure
from indicators.profiles.place_page import FIGURE_FIELDS, named_figure
from indicators.profiles.series import Point
from indicators.profiles.wording import name_with_sex, value_in_words
from library.vocabularies.models import Place

MOST_PLACES = 5
_MOST_FIGURES = 60_000


@dataclass(frozen=True)
class ComparedRow:
    """One indicator and period with the figure of each place; a place without one has none."""

    indicator: Indicator
    sex: str
    period: str
    release: Release
    points: Sequence[Point | None]

    @property
    def name(self) -> str:
        """Return the name of the indicator with the sex."""
        return name_with_sex(self.indicator, self.sex)

    @property
    def code(self) -> str:
        """Return how the address names this row."""
        return f"{self.indicator.code}:{self.sex}"

    @property
    def facts(self) -> dict[str, Any]:
        """Return the row for programs, its numbers in the order of the places."""
        return {
            "indicator": self.indicator.code,
            "sex": self.sex,
            "unit": self.indicator.unit,
            "period": self.period,
            "release": self.release.title,
            "publisher": self.release.publisher,
            "licence": self.release.licence,
            "values": [point.value if point else None for point in self.points],
        }

    @property
    def values(self) -> list[str]:
        """Return the figures in words, in the order of the places."""
        return [value_in_words(self.indicator, p) if p else "–" for p in self.points]


def compare_places(places: Sequence[Place]) -> list[ComparedRow]:
    """Return the indicators of which at least one place has a figure, by name. Takes three queries.

    Of each, the figures shown are of one release and one period: that which most of the places share, the latest of
    equally shared ones.
    """
    figures = (
        Observation.objects.totals()
        .current()
        .filter(age="", place__in=places)
        .order_by("ends_on", "pk")
        .values_list(*FIGURE_FIELDS)
    )
    shared: dict[tuple[int, str], dict[tuple[object, ...], dict[int, Point]]] = defaultdict(dict)
    for row in figures[:_MOST_FIGURES]:
        indicator, place, point = named_figure(row)
        period = (point.ends_on, point.release_id)
        shared[indicator, point.sex].setdefault(period, {})[place] = point
    indicators = Indicator.objects.in_bulk({indicator for indicator, _sex in shared})
    releases = Release.objects.in_bulk(
        {
            point.release_id
            for by in shared.values()
            for each in by.values()
            for point in each.values()
        }
    )
    rows = []
    for (indicator, sex), by_period in shared.items():
        if sex != Sex.PERSONS and (indicator, Sex.PERSONS.value) in shared:
            continue
        best = max(by_period, key=lambda each: (len(by_period[each]), each))
        found = by_period[best]
        some = next(iter(found.values()))
        points = [found.get(place.pk) for place in places]
        rows.append(
            ComparedRow(indicators[indicator], sex, some.period, releases[some.release_id], points)
        )
    return sorted(rows, key=lambda row: row.name)


def most_shared(rows: Sequence[ComparedRow]) -> ComparedRow | None:
    """Return the row with figures of the most places, of equal ones the first."""
    return max(rows, key=lambda row: sum(point is not None for point in row.points), default=None)


def draw_places(row: ComparedRow, places: Sequence[Place]) -> Figure | None:
    """Draw one indicator for the places that have a figure."""
    pairs = [(str(place), point) for place, point in zip(places, row.points, strict=True) if point]
    return places_figure(row.indicator, row.release, row.period, pairs)
