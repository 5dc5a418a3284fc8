"""The tables of the search: the full-text index, saved searches, and searches that found nothing."""

from library.finding.models.index import (
    SearchColumn,
    SearchPosting,
    SearchRemoval,
    SearchRow,
    SearchSegment,
)
from library.finding.models.saved_searches import Gap, GapState, Rhythm, SavedSearch

__all__ = [
    "Gap",
    "GapState",
    "Rhythm",
    "SavedSearch",
    "SearchColumn",
    "SearchPosting",
    "SearchRemoval",
    "SearchRow",
    "SearchSegment",
]
