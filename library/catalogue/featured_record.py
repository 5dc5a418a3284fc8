"""The record that pages show first on a day, if editors have featured one."""

import datetime as dt

from django.db.models import QuerySet

from core.prepared import prepared
from library.catalogue.models import Featured, Record


def featured_on(day: dt.date) -> Featured | None:
    """Return what is featured on that day, with its record, version and cover. Two queries, one where nothing is."""
    for featured in _featured(day):
        (featured.record,) = _record(featured.record_id, day)
        return featured
    return None


@prepared
def _featured(day: dt.date) -> QuerySet[Featured]:
    return Featured.objects.on(day)[:1]


@prepared
def _record(pk: int, day: dt.date) -> QuerySet[Record]:
    return Record.objects.select_related("current_version").with_cover(on=day).filter(pk=pk)
