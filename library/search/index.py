"""The one door to the full-text search, whatever database stands behind it."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils.html import strip_tags

from library.models import Record
from library.models.records import RecordQuerySet
from library.search.backend import Document, Index
from library.search.postgres import PostgresIndex
from library.search.sqlite import SqliteIndex

_BATCH = 500


def get_index() -> Index:
    """The index of the configured database."""
    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()


def index_records(record_ids: Iterable[int]) -> None:
    """Bring the index up to date with these records: what can be read is in it, nothing else."""
    ids = list(record_ids)
    index = get_index()
    index.remove(ids)
    index.write(_documents(Record.objects.filter(pk__in=ids).published()))


def reindex() -> int:
    """Build the whole index anew in one transaction and return how many records are in it."""
    index = get_index()
    count = 0
    with transaction.atomic():
        index.clear()
        last = 0
        while True:
            rows = Record.objects.published().filter(pk__gt=last).order_by("pk")[:_BATCH]
            documents = _documents(rows)
            if not documents:
                return count
            index.write(documents)
            count += len(documents)
            last = documents[-1].record_id


def _documents(records: RecordQuerySet) -> list[Document]:
    rows = records.select_related("current_version").prefetch_related("topics__parent", "creators")
    return [_document(record) for record in rows]


def _document(record: Record) -> Document:
    version = record.current_version
    topics = [
        word
        for topic in record.topics.all()
        for word in (topic.label, *topic.synonyms, topic.parent.label if topic.parent else "")
    ]
    creators = [creator.name for creator in record.creators.all()]
    return Document(
        record_id=record.pk,
        title=record.title,
        topics=" · ".join(dict.fromkeys(word for word in topics if word)),
        creators=" · ".join([*creators, record.publisher, *record.places]),
        summary=record.summary,
        body=strip_tags(version.body_html) if version else "",
    )
