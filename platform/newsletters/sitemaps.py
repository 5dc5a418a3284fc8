"""The archive of the newsletter for search engines."""

from django.contrib.sitemaps import Sitemap

from core.sitemaps import SITEMAPS
from newsletters.models import Issue
from newsletters.models.issues import IssueQuerySet


@SITEMAPS.register("newsletter", position=60)
class IssueSitemap(Sitemap):
    """Every issue in the archive."""

    def items(self) -> IssueQuerySet:
        return Issue.objects.in_archive()
