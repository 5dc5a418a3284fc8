"""Which unknown numbers follow from sums that are known: exact linear algebra on few whole numbers."""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import gcd
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
_Row = dict[Name, int]


def derivable(equations: Iterable[Mapping[Name, int]]) -> set[Name]:
    """Return the unknowns that have one value only, whatever the others are.

    Each equation holds the factors of its unknowns; their sum is a number that is known. An unknown follows from them
    exactly if the equation that has it alone is a sum of multiples of them.
    """
    rows: dict[Name, _Row[Name]] = {}
    having: dict[Name, set[Name]] = defaultdict(set)
    for equation in _in_order([{name: n for name, n in each.items() if n} for each in equations]):
        row = dict(equation)
        for name in equation:
            if name in rows:
                row = _without(row, name, rows[name])
        if not row:
            continue
        # One that no other equation has needs nothing to be taken out of those.
        chosen = min(row, key=lambda name: len(having[name]))
        for other in list(having[chosen]):
            _forget(having, other, rows[other])
            rows[other] = _without(rows[other], chosen, row)
            _note(having, other, rows[other])
        rows[chosen] = row
        _note(having, chosen, row)
    return {name for name, row in rows.items() if len(row) == 1}


def _in_order(equations: Sequence[_Row[Name]]) -> list[_Row[Name]]:
    """Return the equations that can tell something, those with an unknown of their own last.

    One with two unknowns that no other has tells nothing of any unknown, and the others are looked at without it. One
    with a single such unknown tells of that one alone, and when it comes last nothing need be taken out of the others.
    """
    telling, _silent = _part(equations, least=2)
    core, later = _part(telling, least=1)
    return core + later[::-1]


def _part(
    equations: Sequence[_Row[Name]], *, least: int
) -> tuple[list[_Row[Name]], list[_Row[Name]]]:
    """Take out, one after the other, what has so many unknowns that none of the rest has; return rest and taken."""
    occurs = Counter(name for equation in equations for name in equation)
    having: dict[Name, list[int]] = defaultdict(list)
    for number, equation in enumerate(equations):
        for name in equation:
            having[name].append(number)
    left = set(range(len(equations)))
    waiting = deque(left)
    taken: list[_Row[Name]] = []
    while waiting:
        number = waiting.popleft()
        equation = equations[number]
        if number not in left or sum(occurs[name] == 1 for name in equation) < least:
            continue
        left.remove(number)
        taken.append(equation)
        for name in equation:
            occurs[name] -= 1
            # Only the last one that has an unknown has it for its own.
            if occurs[name] == 1:
                waiting.extend(having[name])
    return [equations[number] for number in sorted(left)], taken


def _without(row: _Row[Name], name: Name, other: _Row[Name]) -> _Row[Name]:
    """Take an unknown out of an equation by another one that has it."""
    factor, divisor = row[name], other[name]
    found = {each: divisor * n for each, n in row.items()}
    for each, n in other.items():
        found[each] = found.get(each, 0) - factor * n
    shared = gcd(*found.values())
    return {each: n // shared for each, n in found.items() if n}


def _note(having: dict[Name, set[Name]], which: Name, row: _Row[Name]) -> None:
    for name in row:
        having[name].add(which)


def _forget(having: dict[Name, set[Name]], which: Name, row: _Row[Name]) -> None:
    for name in row:
        having[name].discard(which)
