"""The networks for search engines."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from core.sitemaps import SITEMAPS
from networks.models import Network


@SITEMAPS.register("networks", position=50)
class NetworkSitemap(Sitemap):
    """Every network that anyone may know of."""

    def items(self) -> QuerySet[Network]:
        return Network.objects.listed().order_by("pk")
