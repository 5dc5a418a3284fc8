"""The rhythm of a series of sessions: its days, its rule for calendars and its words."""

import datetime as dt
from typing import Any

from core.times.rhythm import days_of, is_last_of_month, is_on_last, rhythm_in_words, rule_of
from mentoring.models import SessionSeries


def days_of_series(series: SessionSeries, times: int) -> list[dt.date]:
    """Return the first days of the rhythm of the series."""
    return days_of(series.rhythm, series.first_on, times, on_last=series.on_last)


def rule_of_series(series: SessionSeries, times: int) -> dict[str, Any]:
    """Return the rule for calendars of so many sessions of the series."""
    return rule_of(series.rhythm, series.first_on, times, on_last=series.on_last)


def words_of(series: SessionSeries) -> str:
    """Return the rhythm of the series in words."""
    return rhythm_in_words(series.rhythm, series.first_on, on_last=series.on_last)


def stays_on_last(series: SessionSeries, first_on: dt.date) -> bool:
    """Tell whether a series on the last such weekday of each month is that still when it begins on this day."""
    was_last = series.on_last or is_on_last(series.rhythm, series.first_on)
    return was_last and is_last_of_month(first_on)
