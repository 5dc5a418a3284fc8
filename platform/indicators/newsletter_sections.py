"""The section of the newsletter with figures that were published."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from indicators.catalogue.models import Release
from indicators.catalogue.models.releases import FigureReleaseQuerySet
from newsletters.sections import MOST_NEW, SECTIONS, News, Section


def _news(releases: FigureReleaseQuerySet) -> list[News]:
    return [
        News(
            key=str(release.pk),
            title=release.title,
            address=release.get_absolute_url(),
            summary=_("Published by %(publisher)s") % {"publisher": release.publisher},
            at=release.published_at or release.created_at,
        )
        for release in releases
    ]


def new_figures(*, since: dt.datetime, until: dt.datetime) -> Sequence[News]:
    """Return releases of figures that were published here in the period, the latest first. One query."""
    fresh = Release.objects.current().filter(published_at__gt=since, published_at__lte=until)
    return _news(fresh.order_by("-published_at", "-pk")[:MOST_NEW])


def figures_again(keys: Sequence[int]) -> list[News]:
    """Return those of the releases that are published and not replaced now."""
    return _news(Release.objects.current().filter(pk__in=keys))


SECTIONS.add("indicators", Section(_("New figures"), new_figures, figures_again), position=40)
