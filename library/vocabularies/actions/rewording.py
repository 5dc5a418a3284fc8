"""Indexing records anew when the vocabularies that describe them get other words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from library.indexing import index_records


@contextmanager
def reworded(vocabulary: type[models.Model], *columns: str) -> Iterator[None]:
    """Index the records of those rows whose columns are others after the block than before it.

    ``vocabulary`` is the model of topics, places or terms. Stands inside the transaction of its writes. Two
    queries, and one more where something changed.
    """
    before = _words(vocabulary, columns)
    yield
    after = _words(vocabulary, columns)
    changed = [key for key, words in after.items() if before.get(key, words) != words]
    if changed:
        rows = vocabulary._default_manager.filter(pk__in=changed).exclude(records=None)
        index_records(rows.values_list("records", flat=True))


def _words(vocabulary: type[models.Model], columns: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
    rows = vocabulary._default_manager.values_list("pk", *columns)
    return {row[0]: row[1:] for row in rows}
