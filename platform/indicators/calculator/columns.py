"""What the columns of pasted figures are: guessed from their headings and numbers, and corrected by people."""

import re
from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from indicators.calculator.pasted import Table, has_decimal_commas, read_number


class Role(TextChoices):
    """What a column holds."""

    NAME = "name", _("Name of the group")
    VALUE = "value", _("Value")
    COUNT = "count", _("Count (cases, events)")
    POPULATION = "population", _("Population")
    LOWER = "lower", _("Lower limit")
    UPPER = "upper", _("Upper limit")
    STANDARD_ERROR = "error", _("Standard error")
    IGNORED = "ignored", _("Leave out")


_WORDS: tuple[tuple[str, Role], ...] = (
    (r"lower|\blow|\blcl?\b|\bl ?ci|ci ?l|\bll\b|from", Role.LOWER),
    (r"upper|\bhigh|\bucl?\b|\bu ?ci|ci ?u|\bul\b|\bto\b", Role.UPPER),
    (r"standard error|std|\bse\b|\bs\.e\.", Role.STANDARD_ERROR),
    (r"pop|denominator|\bn\b|people|persons?\b|measured|births|total|sample|weight", Role.POPULATION),
    (r"count|cases|number|numerator|events|deaths|observed", Role.COUNT),
    (r"value|rate|prevalence|per ?cent|%|estimate|proportion|share|mean|average|years|score|expectancy", Role.VALUE),
    (r"group|decile|quintile|fifth|tenth|quantile|area|region|name|ward|level|category|class|sex|ethnic", Role.NAME),
)  # fmt: skip


def guess_roles(table: Table) -> list[Role]:
    """Return what each column most likely is; every role but "leave out" at most once."""
    comma = has_decimal_commas(table.all_cells)
    read = [_numbers(table.column(place), comma) for place in range(table.width)]
    numbers, strict = [found for found, _all in read], [every for _found, every in read]
    roles: dict[int, Role] = {}
    for place, title in enumerate(table.heading):
        role = _by_words(title)
        if role and role not in roles.values() and (role is Role.NAME or numbers[place]):
            roles[place] = role
    _guess_name(numbers, strict, roles)
    _guess_numbers(numbers, roles)
    return [roles.get(place, Role.IGNORED) for place in range(table.width)]


def _by_words(title: str) -> Role | None:
    plain = title.lower().replace("_", " ")
    return next((role for words, role in _WORDS if re.search(words, plain)), None)


def _numbers(cells: Sequence[str], comma: bool) -> tuple[list[float] | None, bool]:
    """Return the numbers of a column, or nothing where fewer than half of its cells are some; and whether all are.

    A column with a mistake in one row stays a column of numbers, so that the mistake is told rather than left out.
    """
    read: list[float] = []
    wrong = 0
    for cell in cells:
        try:
            number = read_number(cell, decimal_comma=comma)
        except ValueError:
            wrong += 1
            continue
        if number is not None:
            read.append(number)
    return (read or None) if wrong < len(read) or not wrong else None, not wrong


def _guess_name(
    numbers: Sequence[list[float] | None], strict: Sequence[bool], roles: dict[int, Role]
) -> None:
    if Role.NAME in roles.values():
        return
    free = [place for place in range(len(numbers)) if place not in roles]
    words = [place for place in free if numbers[place] is None]
    counted = [
        place
        for place in free[:1]
        if len(free) > 1 and numbers[place] == [float(n + 1) for n in range(len(numbers[place] or []))]
    ]  # fmt: skip
    # "1, most deprived" above plain numbers of groups.
    partly = [place for place in free[:1] if len(free) > 1 and not strict[place]]
    if found := words or counted or partly:
        roles[found[0]] = Role.NAME


def _guess_numbers(numbers: Sequence[list[float] | None], roles: dict[int, Role]) -> None:
    """Give the columns without a known heading a role by what their numbers are to each other."""
    _guess_partner(numbers, roles)
    free = [place for place, column in enumerate(numbers) if place not in roles and column]
    whole = [place for place in free if _is_whole(numbers[place])]
    parts = [place for place in free if place not in whole]
    taken = set(roles.values())
    if Role.VALUE not in taken and parts:
        roles[parts.pop(0)] = Role.VALUE
    elif Role.VALUE not in taken and len(whole) == 1:
        roles[whole.pop()] = Role.VALUE
    if len(whole) >= 2 and not taken & {Role.COUNT, Role.POPULATION}:
        fewer, more = sorted(whole[:2], key=lambda place: sum(numbers[place] or ()))
        roles[fewer], roles[more] = Role.COUNT, Role.POPULATION
    elif whole and Role.POPULATION not in taken:
        roles[whole[-1]] = Role.POPULATION
    if len(parts) >= 2 and not taken & {Role.LOWER, Role.UPPER}:
        low, high = sorted(parts[:2], key=lambda place: sum(numbers[place] or ()))
        roles[low], roles[high] = Role.LOWER, Role.UPPER
    elif len(parts) == 1 and Role.STANDARD_ERROR not in taken:
        roles[parts[0]] = Role.STANDARD_ERROR


def _guess_partner(numbers: Sequence[list[float] | None], roles: dict[int, Role]) -> None:
    """Find the count to a population, or the population to a count: whole numbers, none of them out of proportion."""
    for known, wanted, sign in (
        (Role.POPULATION, Role.COUNT, 1),
        (Role.COUNT, Role.POPULATION, -1),
    ):
        places = {role: place for place, role in roles.items()}
        if known not in places or wanted in places:
            continue
        own = numbers[places[known]] or []
        for place, column in enumerate(numbers):
            fits = column is not None and len(column) == len(own) and _is_whole(column)
            if place in roles or not fits:
                continue
            if all(sign * (more - less) >= 0 for less, more in zip(column or (), own, strict=True)):
                roles[place] = wanted
                break


def _is_whole(column: list[float] | None) -> bool:
    return bool(column) and all(number == int(number) for number in column or ())
