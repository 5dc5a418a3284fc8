"""The date of a work, as exact as it is known: a year, a month or a day."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1800, 2200
_YEAR = re.compile(r"[0-9]{4}")
_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True, order=True)
class Issued:
    """When a work was issued. A month needs its year, a day its month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Return the date in ISO 8601 with reduced precision: 2020, 2020-03 or 2020-03-14."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def in_words(self) -> str:
        """Return the date in words: 2020, March 2020 or 14 March 2020."""
        if self.month is None:
            return f"{self.year:04}"
        first = dt.date(self.year, self.month, self.day or 1)
        return date_format(first, "j F Y" if self.day else "F Y")


def year_of(text: str) -> int | None:
    """Read a year of four digits; nothing for any other text."""
    return int(text) if _YEAR.fullmatch(text) else None


def plausible_year_of(text: str) -> int | None:
    """Read a year from 1800 to 2200; nothing for any other text."""
    year = year_of(text)
    return year if year is not None and is_plausible(year) else None


def is_plausible(year: int) -> bool:
    """Tell whether a work of the library can be of this year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def parse_issued(text: str) -> Issued | None:
    """Read 2020, 2020-03 or 2020-03-14; nothing for an empty text.

    Raises ``ValidationError`` for what is no date, or lies outside 1800 to 2200.
    """
    text = text.strip()
    if not text:
        return None
    found = _WRITTEN.fullmatch(text) if text.isascii() else None
    if not found:
        raise ValidationError(_("Enter a date as 2020, 2020-03 or 2020-03-14."))
    year, month, day = (int(part) if part else None for part in found.groups())
    if problem := date_problem(year, month, day):
        raise ValidationError(problem)
    assert year is not None  # noqa: S101  (the pattern has it)
    return Issued(year, month, day)


def date_problem(year: int | None, month: int | None, day: int | None) -> str:
    """Return what is wrong with a date given in parts; empty when nothing is."""
    if year is None:
        return _("Enter the year too.") if month or day else ""
    if not is_plausible(year):
        return _("Enter a year between 1800 and 2200.")
    if month is None:
        return _("Enter the month too.") if day is not None else ""
    if not 1 <= month <= 12:
        return _("There is no month %(month)s.") % {"month": month}
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return _("There is no such day in that month.")
    return ""
