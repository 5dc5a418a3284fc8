"""Which numbers of a table are hidden: small ones, and those beside them from which they could be derived.

First each sum is looked at alone: at least two of its parts are hidden, and together they are not small. Then all sums
are solved together, since two of them can tell what neither tells alone.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.catalogue.solving import derivable
from indicators.catalogue.states import Hidden, Sex

_LEAST_HIDDEN = 2
_OF_A_ROUND = 20


@dataclass(slots=True)
class Cell:
    """One figure of an indicator in a release."""

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


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures that add up to another one. Where the file has no such figure, it may be known from elsewhere."""

    parts: Sequence[Cell]
    whole: Cell | None

    @property
    def unknown(self) -> dict[int, int]:
        """Return the factors of its hidden figures."""
        signs = {part.pk: 1 for part in self.parts if part.hidden}
        if self.whole is not None and self.whole.hidden:
            signs[self.whole.pk] = -1
        return signs


def hide_small_numbers(cells: Sequence[Cell], limit: int) -> None:
    """Mark as hidden what is above zero and below the limit, and as few others as keep it from being derived."""
    for cell in cells:
        if cell.count is not None and 0 < cell.count < limit:
            cell.hidden = Hidden.SMALL
    by_period: dict[Hashable, list[Sum]] = defaultdict(list)
    for each in sums_of(cells):
        by_period[each.parts[0].period].append(each)
    # No sum reaches over two periods, so each is done with by itself.
    for sums in by_period.values():
        changed = True
        while changed:
            while sum(_protect(each, limit) for each in sums):
                pass
            changed = _hide_what_sums_tell(sums)


def sums_of(cells: Sequence[Cell]) -> list[Sum]:
    """Return which figures add up to which: along subgroups, sexes, ages, and places within a wider one."""
    known = {key_of(cell, cell.place_id): cell for cell in cells}
    rules = (_by_subgroup, _by_sex, _by_age, _by_place)
    return [each for rule in rules for each in _sums(cells, known, rule)]


def key_of(cell: Cell, place_id: int) -> Hashable:
    """Return what names the same figure of another place."""
    return place_id, cell.period, cell.sex, cell.age, cell.subgroup_id


# Which figure is the sum, and along which dimension its parts lie.
_Key = tuple[Hashable, int | None]


def _by_subgroup(cell: Cell) -> _Key | None:
    if cell.subgroup_id is None:
        return None
    return (cell.place_id, cell.period, cell.sex, cell.age, None), cell.dimension_id


def _by_sex(cell: Cell) -> _Key | None:
    if cell.sex == Sex.PERSONS:
        return None
    return (cell.place_id, cell.period, Sex.PERSONS.value, cell.age, cell.subgroup_id), None


def _by_place(cell: Cell) -> _Key | None:
    if cell.wider_id is None:
        return None
    return key_of(cell, cell.wider_id), None


def _by_age(cell: Cell) -> _Key | None:
    if not cell.age:
        return None
    return (cell.place_id, cell.period, cell.sex, "", cell.subgroup_id), None


def _sums(
    cells: Sequence[Cell], known: Mapping[Hashable, Cell], rule: Callable[[Cell], _Key | None]
) -> list[Sum]:
    groups: dict[_Key, list[Cell]] = defaultdict(list)
    for cell in cells:
        if (key := rule(cell)) is not None:
            groups[key].append(cell)
    found = [Sum(parts, known.get(name)) for (name, _dimension), parts in groups.items()]
    # Places and ages add up only where the wider place, or all ages, have a figure, too.
    needs_whole = rule in (_by_place, _by_age)
    return [each for each in found if len(each.parts) > 1 and (each.whole or not needs_whole)]


def _protect(each: Sum, limit: int) -> bool:
    """Hide the smallest shown part as long as the hidden ones could be derived from the sum alone."""
    if not each.unknown:
        return False
    hidden = [part for part in each.parts if part.hidden]
    shown = sorted((part for part in each.parts if not part.hidden and part.count), key=_by_size)
    changed = False
    while shown and (
        len(hidden) < _LEAST_HIDDEN or sum(part.count or 0 for part in hidden) < limit
    ):
        part = shown.pop(0)
        part.hidden = Hidden.DERIVED
        hidden.append(part)
        changed = True
    return changed


def _hide_what_sums_tell(sums: Sequence[Sum]) -> bool:
    """Hide figures, the smallest first, until all sums together tell no hidden one; tell whether any was hidden."""
    changed = False
    while told := derivable([each.unknown for each in sums if each.unknown]):
        around = [each for each in sums if told & each.unknown.keys()]
        beside = _shown(around) or _shown(each for each in sums if each.unknown)
        if not beside:
            break
        # One may do for several. Of large tables some are hidden in each round, as solving them takes time.
        for cell in beside[: 1 + len(told) // _OF_A_ROUND]:
            cell.hidden = Hidden.DERIVED
        changed = True
    return changed


def _shown(sums: Iterable[Sum]) -> list[Cell]:
    """Return the shown figures of sums, the best to hide first: small parts, then their sums, zeros last."""
    of_them = list(sums)
    parts = {part.pk: part for each in of_them for part in each.parts}
    wholes = {each.whole.pk: each.whole for each in of_them if each.whole and each.whole.pk not in parts}  # fmt: skip
    found: list[Cell] = []
    for cells in (parts, wholes):
        found += sorted((c for c in cells.values() if not c.hidden and c.count), key=_by_size)
    return found + [c for c in (parts | wholes).values() if not c.hidden and not c.count]


def _by_size(cell: Cell) -> tuple[float, int]:
    return cell.count or 0, cell.pk
