"""The table of the full-text search, as the ORM joins it. Migration 0002 makes it, in each database's own way."""

from typing import Any

from django.db import models
from django.db.models import Lookup

from library.models.records import Record

# PostgreSQL's own English without its list of stop words: it would never find the WHO.
CONFIGURATION = "praxis"


class SearchRow(models.Model):
    """The words of one record that can be read. Only the index of ``library.search`` writes it.

    SQLite calls the whole row of a full-text table by the table's name and keeps its BM25 in ``rank``;
    PostgreSQL has a ``tsvector`` in a column of that name, and its ``length`` in words.
    """

    class Meta:
        managed = False
        db_table = "library_searchrow"

    record = models.OneToOneField(
        Record,
        on_delete=models.CASCADE,
        db_constraint=False,
        primary_key=True,
        db_column="rowid",
        related_name="search_row",
    )
    title = models.TextField()
    topics = models.TextField()
    creators = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    document = models.TextField(db_column="library_searchrow")

    def __str__(self) -> str:
        return self.title


class Matches(Lookup):
    """``document__matches``: the row answers a query written in the language of its database."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, right, params = self._sides(compiler, connection)
        return f"{left} MATCH {right}", params

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, right, params = self._sides(compiler, connection)
        return f"{left} @@ to_tsquery('{CONFIGURATION}', {right})", params

    def _sides(self, compiler: Any, connection: Any) -> tuple[str, str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return left, right, [*left_params, *right_params]


models.TextField.register_lookup(Matches)
