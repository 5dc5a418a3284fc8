"""The contents of a reading list, for pages and exports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.lists.models import Listed, ReadingList
from library.practice.shown import with_stages


@dataclass(frozen=True)
class ListEntry:
    """One work of a list with its note; without a record when nobody can read it any more."""

    listed: Listed
    record: Record | None


def list_entries(listed: Sequence[Listed]) -> list[ListEntry]:
    """Load the entries of a list with all that a row shows. Four queries.

    A duplicate that was merged is shown as the record that took its place.
    """
    readable: RecordQuerySet = Record.objects.published().for_list().with_cover()
    records = readable.in_bulk([each.shown_record_id for each in listed])
    return [ListEntry(each, records.get(each.shown_record_id)) for each in listed]


def readable_records(reading_list: ReadingList) -> Iterator[Record]:
    """Yield the readable records of a list, in order and without repeats, for exports. Up to nine queries."""
    listed = reading_list.listed.select_related("record").in_order()
    keys = list(dict.fromkeys(each.shown_record_id for each in listed))
    wanted: RecordQuerySet = Record.objects.published().for_list().with_places().with_terms()
    records = with_stages(wanted).in_bulk(keys)
    return (records[key] for key in keys if key in records)
