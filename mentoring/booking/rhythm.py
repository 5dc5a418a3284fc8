"""The rhythm of a series of sessions: its days, and in words."""

import datetime as dt

from core.times import rhythm
from mentoring.models import SessionSeries


def days_of_series(series: SessionSeries, times: int) -> list[dt.date]:
    """Return the first days of the rhythm of the series."""
    return rhythm.days_of(series.rhythm, series.first_on, times, on_last=series.on_last)


def stays_on_last(series: SessionSeries, first_on: dt.date) -> bool:
    """Tell whether a series on the last such weekday of each month is that still when it begins on this day."""
    was_last = rhythm.is_on_last(series.rhythm, series.first_on, on_last=series.on_last)
    return was_last and rhythm.is_last_in_month(first_on)


def words_of(series: SessionSeries) -> str:
    """Return the rhythm of the series in words."""
    return rhythm.rhythm_in_words(series.rhythm, series.first_on, on_last=series.on_last)
