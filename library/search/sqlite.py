"""Full-text search in SQLite: FTS5 with Porter's stems, its own BM25, and weights by field."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from library.models.records import RecordQuerySet
from library.search.backend import MARK_END, MARK_START, Document, Marked
from library.search.query import Query

_TABLE = "library_searchrow"
_COVERED = f"({_TABLE}.rowid IN (SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s))"
_INSERT = (
    f"INSERT INTO {_TABLE} (rowid, title, topics, creators, summary, body)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
# Each word whose coverage is asked takes a look into the index; the first ones say enough.
_MAX_COVERED = 10


class SqliteIndex:
    """See ``library.search.backend.Index``. The weights of the fields are kept in the table (migration 0002)."""

    def write(self, documents: Sequence[Document]) -> None:
        self.remove([document.record_id for document in documents])
        with connection.cursor() as cursor:
            cursor.executemany(
                _INSERT,
                [
                    (d.record_id, d.title, d.topics, d.creators, d.summary, d.body)
                    for d in documents
                ],
            )

    def remove(self, record_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {_TABLE} WHERE rowid = %s",
                [(pk,) for pk in record_ids],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_TABLE}")

    def matching(self, records: RecordQuerySet, query: Query) -> RecordQuerySet:
        return records.filter(search_row__document__matches=_expression(query))

    def ranked(self, records: RecordQuerySet, query: Query) -> RecordQuerySet:
        terms = _terms(query)
        covered = " + ".join([_COVERED] * len(terms))
        boost = RawSQL(  # noqa: S611  (only parameters come from outside)
            f"-{_TABLE}.rank * (1.0 + ({covered}) / {len(terms)}.0)",
            terms,
            output_field=FloatField(),
        )
        found = self.matching(records, query)
        return found.annotate(score=boost)

    def marks(self, record_ids: Sequence[int], query: Query) -> dict[int, Marked]:
        if not record_ids:
            return {}
        ids = list(record_ids)
        places = ", ".join(["%s"] * len(ids))
        columns = ", ".join(f"highlight({_TABLE}, {n}, %s, %s)" for n in (0, 3, 4))
        sql = (
            f"SELECT rowid, {columns} FROM {_TABLE} WHERE {_TABLE} MATCH %s AND rowid IN ({places})"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*[MARK_START, MARK_END] * 3, _any_word(query), *ids])
            return {pk: Marked(*texts) for pk, *texts in cursor.fetchall()}


def _quoted(words: Sequence[str]) -> str:
    """Words as an FTS5 string: inside quotes nothing is an operator, and words hold letters and digits only."""
    return '"' + " ".join(words) + '"'


def _expression(query: Query) -> str:
    words = " OR ".join(_quoted([word]) for word in query.words)
    if not query.phrases:
        return words
    phrases = " AND ".join(_quoted(phrase) for phrase in query.phrases)
    # "phrase AND (phrase OR word)" asks for the phrase only, yet the words count for the rank.
    return f"{phrases} AND ({_quoted(query.phrases[0])} OR {words})" if words else phrases


def _any_word(query: Query) -> str:
    parts = [*([word] for word in query.words), *query.phrases]
    return " OR ".join(_quoted(part) for part in parts)


def _terms(query: Query) -> list[str]:
    terms = [_quoted([word]) for word in query.all_words[:_MAX_COVERED]]
    if len(query.words) > 1:
        terms.append(_quoted(query.words))
    return terms
