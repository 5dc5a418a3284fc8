"""Figures as CSV and JSON, row by row."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from indicators.catalogue.models import Observation
from indicators.catalogue.models.observations import ObservationQuerySet

COLUMNS = (
    *("indicator", "place", "place_name", "period", "start", "end", "sex", "age"),
    *("dimension", "subgroup", "subgroup_order", "value", "count", "population", "lower", "upper"),
    *("standard_error", "flag", "hidden", "release", "publisher", "licence"),
)
_FIELDS = (
    *("indicator__code", "place__code", "place__name", "period", "starts_on", "ends_on", "sex"),
    *("age", "dimension__code", "subgroup__name", "subgroup__position", "value", "count"),
    *("population", "lower", "upper", "standard_error", "flag", "hidden", "release__title"),
    *("release__publisher", "release__licence"),
)
_BATCH = 2_000


def table_of(figures: ObservationQuerySet) -> Iterator[Iterable[object]]:
    """Yield the heading and the rows of these figures, with their source and licence in each."""
    yield COLUMNS
    for row in _rows(figures):
        yield ["" if cell is None else cell for cell in row]


def json_of(figures: ObservationQuerySet, about: dict[str, Any]) -> Iterator[str]:
    """Yield the pieces of a JSON object: what it is ``about``, and the figures."""
    yield json.dumps(about, default=str)[:-1] + ', "figures": ['
    before = ""
    for row in _rows(figures):
        yield before + json.dumps(dict(zip(COLUMNS, row, strict=True)), default=_plain)
        before = ",\n"
    yield "]}\n"


def _rows(figures: ObservationQuerySet) -> Iterator[tuple[object, ...]]:
    ordered = figures.order_by("indicator", "place", "ends_on", "pk")
    return ordered.values_list(*_FIELDS).iterator(chunk_size=_BATCH)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def current_figures() -> ObservationQuerySet:
    """Return the figures that are shown today."""
    return Observation.objects.current()
