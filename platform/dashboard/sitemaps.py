"""What search engines may list: only what everyone may read."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from core.types import AnonymousUser
from courses.models import Course
from dashboard.areas import AREAS
from library.sitemaps import CollectionSitemap, RecordSitemap
from networks.models import Network


class PageSitemap(Sitemap):
    """The pages of the institute itself."""

    def items(self) -> list[str]:
        names = ("public_home", "institute", "team", "help", "accessibility")
        return [
            *(reverse(f"dashboard:{name}") for name in names),
            *(reverse("dashboard:area", args=[slug]) for slug in AREAS),
            *(reverse(name) for name in ("library:finder", "courses:course_list")),
        ]

    def location(self, item: str) -> str:
        return item


class CourseSitemap(Sitemap):
    """Every published course."""

    def items(self) -> QuerySet[Course]:
        return Course.objects.visible_to(AnonymousUser()).order_by("pk")


class NetworkSitemap(Sitemap):
    """Every network that anyone may know of."""

    def items(self) -> QuerySet[Network]:
        return Network.objects.listed().order_by("pk")


SITEMAPS = {
    "pages": PageSitemap,
    "records": RecordSitemap,
    "collections": CollectionSitemap,
    "courses": CourseSitemap,
    "networks": NetworkSitemap,
}
