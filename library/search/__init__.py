"""The full-text search of the library, the same on SQLite and PostgreSQL (decision 7)."""

from library.search.backend import Conditions
from library.search.engine import Search
from library.search.index import index_records, one_indexing, reindex
from library.search.query import Query, parse

__all__ = ["Conditions", "Query", "Search", "index_records", "one_indexing", "parse", "reindex"]
