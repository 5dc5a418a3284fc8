"""The records for search engines."""

import datetime as dt

from django.contrib.sitemaps import Sitemap

from core.sitemaps import SITEMAPS
from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.gaps.models import EvidenceGap, EvidenceGapQuerySet
from library.lists.models import ReadingList, ReadingListQuerySet
from library.recommendations.models import Recommendation
from library.recommendations.models.recommendations import RecommendationQuerySet


@SITEMAPS.register("records", position=20)
class RecordSitemap(Sitemap):
    """Every published record with the day of its last change."""

    limit = 5_000

    def items(self) -> RecordQuerySet:
        return Record.objects.published().order_by("pk")

    def lastmod(self, record: Record) -> dt.datetime:
        return record.changed_at


@SITEMAPS.register("collections", position=30)
class CollectionSitemap(Sitemap):
    """Every collection with the day of its last change."""

    def items(self) -> ReadingListQuerySet:
        return ReadingList.objects.curated().order_by("pk")

    def lastmod(self, collection: ReadingList) -> dt.datetime:
        return collection.changed_at


@SITEMAPS.register("recommendations", position=31)
class RecommendationSitemap(Sitemap):
    """Every recommendation with the day of its last change."""

    limit = 5_000

    def items(self) -> RecommendationQuerySet:
        return Recommendation.objects.published().order_by("pk")

    def lastmod(self, recommendation: Recommendation) -> dt.datetime:
        return recommendation.changed_at


@SITEMAPS.register("evidence-gaps", position=35)
class EvidenceGapSitemap(Sitemap):
    """Every evidence gap that editors have agreed to."""

    def items(self) -> EvidenceGapQuerySet:
        return EvidenceGap.objects.public().order_by("pk")
