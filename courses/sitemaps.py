"""Courses and programmes for search engines."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from core.sitemaps import SITEMAPS
from core.types import AnonymousUser
from courses.models import Course, Programme


@SITEMAPS.register("courses", position=40)
class CourseSitemap(Sitemap):
    """Every published course."""

    def items(self) -> QuerySet[Course]:
        return Course.objects.visible_to(AnonymousUser()).order_by("pk")


@SITEMAPS.register("programmes", position=41)
class ProgrammeSitemap(Sitemap):
    """Every published programme."""

    def items(self) -> QuerySet[Programme]:
        return Programme.objects.visible_to(AnonymousUser()).order_by("pk")
