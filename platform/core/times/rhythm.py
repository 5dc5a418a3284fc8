"""The days of what recurs: every week, every two weeks, or every month on the same weekday."""

import datetime as dt
from collections.abc import Iterator
from itertools import count, islice, takewhile
from typing import Any

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Rhythm(models.TextChoices):
    """How often something that recurs takes place."""

    WEEKLY = "weekly", gettext_lazy("Every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("Every two weeks")
    MONTHLY = "monthly", gettext_lazy("Every month, on the same weekday")


_WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2}
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1


def days_of(rhythm: str, first_on: dt.date, times: int, *, on_last: bool = False) -> list[dt.date]:
    """Return the first days of the rhythm, which begins on this day.

    ``on_last`` says that a monthly one is on the last such weekday, where the first day is the fourth as well.
    """
    return list(islice(_days(rhythm, first_on, on_last=on_last), times))


def is_last_in_month(day: dt.date) -> bool:
    """Tell whether no later day of the month is the same weekday."""
    return (day + dt.timedelta(weeks=1)).month != day.month


def is_on_last(rhythm: str, first_on: dt.date, *, on_last: bool) -> bool:
    """Tell whether this rhythm is on the last such weekday of each month."""
    return rhythm == Rhythm.MONTHLY and _week(first_on, on_last=on_last) == _LAST


def days_until(rhythm: str, first_on: dt.date, last_on: dt.date, *, most: int) -> list[dt.date]:
    """Return the days of the rhythm up to and with the last day, but no more than ``most``."""
    return list(
        islice(takewhile(lambda day: day <= last_on, _days(rhythm, first_on, on_last=False)), most)
    )


def rule_of(rhythm: str, first_on: dt.date, times: int, *, on_last: bool = False) -> dict[str, Any]:
    """Return the rule for calendars (RFC 5545, 3.3.10)."""
    if rhythm != Rhythm.MONTHLY:
        return {"freq": "weekly", "interval": _WEEKS[Rhythm(rhythm)], "count": times}
    day = f"{_week(first_on, on_last=on_last)}{_CODES[first_on.weekday()]}"
    return {"freq": "monthly", "byday": day, "count": times}


def rhythm_in_words(rhythm: str, first_on: dt.date, *, on_last: bool = False) -> str:
    """Return how often and on which weekday: “every month on the third Tuesday”."""
    weekday = {"day": WEEKDAYS[first_on.weekday()]}
    if rhythm == Rhythm.WEEKLY:
        return _("every week on %(day)s") % weekday
    if rhythm == Rhythm.FORTNIGHTLY:
        return _("every two weeks on %(day)s") % weekday
    words = {
        1: _("every month on the first %(day)s"),
        2: _("every month on the second %(day)s"),
        3: _("every month on the third %(day)s"),
        4: _("every month on the fourth %(day)s"),
        _LAST: _("every month on the last %(day)s"),
    }
    return words[_week(first_on, on_last=on_last)] % weekday


def _days(rhythm: str, first_on: dt.date, *, on_last: bool) -> Iterator[dt.date]:
    if rhythm == Rhythm.MONTHLY:
        week = _week(first_on, on_last=on_last)
        return (_in_month(first_on, number, week) for number in count())
    step = dt.timedelta(weeks=_WEEKS[Rhythm(rhythm)])
    return (first_on + step * number for number in count())


def _week(first_on: dt.date, *, on_last: bool) -> int:
    return _LAST if on_last else _week_of_month(first_on)


def _week_of_month(day: dt.date) -> int:
    """Return the number of the weekday in its month; a fifth is the last, as not every month has five."""
    number = (day.day - 1) // 7 + 1
    return number if number < 5 else _LAST


def _in_month(first_on: dt.date, number: int, week: int) -> dt.date:
    """Return the day of the rhythm in the month that is so many months after the first."""
    year, month = divmod(first_on.year * 12 + first_on.month - 1 + number, 12)
    if week == _LAST:
        after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
        return after - dt.timedelta(days=(after.weekday() - first_on.weekday() - 1) % 7 + 1)
    start = dt.date(year, month + 1, 1)
    ahead = (first_on.weekday() - start.weekday()) % 7
    return start + dt.timedelta(days=ahead + 7 * (week - 1))
