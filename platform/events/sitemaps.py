"""The events for search engines."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from core.sitemaps import SITEMAPS
from events.models import Event


@SITEMAPS.register("events", position=45)
class EventSitemap(Sitemap):
    """Every event that everyone may know of."""

    def items(self) -> QuerySet[Event]:
        return Event.objects.listed().order_by("pk")
