"""Published briefs for search engines."""

from django.contrib.sitemaps import Sitemap

from briefs.models import Brief
from briefs.models.briefs import BriefQuerySet
from core.sitemaps import SITEMAPS


@SITEMAPS.register("briefs", position=55)
class BriefSitemap(Sitemap):
    """Every published brief."""

    def items(self) -> BriefQuerySet:
        return Brief.objects.published().order_by("pk")
