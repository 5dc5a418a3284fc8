"""The records for search engines."""

import datetime as dt

from django.contrib.sitemaps import Sitemap

from library.models import Record
from library.models.records import RecordQuerySet


class RecordSitemap(Sitemap):
    """Every published record with the day of its last change."""

    limit = 5_000

    def items(self) -> RecordQuerySet:
        return Record.objects.published().order_by("pk")

    def lastmod(self, record: Record) -> dt.datetime:
        return record.changed_at
