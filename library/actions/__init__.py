"""Every write of the library."""

from library.actions.interests import follow_topics
from library.actions.joins import cite_version, end_feature, feature_record, remove_citation
from library.actions.loading import (
    LoadResult,
    RowProblem,
    load_organisations,
    load_reports,
    load_topics,
)
from library.actions.records import (
    CORRECTABLE,
    MAX_TOPICS,
    add_file,
    correct_record,
    deposit_version,
    publish_record,
    restore_record,
    withdraw_record,
)
from library.names import CreatorName

__all__ = [
    "CORRECTABLE",
    "MAX_TOPICS",
    "CreatorName",
    "LoadResult",
    "RowProblem",
    "add_file",
    "cite_version",
    "correct_record",
    "deposit_version",
    "end_feature",
    "feature_record",
    "follow_topics",
    "load_organisations",
    "load_reports",
    "load_topics",
    "publish_record",
    "remove_citation",
    "restore_record",
    "withdraw_record",
]
