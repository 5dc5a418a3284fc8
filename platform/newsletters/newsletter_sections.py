"""The library's section of the newsletter. It stands here, as the library is below this part."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from newsletters.sections import MOST_NEW, SECTIONS, News, Section


def _news(records: RecordQuerySet) -> list[News]:
    return [
        News(
            key=str(record.pk),
            title=record.title,
            address=record.get_absolute_url(),
            summary=record.summary,
            at=record.published_at,
            topics=list(record.topics.all()),
        )
        for record in records.with_topics()
    ]


def new_records(*, since: dt.datetime, until: dt.datetime) -> Sequence[News]:
    """Return records that came into the library, the latest first. Two queries."""
    fresh = Record.objects.published().filter(published_at__gt=since, published_at__lte=until)
    return _news(fresh.newest_first()[:MOST_NEW])


def records_again(keys: Sequence[int]) -> list[News]:
    """Return those of the records that are published now."""
    return _news(Record.objects.published().filter(pk__in=keys))


SECTIONS.add("library", Section(_("New in the library"), new_records, records_again), position=10)
