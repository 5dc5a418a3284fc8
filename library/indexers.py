"""The full-text index follows every change of a record."""

from library.finding.search.index import update_index
from library.indexing import indexer

indexer(update_index)
