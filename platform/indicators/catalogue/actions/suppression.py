"""Hiding small numbers: a figure that rests on too few, and those from which it could be derived.

Hidden figures lose their numbers for good, so no page, file or program can tell them. The publisher's file still
has them: with another limit, the release is imported anew.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Coalesce

from indicators.catalogue.hiding import Cell, hide_small_numbers, key_of
from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.states import Hidden, ValueType
from library.vocabularies.models import Place

_BATCH = 500
# Of these, value times population is the count, whether or not the file tells it.
_COUNTED = frozenset({ValueType.PROPORTION, ValueType.RATE})
# The keys of figures to hide, by the reason.
ToHide = Mapping[Hidden, list[int]]


@transaction.atomic
def suppress_small_numbers(*, release: Release) -> int:
    """Hide the small numbers of a release and return how many figures are hidden. Repeats safely."""
    return sum(hide_figures(found) for found in find_small_numbers(release))


def find_small_numbers(release: Release) -> Iterator[ToHide]:
    """Find what is to be hidden of one indicator after the other, and write nothing: seconds, of a large release.

    Numbers add up along subgroups, sexes, ages and places within a wider one. Wherever exactly one part is hidden, or the
    hidden parts together are fewer than the limit, the smallest part beside it is hidden, too; and so is one of the
    parts where their sum is hidden, and one more where all sums taken together tell a hidden number. A count that value
    and population tell is a count like any other.
    """
    limited = Indicator.objects.filter(releases=release, minimum_count__gt=0).order_by("pk")
    for indicator in limited:
        figures = _counted(release, indicator)
        if not figures.filter(counted__gt=0, counted__lt=indicator.minimum_count).exists():
            continue
        rows = _rows(release, indicator)
        hide_small_numbers(rows, indicator.minimum_count)
        yield {reason: [row.pk for row in rows if row.hidden == reason] for reason in Hidden}


def _counted(release: Release, indicator: Indicator) -> QuerySet[Any]:
    """Return the figures with ``counted``: the count, or what value and population say that it is."""
    figures = release.observations.filter(indicator=indicator)
    if indicator.value_type not in _COUNTED:
        return figures.annotate(counted=F("count"))
    told = F("value") * F("population") / indicator.scale
    return figures.annotate(counted=Coalesce("count", told, output_field=FloatField()))


def _rows(release: Release, indicator: Indicator) -> list[Cell]:
    known = _counted(release, indicator).order_by("pk")
    values = known.values_list(
        *("pk", "place_id", "starts_on", "ends_on", "sex", "age"),
        *("dimension_id", "subgroup_id", "count", "counted", "hidden"),
    )
    rows = [
        Cell(
            pk, place, None, (start, end), sex, age, dimension, group,
            count if count is not None or counted is None else float(round(counted)), hidden,
        )
        for pk, place, start, end, sex, age, dimension, group, count, counted, hidden in values.iterator()
    ]  # fmt: skip
    _find_wider_places(rows)
    return rows


def _find_wider_places(rows: list[Cell]) -> None:
    """Note of each figure which wider place has such a figure, too: many files leave out the places between."""
    parents = dict(Place.objects.values_list("pk", "parent_id"))
    known = {key_of(row, row.place_id) for row in rows}
    for row in rows:
        wider = parents.get(row.place_id)
        while wider is not None and key_of(row, wider) not in known:
            wider = parents.get(wider)
        row.wider_id = wider


@transaction.atomic
def hide_figures(found: ToHide) -> int:
    """Take their numbers from the figures that are to be hidden; return how many. Repeats safely."""
    written = 0
    nothing = dict.fromkeys(("value", "count", "lower", "upper", "standard_error"))
    for reason, keys in found.items():
        for start in range(0, len(keys), _BATCH):
            chosen = Observation.objects.filter(pk__in=keys[start : start + _BATCH])
            written += chosen.update(hidden=reason, **nothing)
    return written
