"""The pages of the institute itself for search engines."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from core.sitemaps import SITEMAPS
from dashboard.areas import AREAS


@SITEMAPS.register("pages", position=10)
class PageSitemap(Sitemap):
    """The pages that tell of the institute, and where its parts begin."""

    def items(self) -> list[str]:
        names = ("public_home", "institute", "team", "help", "accessibility")
        return [
            *(reverse(f"dashboard:{name}") for name in names),
            *(reverse("dashboard:area", args=[slug]) for slug in AREAS),
            *(
                reverse(name)
                for name in ("library:finder", "courses:course_list", "events:event_list")
            ),
        ]

    def location(self, item: str) -> str:
        return item
