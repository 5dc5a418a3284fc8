"""Hiding small numbers: a figure that rests on too few, and those from which it could be derived.

Hidden figures lose their numbers for good, so no page, file or program can tell them. The publisher's file still
has them: with another limit, the release is imported anew.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.db import transaction

from indicators.catalogue.models import Indicator, Observation, Release
from indicators.catalogue.states import Hidden, Sex

_BATCH = 500
_LEAST_SHOWN_BESIDE = 2


@dataclass(slots=True)
class _Row:
    pk: int
    place_id: int
    parent_id: int | None
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

    Numbers add up along subgroups, sexes and places within a wider one. Wherever exactly one part is hidden, or the
    hidden parts together are fewer than the limit, the smallest part beside it is hidden, too.
    """
    hidden = 0
    limited = Indicator.objects.filter(releases=release, minimum_count__gt=0).order_by("pk")
    for indicator in limited:
        small = release.observations.filter(
            indicator=indicator, count__gt=0, count__lt=indicator.minimum_count
        )
        if not small.exists():
            continue
        rows = _rows(release, indicator)
        for row in rows:
            if row.count is not None and 0 < row.count < indicator.minimum_count:
                row.hidden = Hidden.SMALL
        while _hide_beside(rows, indicator.minimum_count):
            pass
        hidden += _write(rows)
    return hidden


def _rows(release: Release, indicator: Indicator) -> list[_Row]:
    known = release.observations.filter(indicator=indicator).order_by("pk")
    values = known.values_list(
        *("pk", "place_id", "place__parent_id", "starts_on", "ends_on", "sex", "age"),
        *("dimension_id", "subgroup_id", "count", "hidden"),
    )
    return [
        _Row(pk, place, parent, (start, end), sex, age, dimension, group, count, hidden)
        for pk, place, parent, start, end, sex, age, dimension, group, count, hidden in values.iterator()
    ]


def _hide_beside(rows: list[_Row], limit: int) -> bool:
    """Hide one more figure wherever a hidden one could be derived; tell whether any was hidden."""
    changed = False
    for parts_of in (_by_subgroup, _by_sex, _by_place):
        for parts in _sums(rows, parts_of):
            changed |= _protect(parts, limit)
    return changed


def _by_subgroup(row: _Row) -> Hashable:
    if row.subgroup_id is None:
        return None
    return (row.place_id, row.period, row.sex, row.age, row.dimension_id)


def _by_sex(row: _Row) -> Hashable:
    if row.sex == Sex.PERSONS:
        return None
    return (row.place_id, row.period, row.age, row.subgroup_id)


def _by_place(row: _Row) -> Hashable:
    if row.parent_id is None:
        return None
    return (row.parent_id, row.period, row.sex, row.age, row.subgroup_id)


def _sums(rows: list[_Row], key_of: Callable[[_Row], Hashable]) -> list[list[_Row]]:
    """Return the groups of figures that add up to another one, those alone where something is hidden."""
    groups: dict[Hashable, list[_Row]] = defaultdict(list)
    for row in rows:
        if (key := key_of(row)) is not None:
            groups[key].append(row)
    # Places add up to a wider one only where that has a figure, too.
    wider = {(row.place_id, row.period, row.sex, row.age, row.subgroup_id) for row in rows}
    return [
        parts
        for key, parts in groups.items()
        if len(parts) > 1
        and any(part.hidden for part in parts)
        and (key_of is not _by_place or key in wider)
    ]


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
    """Take their numbers from the hidden figures. A figure without a count but with a value is left as it is."""
    written = 0
    nothing = dict.fromkeys(("value", "count", "lower", "upper", "standard_error"))
    for reason in Hidden:
        keys = [row.pk for row in rows if row.hidden == reason]
        for start in range(0, len(keys), _BATCH):
            chosen = Observation.objects.filter(pk__in=keys[start : start + _BATCH])
            written += chosen.update(hidden=reason, **nothing)
    return written
