"""The full-text search of the library: one interface, SQLite and PostgreSQL behind it."""

from library.search.index import get_index, index_records, reindex
from library.search.query import Query, parse

__all__ = ["Query", "get_index", "index_records", "parse", "reindex"]
