"""Narrowing a list of indicators, the same for readers and for programs."""

from django.db.models import Q

from indicators.catalogue.files import current_figures
from indicators.catalogue.models.indicators import IndicatorQuerySet

_MOST_WORDS = 8


def narrowed(
    indicators: IndicatorQuerySet, *, words: str = "", topic: str = "", place: str = ""
) -> IndicatorQuerySet:
    """Keep indicators with all these words, on the topic of this code, and with figures for the place of this code."""
    for word in words.split()[:_MOST_WORDS]:
        indicators = indicators.filter(
            Q(name__icontains=word) | Q(definition__icontains=word) | Q(code__icontains=word)
        )
    if topic:
        indicators = indicators.filter(Q(topic__code=topic) | Q(topic__parent__code=topic))
    if place:
        figures = current_figures().filter(place__code=place).order_by().values("indicator")
        indicators = indicators.filter(pk__in=figures)
    return indicators
