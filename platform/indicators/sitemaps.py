"""The indicators and places for search engines."""

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from core.sitemaps import SITEMAPS
from indicators.catalogue.models import Indicator, Observation
from indicators.catalogue.states import ReleaseState
from library.vocabularies.models import Place


@SITEMAPS.register("indicators", position=32)
class IndicatorSitemap(Sitemap):
    """Every indicator with published figures, and the day of its last change."""

    def items(self) -> QuerySet[Indicator]:
        return Indicator.objects.listed().order_by("pk")

    def lastmod(self, indicator: Indicator) -> dt.datetime:
        return indicator.changed_at


@SITEMAPS.register("places", position=34)
class PlaceSitemap(Sitemap):
    """Every place with published figures."""

    def items(self) -> QuerySet[Place]:
        figures = Observation.objects.filter(
            place=OuterRef("pk"), release__state=ReleaseState.PUBLISHED
        )
        return Place.objects.filter(Exists(figures)).order_by("pk")

    def location(self, place: Place) -> str:
        return reverse("places:place_detail", args=[place.code])
