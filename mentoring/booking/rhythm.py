"""The rhythm of a series of sessions in words."""

from core.times.rhythm import rhythm_in_words
from mentoring.models import SessionSeries


def words_of(series: SessionSeries) -> str:
    """Return the rhythm of the series in words."""
    return rhythm_in_words(series.rhythm, series.first_on)
