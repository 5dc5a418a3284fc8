"""Reading numbers and periods as people and programs write them."""

import calendar
import datetime as dt
import math
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_POINT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(\D|$))")
_MOST = 1e15


def read_number(text: str) -> float:
    """Read a number with a decimal point or comma. Raises ``ValidationError`` in words.

    "1,234" is refused: it may be a thousand or a little more than one.
    """
    try:
        number = float(text)
    except ValueError:
        number = _other_number(text)
    if not math.isfinite(number) or abs(number) > _MOST or "_" in text:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text[:40]})
    return number


def _other_number(text: str) -> float:
    plain = _SPACES.sub("", text.replace("−", "-").rstrip("%").strip())
    if _TWO_WAYS.fullmatch(plain):
        raise ValidationError(
            _("“%(text)s” can be read in two ways. Write it with a decimal point.")
            % {"text": text[:40]}
        )
    if _POINT.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _COMMA.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return float(plain)
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text[:40]}) from error


@dataclass(frozen=True)
class Period:
    """A span of days, and what it is called."""

    label: str
    starts_on: dt.date
    ends_on: dt.date


_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_YEAR = re.compile(r"(\d{4})")
_FINANCIAL = re.compile(r"(\d{4})/(\d{2}|\d{4})")
_YEARS = re.compile(r"(\d{4})\s*(?:-|–|to)\s*(\d{2}|\d{4})")
_MONTH_SPAN = re.compile(
    r"([A-Za-z]{3})[a-z]*\.? (\d{4})\s*(?:-|–|to)\s*([A-Za-z]{3})[a-z]*\.? (\d{4})"
)
_QUARTER = re.compile(r"(\d{4}) ?Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_REMARK = re.compile(r"\s*\([^()]*\)$")
LONGEST_LABEL = 40
# "2017-13" means nothing: no figure is of more years than this.
_LONGEST = 30


def read_period(label: str, start: str = "", end: str = "") -> Period:
    """Read a period by its label, or by its first and last day where they are given (YYYY-MM-DD).

    "2017" is a calendar year, "2017/18" the year from April, "2015-17" three calendar years. Raises
    ``ValidationError`` in words.
    """
    label = " ".join(label.split())
    if len(label) > LONGEST_LABEL:
        raise ValidationError(
            _("A period can have at most %(most)s characters.") % {"most": LONGEST_LABEL}
        )
    if start or end:
        first, last = _day(start), _day(end)
    else:
        try:
            first, last = _span(_REMARK.sub("", label))
        except ValueError as error:
            raise ValidationError(_unknown(label)) from error
    if last < first:
        raise ValidationError(_("The period ends before it starts."))
    if not (first.year >= 1800 and last.year <= 2200):
        raise ValidationError(_("A period must be between 1800 and 2200."))
    return Period(label, first, last)


def _unknown(label: str) -> str:
    return _(
        "We do not recognise the period “%(label)s”. Write 2017, 2017/18 or 2015-17, or add the columns start and "
        "end."
    ) % {"label": label}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(
            _("“%(text)s” is not a day. Write it as 2017-09-01, in both start and end.")
            % {"text": text[:40]}
        ) from error


def _span(label: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day that a label means. Raises ``ValueError`` for one that means none."""
    if match := _YEAR.fullmatch(label):
        year = int(match[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if match := _FINANCIAL.fullmatch(label):
        year, last = int(match[1]), _later(match[1], match[2])
        if last != year + 1:
            raise ValueError(label)
        return dt.date(year, 4, 1), dt.date(last, 3, 31)
    # "2010-12" is three years, "2017-09" a month.
    if (match := _MONTH.fullmatch(label)) and match[2] <= min("12", match[1][2:]):
        return _months(int(match[1]), int(match[2]), int(match[1]), int(match[2]))
    if match := _YEARS.fullmatch(label):
        year, last = int(match[1]), _later(match[1], match[2])
        if last - year > _LONGEST:
            raise ValueError(label)
        return dt.date(year, 1, 1), dt.date(last, 12, 31)
    if match := _QUARTER.fullmatch(label):
        last_month = 3 * int(match[2])
        return _months(int(match[1]), last_month - 2, int(match[1]), last_month)
    if match := _MONTH_SPAN.fullmatch(label):
        first, last = _MONTHS.get(match[1].lower(), 0), _MONTHS.get(match[3].lower(), 0)
        return _months(int(match[2]), first, int(match[4]), last)
    raise ValueError(label)


def _later(first: str, last: str) -> int:
    """Return the year that "17" after "2015" means."""
    return int(last) if len(last) == 4 else int(first[:2] + last) + (100 if last < first[2:] else 0)


def _months(year: int, month: int, last_year: int, last_month: int) -> tuple[dt.date, dt.date]:
    last_day = calendar.monthrange(last_year, last_month)[1] if 1 <= last_month <= 12 else 0
    return dt.date(year, month, 1), dt.date(last_year, last_month, last_day)
