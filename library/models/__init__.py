"""The tables of the library."""

from library.models.joins import Audience, Citation, Featured
from library.models.records import (
    STAFF_OF_THE_LIBRARY,
    Creator,
    CreatorRole,
    File,
    Record,
    RecordType,
    Version,
)
from library.models.search import (
    SearchColumn,
    SearchPosting,
    SearchRemoval,
    SearchRow,
    SearchSegment,
)
from library.models.topics import Topic, TopicInterest
from library.states import RecordState

__all__ = [
    "STAFF_OF_THE_LIBRARY",
    "Audience",
    "Citation",
    "Creator",
    "CreatorRole",
    "Featured",
    "File",
    "Record",
    "RecordState",
    "RecordType",
    "SearchColumn",
    "SearchPosting",
    "SearchRemoval",
    "SearchRow",
    "SearchSegment",
    "Topic",
    "TopicInterest",
    "Version",
]
