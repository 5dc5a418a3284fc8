"""Public advice for search engines."""

import datetime as dt

from django.contrib.sitemaps import Sitemap

from advice.models import AdviceCase, AdviceCaseQuerySet
from core.sitemaps import SITEMAPS


@SITEMAPS.register("advice", position=36)
class AdviceSitemap(Sitemap):
    """Every public case with the day of its last change."""

    limit = 5_000

    def items(self) -> AdviceCaseQuerySet:
        return AdviceCase.objects.public().order_by("pk")

    def lastmod(self, case: AdviceCase) -> dt.datetime:
        return case.changed_at
