"""The gradient that the public home shows: years in good health by deprivation, with its numbers in a table."""

from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.prepared import prepared
from indicators.catalogue.models import Release
from indicators.catalogue.models.releases import FigureReleaseQuerySet
from indicators.excerpts.drawing import figure_of
from indicators.excerpts.excerpt import ExcerptRefused, Picture, Selection
from indicators.excerpts.taking import take

_SHOWN = Selection(
    indicator="healthy-life-expectancy",
    picture=Picture.LINE,
    dimension="deprivation-deciles",
    places=("england",),
    sexes=("male",),
)
_DAY = 24 * 60 * 60


def gradient_of_home() -> SafeString:
    """Return the figure as HTML; empty where its indicator is not loaded. One query, more when figures have changed."""
    releases = ".".join(str(release.pk) for release in _current(_SHOWN.indicator))
    if not releases:
        return SafeString()
    place = f"gradient-of-home:{releases}:{get_language()}"
    drawn = cache.get(place)
    if drawn is None:
        try:
            drawn = str(figure_of(take(_SHOWN).excerpt, name="home").html)
        except ExcerptRefused:
            drawn = ""
        cache.set(place, drawn, _DAY)
    return SafeString(drawn)


@prepared
def _current(indicator: str) -> FigureReleaseQuerySet:
    """Return the current releases with figures of the indicator. A published release is never changed."""
    return Release.objects.current().filter(indicators__code=indicator).order_by("pk")
