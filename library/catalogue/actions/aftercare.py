"""Updates that must follow every change of a record: ``changed_at``, its missing fields and the search index."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from library.catalogue.actions.checks import CORRECTABLE
from library.catalogue.completeness import missing_fields
from library.catalogue.models import Record
from library.indexing import index_records

_AT_ONCE = 500


@transaction.atomic
def look_after(record_ids: Iterable[int], *, at: dt.datetime) -> None:
    """Do for these records what must follow each change of them. Repeats safely.

    Sets ``changed_at``, by which harvesters and feeds find changes; lists in ``lacks`` the fields that a complete
    record of this type still needs; updates the search index. Every action that changes a record, its versions, files or
    relations calls this last, in its own transaction. Six queries for 500 records, and those of the index.
    """
    keys = sorted(set(record_ids))
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        records = list(
            Record.objects.select_for_update(of=("self",))
            .filter(pk__in=some)
            .order_by("pk")
            .select_related("current_version")
            .defer("current_version__body")
            .prefetch_related("topics", "creators", "places", "current_version__files")
        )
        for record in records:
            record.changed_at = at
            record.lacks = _lacks(record)
        Record.objects.bulk_update(records, ["changed_at", "lacks"])
    index_records(keys)


def look_after_record(record: Record, *, at: dt.datetime) -> Record:
    """Look after one record and bring this copy of it up to date."""
    look_after([record.pk], at=at)
    record.refresh_from_db(fields=["changed_at", "lacks"])
    return record


def _lacks(record: Record) -> list[str]:
    """Return the fields that the record still lacks to be complete. No query for a record as loaded above."""
    version = record.current_version
    values = {
        **(version.particulars if version else {}),
        **{field: getattr(record, field) for field in CORRECTABLE},
        "topics": record.topics.all(),
        "creators": record.creators.all(),
        "places": record.places.all() or record.geography,
    }
    has_document = version is not None and (version.has_text or bool(version.files.all()))
    return sorted(missing_fields(record.type, values, has_document=has_document))
