"""The tables of curation: link checks, bulk edits and proposed corrections."""

from library.curation.models.bulk_edits import BulkChange, BulkEdit
from library.curation.models.links import LinkCheck, LinkState
from library.curation.models.proposals import Proposal

__all__ = ["BulkChange", "BulkEdit", "LinkCheck", "LinkState", "Proposal"]
