"""The tables of the library."""

from library.kinds import CreatorRole, EvidenceKind, RecordType, RelationKind, TermKind
from library.models.bulk import BulkChange, BulkEdit
from library.models.imports import Import, ImportState
from library.models.joins import Audience, Citation, Featured
from library.models.links import LinkCheck, LinkState
from library.models.lists import Listed, ReadingList, Sharing
from library.models.proposals import Proposal
from library.models.records import STAFF_OF_THE_LIBRARY, Creator, File, Record, Version
from library.models.relations import Relation
from library.models.search import (
    SearchColumn,
    SearchPosting,
    SearchRemoval,
    SearchRow,
    SearchSegment,
)
from library.models.searches import Gap, GapState, Rhythm, SavedSearch
from library.models.texts import FileText, ReadingState
from library.models.topics import Topic, TopicInterest
from library.models.usage import MEASURES, UsageMonth, UsageSalt, UsageVisit, UseKind
from library.models.vocabularies import Place, Term
from library.states import ProposalState, RecordState

__all__ = [
    "MEASURES",
    "STAFF_OF_THE_LIBRARY",
    "Audience",
    "BulkChange",
    "BulkEdit",
    "Citation",
    "Creator",
    "CreatorRole",
    "EvidenceKind",
    "Featured",
    "File",
    "FileText",
    "Gap",
    "GapState",
    "Import",
    "ImportState",
    "LinkCheck",
    "LinkState",
    "Listed",
    "Place",
    "Proposal",
    "ProposalState",
    "ReadingList",
    "ReadingState",
    "Record",
    "RecordState",
    "RecordType",
    "Relation",
    "RelationKind",
    "Rhythm",
    "SavedSearch",
    "SearchColumn",
    "SearchPosting",
    "SearchRemoval",
    "SearchRow",
    "SearchSegment",
    "Sharing",
    "Term",
    "TermKind",
    "Topic",
    "TopicInterest",
    "UsageMonth",
    "UsageSalt",
    "UsageVisit",
    "UseKind",
    "Version",
]
