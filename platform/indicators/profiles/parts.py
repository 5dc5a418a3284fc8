"""What the parts of the platform know about a place or an indicator, for its page.

A part registers in its ``place_parts.py``, and asks there what the reader may see.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from core.registry import Registry
from core.types import Person
from indicators.catalogue.models import Indicator
from library.vocabularies.models import Place

# As many as one heading shows.
MOST_LINES = 6


@dataclass(frozen=True)
class PartLine:
    """One thing that is about the place or the indicator."""

    title: StrOrPromise
    address: str
    about: StrOrPromise = ""
    # Sentences below it.
    sentences: Sequence[str] = ()


@dataclass(frozen=True)
class PagePart:
    """A heading with its things, and where more of them are."""

    heading: StrOrPromise
    lines: Sequence[PartLine]
    more_label: StrOrPromise = ""
    more_address: str = ""


PlaceTeller = Callable[[Person, Place], PagePart | None]
IndicatorTeller = Callable[[Person, Indicator], PagePart | None]
_place_parts: Registry[PlaceTeller] = Registry("part of the page of a place")
_indicator_parts: Registry[IndicatorTeller] = Registry("part of the page of an indicator")


def place_part(name: str, *, position: int) -> Callable[[PlaceTeller], PlaceTeller]:
    """Register the decorated ``(user, place) -> part``. It takes one query, and asks what this reader may see."""
    return _place_parts.register(name, position=position)


def indicator_part(name: str, *, position: int) -> Callable[[IndicatorTeller], IndicatorTeller]:
    """Register the decorated ``(user, indicator) -> part``. It takes one query, and asks what this reader may see."""
    return _indicator_parts.register(name, position=position)


def parts_of_place(user: Person, place: Place) -> list[PagePart]:
    """Return what each part knows about the place, without those that know nothing."""
    told = [tell(user, place) for tell in _place_parts.values()]
    return [part for part in told if part and part.lines]


def parts_of_indicator(user: Person, indicator: Indicator) -> list[PagePart]:
    """Return what each part knows about the indicator, without those that know nothing."""
    told = [tell(user, indicator) for tell in _indicator_parts.values()]
    return [part for part in told if part and part.lines]


def names_place(place: Place, texts: Iterable[str]) -> bool:
    """Tell whether one of the texts has a name of the place as words of its own: Bury, but not Banbury."""
    pattern = _pattern(place)
    return any(pattern.search(text) for text in texts)


def _pattern(place: Place) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in [place.name, *place.also] if name)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
