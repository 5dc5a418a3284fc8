"""The full-text index follows every change of a record."""

from collections.abc import Collection

from library.finding.search.index import update_index
from library.indexing import indexer


@indexer("full text")
def index_full_text(record_ids: Collection[int]) -> None:
    """Bring the full-text index up to date with these records."""
    update_index(record_ids)
