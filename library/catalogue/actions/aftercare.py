"""Updates that must follow every change of a record: ``changed_at``, its missing fields and the search index."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from core.prepared import filled_up, prepared
from library.catalogue.actions.checks import CORRECTABLE
from library.catalogue.completeness import missing_fields
from library.catalogue.models import Creator, File, Record, Version
from library.indexing import index_records

_FEW, _AT_ONCE = 20, 500


@transaction.atomic
def look_after(record_ids: Iterable[int], *, at: dt.datetime) -> dict[int, list[str]]:
    """Do for these records what must follow each change of them, and return what each lacks. Repeats safely.

    Sets ``changed_at``, by which harvesters and feeds find changes; lists in ``lacks`` the fields that a complete
    record of this type still needs; updates the search index. Every action that changes a record, its versions, files or
    relations calls this last, in its own transaction. Three queries for 500 records, and those of the index.
    """
    keys = sorted(set(record_ids))
    lacks: dict[int, list[str]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        records = list(Record.objects.select_for_update().filter(pk__in=some).order_by("pk"))
        # Asked once the records are locked: until then others may add to what they have.
        asked = filled_up(some, to=_FEW if len(some) <= _FEW else _AT_ONCE)
        having = {each.pop("pk"): each for each in _having(*asked)}
        for record in records:
            record.changed_at = at
            record.lacks = lacks[record.pk] = _lacks(record, having[record.pk])
        Record.objects.bulk_update(records, ["changed_at", "lacks"])
    index_records(keys)
    return lacks


def look_after_record(record: Record, *, at: dt.datetime) -> Record:
    """Look after one record and bring this copy of it up to date."""
    lacks = look_after([record.pk], at=at)
    record.changed_at, record.lacks = at, lacks[record.pk]
    return record


def _lacks(record: Record, having: dict[str, Any]) -> list[str]:
    """Return the fields that the record still lacks to be complete."""
    values = {
        **(having["particulars"] or {}),
        **{field: getattr(record, field) for field in CORRECTABLE},
        "topics": having["has_topics"],
        "creators": having["has_creators"],
        "places": having["has_places"] or record.geography,
    }
    has_document = having["has_text"] or having["has_files"]
    return sorted(missing_fields(record.type, values, has_document=has_document))


@prepared
def _having(*keys: int) -> QuerySet[Record, Any]:
    """Return what the newest version says of each record, and which rows belong to it."""
    texts = Version.objects.exclude(body_html="")
    return Record.objects.filter(pk__in=keys).values(
        "pk",
        particulars=F("current_version__particulars"),
        has_topics=Exists(Record.topics.through.objects.filter(record=OuterRef("pk"))),
        has_creators=Exists(Creator.objects.filter(record=OuterRef("pk"))),
        has_places=Exists(Record.places.through.objects.filter(record=OuterRef("pk"))),
        has_text=Exists(texts.filter(pk=OuterRef("current_version"))),
        has_files=Exists(File.objects.filter(version=OuterRef("current_version"))),
    )
