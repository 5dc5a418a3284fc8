"""Counts of people as tables may show them: a small number could tell who is meant."""

from collections.abc import Sequence
from statistics import mean, median

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SMALLEST_SHOWN = 5


def cell(count: int) -> str:
    """Return the number, zero, or that it is too small to be told."""
    return str(count) if _is_shown(count) else _("under 5")


def parts_of_total(counts: Sequence[int]) -> list[str]:
    """Return the numbers that make up a total which is shown as well.

    Where a single one is too small, or all that are too small together are, the least of the others is hidden, too:
    else the total would tell it. A reader cannot see which of them it is.
    """
    hidden = {place for place, count in enumerate(counts) if not _is_shown(count)}
    others = [place for place, count in enumerate(counts) if count and place not in hidden]
    others.sort(key=lambda place: counts[place])
    while others and (
        len(hidden) == 1 or 0 < sum(counts[each] for each in hidden) < SMALLEST_SHOWN
    ):
        hidden.add(others.pop(0))
    return [_("hidden") if place in hidden else str(count) for place, count in enumerate(counts)]


def median_of(values: Sequence[float]) -> str:
    """Return the median of values that each stand for a person, if there are enough of them."""
    return _rounded(median(values)) if len(values) >= SMALLEST_SHOWN else _too_few(values)


def mean_of(values: Sequence[float]) -> str:
    """Return the mean of values that each stand for a person, if there are enough of them."""
    return _rounded(mean(values)) if len(values) >= SMALLEST_SHOWN else _too_few(values)


def _is_shown(count: int) -> bool:
    return count == 0 or count >= SMALLEST_SHOWN


def _too_few(values: Sequence[float]) -> str:
    return _("under 5") if values else "–"


def _rounded(value: float) -> str:
    return str(number_format(round(value, 1), 1))
