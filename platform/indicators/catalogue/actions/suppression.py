"""Hiding small numbers: a figure that rests on too few, and those from which it could be derived.

Hidden figures lose their numbers for good, so no page, file or program can tell them. The publisher's file still
has them: with another limit, the release is imported anew.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Coalesce

from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.states import Hidden, Sex, ValueType
from library.vocabularies.models import Place

_BATCH = 500
_LEAST_SHOWN_BESIDE = 2
# Of these, value times population is the count, whether or not the file tells it.
_COUNTED = frozenset({ValueType.PROPORTION, ValueType.RATE})


@dataclass(slots=True)
class _Row:
    pk: int
    place_id: int
    # The nearest wider place with such a figure.
    wider_id: int | None
    period: tuple[object, object]
    sex: str
    age: str
    dimension_id: int | None
    subgroup_id: int | None
    count: float | None
    hidden: str


@transaction.atomic
def suppress_small_numbers(*, release: Release) -> int:
    """Hide the small numbers of a release and return how many figures are hidden. Repeats safely.

    Numbers add up along subgroups, sexes, ages and places within a wider one. Wherever exactly one part is hidden, or the
    hidden parts together are fewer than the limit, the smallest part beside it is hidden, too; and so is one of the
    parts where their sum is hidden. A count that value and population tell is a count like any other.
    """
    hidden = 0
    limited = Indicator.objects.filter(releases=release, minimum_count__gt=0).order_by("pk")
    for indicator in limited:
        figures = _counted(release, indicator)
        if not figures.filter(counted__gt=0, counted__lt=indicator.minimum_count).exists():
            continue
        rows = _rows(release, indicator)
        for row in rows:
            if row.count is not None and 0 < row.count < indicator.minimum_count:
                row.hidden = Hidden.SMALL
        while _hide_beside(rows, indicator.minimum_count):
            pass
        hidden += _write(rows)
    return hidden


def _counted(release: Release, indicator: Indicator) -> QuerySet[Any]:
    """Return the figures with ``counted``: the count, or what value and population say that it is."""
    figures = release.observations.filter(indicator=indicator)
    if indicator.value_type not in _COUNTED:
        return figures.annotate(counted=F("count"))
    told = F("value") * F("population") / indicator.scale
    return figures.annotate(counted=Coalesce("count", told, output_field=FloatField()))


def _rows(release: Release, indicator: Indicator) -> list[_Row]:
    known = _counted(release, indicator).order_by("pk")
    values = known.values_list(
        *("pk", "place_id", "starts_on", "ends_on", "sex", "age"),
        *("dimension_id", "subgroup_id", "count", "counted", "hidden"),
    )
    rows = [
        _Row(
            pk, place, None, (start, end), sex, age, dimension, group,
            count if count is not None or counted is None else float(round(counted)), hidden,
        )
        for pk, place, start, end, sex, age, dimension, group, count, counted, hidden in values.iterator()
    ]  # fmt: skip
    _find_wider_places(rows)
    return rows


def _find_wider_places(rows: list[_Row]) -> None:
    """Note of each figure which wider place has such a figure, too: many files leave out the places between."""
    parents = dict(Place.objects.values_list("pk", "parent_id"))
    known = {_key(row, row.place_id) for row in rows}
    for row in rows:
        wider = parents.get(row.place_id)
        while wider is not None and _key(row, wider) not in known:
            wider = parents.get(wider)
        row.wider_id = wider


def _key(row: _Row, place_id: int) -> Hashable:
    return place_id, row.period, row.sex, row.age, row.subgroup_id


def _hide_beside(rows: list[_Row], limit: int) -> bool:
    """Hide one more figure wherever a hidden one could be derived; tell whether any was hidden."""
    changed = False
    for parts_of in (_by_subgroup, _by_sex, _by_age, _by_place):
        for parts in _sums(rows, parts_of):
            changed |= _protect(parts, limit)
    return changed


# Which figure is the sum, and along which dimension its parts lie.
_Sum = tuple[Hashable, int | None]


def _by_subgroup(row: _Row) -> _Sum | None:
    if row.subgroup_id is None:
        return None
    return (row.place_id, row.period, row.sex, row.age, None), row.dimension_id


def _by_sex(row: _Row) -> _Sum | None:
    if row.sex == Sex.PERSONS:
        return None
    return (row.place_id, row.period, Sex.PERSONS.value, row.age, row.subgroup_id), None


def _by_place(row: _Row) -> _Sum | None:
    if row.wider_id is None:
        return None
    return _key(row, row.wider_id), None


def _by_age(row: _Row) -> _Sum | None:
    if not row.age:
        return None
    return (row.place_id, row.period, row.sex, "", row.subgroup_id), None


def _sums(rows: list[_Row], sum_of: Callable[[_Row], _Sum | None]) -> list[list[_Row]]:
    """Return the groups of figures that add up to another one, those alone where something is hidden."""
    groups: dict[_Sum, list[_Row]] = defaultdict(list)
    for row in rows:
        if (key := sum_of(row)) is not None:
            groups[key].append(row)
    known = {_key(row, row.place_id): row for row in rows}
    found = []
    for (name, _dimension), parts in groups.items():
        whole = known.get(name)
        # Places and ages add up only where the wider place, or all ages, have a figure, too.
        if len(parts) < 2 or (sum_of in (_by_place, _by_age) and whole is None):
            continue
        if any(part.hidden for part in parts) or (whole is not None and whole.hidden):
            found.append(parts)
    return found


def _protect(parts: list[_Row], limit: int) -> bool:
    """Hide the smallest shown part as long as the hidden ones could be derived from the sum."""
    hidden = [part for part in parts if part.hidden]
    shown = sorted(
        (part for part in parts if not part.hidden and part.count),
        key=lambda part: (part.count, part.pk),
    )
    changed = False
    while shown and (len(hidden) < _LEAST_SHOWN_BESIDE or _sum(hidden) < limit):
        part = shown.pop(0)
        part.hidden = Hidden.DERIVED
        hidden.append(part)
        changed = True
    return changed


def _sum(parts: list[_Row]) -> float:
    return sum(part.count or 0 for part in parts)


def _write(rows: list[_Row]) -> int:
    """Take their numbers from the hidden figures."""
    written = 0
    nothing = dict.fromkeys(("value", "count", "lower", "upper", "standard_error"))
    for reason in Hidden:
        keys = [row.pk for row in rows if row.hidden == reason]
        for start in range(0, len(keys), _BATCH):
            chosen = Observation.objects.filter(pk__in=keys[start : start + _BATCH])
            written += chosen.update(hidden=reason, **nothing)
    return written
