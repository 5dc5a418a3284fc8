"""Indicators named by the address of their page, perhaps in one place, as people share them."""

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from core.types import Person
from indicators.catalogue.models import Indicator
from library.vocabularies.models import Place

_ADDRESS = re.compile(r"/indicators/(?P<code>[-\w]{1,60})/(?:\?(?P<query>[^#\s]*))?")


@dataclass(frozen=True)
class IndicatorInPlace:
    """An indicator, and the place whose figures are talked about, if one was chosen."""

    indicator: Indicator
    place: Place | None = None

    @property
    def address(self) -> str:
        """Return the address of the page with its figures."""
        return address_of(self.indicator, self.place)


def address_of(indicator: Indicator, place: Place | None) -> str:
    """Return the address of an indicator's page in a place."""
    query = {"place": place.code} if place else None
    return reverse("indicators:indicator_detail", args=[indicator.code], query=query)


def find_by_address(user: Person, address: str) -> IndicatorInPlace | None:
    """Return the indicator to which an address leads, if this person may see it."""
    found = _ADDRESS.search(address.replace("\0", ""))
    if found is None:
        return None
    code = QueryDict(found["query"] or "").get("place", "")[:60]
    return find_by_codes(user, found["code"], code)


def find_by_codes(user: Person, code: str, place_code: str) -> IndicatorInPlace | None:
    """Return an indicator that this person may see by its code, with the place of a code that is known."""
    code, place_code = (word[:60].replace("\0", "") for word in (code, place_code))
    indicator = Indicator.objects.visible_to(user).filter(code=code).first()
    if indicator is None:
        return None
    place = Place.objects.filter(code=place_code).first() if place_code else None
    return IndicatorInPlace(indicator, place)
