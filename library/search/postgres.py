"""Full-text search in PostgreSQL: BM25 over a ``tsvector`` with a GIN index.

``ts_rank`` and ``ts_rank_cd`` know neither how rare a word is nor when a repeated word stops to tell more.
So each word is weighed by itself: its weighted count in the document (``ts_rank_cd`` of one word), saturated
and set against the document's length, times its rarity. The counts of documents are asked for with every
search; they come from the GIN index.
"""

import math
from collections.abc import Sequence

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from library.models.records import RecordQuerySet
from library.models.search import CONFIGURATION
from library.search.backend import MARK_END, MARK_START, Document, Marked
from library.search.query import Query, fold, words_of
from library.search.words import mark_words, raw_words

_TABLE = "library_searchrow"
_QUERY = f"to_tsquery('{CONFIGURATION}', %s)"
_VECTOR = " || ".join(
    f"setweight(to_tsvector('{CONFIGURATION}', %s), '{label}')" for label in "ABBCD"
)
_INSERT = (
    f"INSERT INTO {_TABLE} (rowid, title, topics, creators, summary, body, {_TABLE}, length)"
    f" VALUES (%s, %s, %s, %s, %s, %s, {_VECTOR}, %s)"
)
# Weights of body, summary, topics and creators, title: a word of the title counts like ten of the body.
_WEIGHTS = "{0.1, 0.3, 0.6, 1.0}"
_SCALE = 10.0
_K1, _B = 1.2, 0.75


class PostgresIndex:
    """See ``library.search.backend.Index``."""

    def write(self, documents: Sequence[Document]) -> None:
        self.remove([document.record_id for document in documents])
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, [_row(document) for document in documents])

    def remove(self, record_ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {_TABLE} WHERE rowid = ANY(%s)",
                [list(record_ids)],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_TABLE}")

    def matching(self, records: RecordQuerySet, query: Query) -> RecordQuerySet:
        return records.filter(search_row__document__matches=_expression(query))

    def ranked(self, records: RecordQuerySet, query: Query) -> RecordQuerySet:
        terms = _terms(query)
        total, average, counts = _statistics(terms)
        parts: list[str] = []
        params: list[object] = []
        for term, count in zip(terms, counts, strict=True):
            rarity = math.log(1 + (total - count + 0.5) / (count + 0.5))
            weight = f"{_SCALE} * ts_rank_cd('{_WEIGHTS}', {_TABLE}.{_TABLE}, {_QUERY})"
            norm = f"{_K1} * ({1 - _B} + {_B} * {_TABLE}.length / %s)"
            parts.append(f"%s * ({weight}) / (({weight}) + {norm})")
            params += [rarity, term, term, average]
        covered = " + ".join([f"({_TABLE}.{_TABLE} @@ {_QUERY})::int"] * len(terms))
        score = RawSQL(  # noqa: S611  (only parameters come from outside)
            f"({' + '.join(parts)}) * (1.0 + ({covered}) / {len(terms)}.0)",
            [*params, *terms],
            output_field=FloatField(),
        )
        return self.matching(records, query).annotate(score=score)

    def marks(self, record_ids: Sequence[int], query: Query) -> dict[int, Marked]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, title, summary, body FROM {_TABLE} WHERE rowid = ANY(%s)",
                [list(record_ids)],
            )
            rows = cursor.fetchall()
            words = {
                fold(word) for _pk, *texts in rows for text in texts for word in raw_words(text)
            }
            cursor.execute(
                f"SELECT word FROM unnest(%s::text[]) AS word WHERE to_tsvector('{CONFIGURATION}', word) @@ {_QUERY}",
                [sorted(words), " | ".join(query.all_words)],
            )
            found = {word for (word,) in cursor.fetchall()}
        return {
            pk: Marked(*(mark_words(text, found, MARK_START, MARK_END) for text in texts))
            for pk, *texts in rows
        }


def _row(document: Document) -> list[int | str]:
    texts = [document.title, document.topics, document.creators, document.summary, document.body]
    # Folded and split by ourselves: PostgreSQL's parser sees file names and hosts in plain text.
    folded = [words_of(text) for text in texts]
    return [
        document.record_id,
        *texts,
        *(" ".join(words) for words in folded),
        sum(len(words) for words in folded),
    ]


def _phrase(words: Sequence[str]) -> str:
    """Words as a part of a tsquery: they hold letters and digits only, so nothing in them is an operator."""
    return "(" + " <-> ".join(words) + ")"


def _expression(query: Query) -> str:
    if query.phrases:
        return " & ".join(_phrase(phrase) for phrase in query.phrases)
    return " | ".join(query.words)


def _terms(query: Query) -> list[str]:
    terms = list(query.all_words)
    if len(query.words) > 1:
        terms.append(_phrase(query.words))
    return terms


def _statistics(terms: Sequence[str]) -> tuple[int, float, list[int]]:
    """How many documents there are, how long they are on average, and how many hold each term."""
    counts = ", ".join(
        [f"(SELECT count(*) FROM {_TABLE} WHERE {_TABLE}.{_TABLE} @@ {_QUERY})"] * len(terms)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), coalesce(avg(length), 1), {counts} FROM {_TABLE}",
            terms,
        )
        total, average, *found = cursor.fetchone()
    return total, max(float(average), 1.0), found
