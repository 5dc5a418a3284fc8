"""Indicators and places in the search of the whole site."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from indicators.catalogue.models import Indicator, Observation
from indicators.catalogue.states import ReleaseState
from library.vocabularies.models import Place


def find_indicators(text: str, reader: Person) -> QuerySet[Indicator]:
    """Return indicators with published figures, with every word in name or definition."""
    seen = Indicator.objects.listed()
    return with_every_word(seen, text, "name", "definition").order_by("name", "pk")


def find_places(text: str, reader: Person) -> QuerySet[Place]:
    """Return places with published figures, by name or another name."""
    figures = Observation.objects.filter(
        place=OuterRef("pk"), release__state=ReleaseState.PUBLISHED
    )
    seen = Place.objects.filter(Exists(figures))
    return with_every_word(seen, text, "name", "also").order_by("name", "pk")


def _indicator_line(indicator: Indicator) -> FoundLine:
    return FoundLine(indicator.name, indicator.get_absolute_url(), indicator.definition[:160])


def _place_line(place: Place) -> FoundLine:
    return FoundLine(place.name, reverse("places:place_detail", args=[place.code]))


def _list(text: str) -> str:
    return reverse("indicators:indicator_list", query={"q": text})


SEARCHERS.add(
    "indicators",
    Searcher(
        _("Indicators"),
        _("Indicator"),
        find=find_indicators,
        line=_indicator_line,
        list_address=_list,
    ),
    position=15,
)
SEARCHERS.add(
    "places", Searcher(_("Places"), _("Place"), find=find_places, line=_place_line), position=17
)
