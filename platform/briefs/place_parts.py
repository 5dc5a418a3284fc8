"""Published briefs on the pages of places and indicators."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.models import Brief, Part
from core.types import Person
from indicators.catalogue.models import Indicator
from indicators.profiles.parts import (
    MOST_LINES,
    PagePart,
    PartLine,
    indicator_part,
    place_part,
)
from library.vocabularies.models import Place


@place_part("briefs", position=50)
def briefs_about(_user: Person, place: Place) -> PagePart | None:
    """Return the published briefs about the place or one in it."""
    within = Q(place=place) | Q(place__path__startswith=f"{place.path}/")
    briefs = Brief.objects.published().filter(within).order_by("-published_at", "-pk")
    return PagePart(
        _("Briefs"),
        _lines(briefs[:MOST_LINES]),
        _("All briefs about this place"),
        reverse("briefs:brief_list", query={"place": place.code}),
    )


@indicator_part("briefs", position=50)
def briefs_showing(_user: Person, indicator: Indicator) -> PagePart | None:
    """Return the published briefs that show figures of the indicator."""
    briefs = Part.objects.filter(indicator=indicator).public().briefs()
    return PagePart(_("Briefs with these figures"), _lines(briefs[:MOST_LINES]))


def _lines(briefs: Iterable[Brief]) -> list[PartLine]:
    return [PartLine(b.title, b.get_absolute_url(), b.question) for b in briefs]
