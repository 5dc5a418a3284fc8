"""The register: which recommendations a reader asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from core.searchers import with_every_word
from library.recommendations.models.recommendations import RecommendationQuerySet
from library.recommendations.states import Level, Principle

_WORDS = ("reference", "title", "text", "record__title")


def chosen_from(
    recommendations: RecommendationQuerySet, chosen: Mapping[str, Any]
) -> RecommendationQuerySet:
    """Return the recommendations to which all filters in force apply."""
    found = with_every_word(recommendations, str(chosen.get("q") or ""), *_WORDS)
    if principle := chosen.get("principle"):
        found = found.filter(principle=principle)
    if level := chosen.get("addressee"):
        found = found.filter(addressees__level=level)
    if report := chosen.get("report"):
        found = found.filter(Q(record=report) | Q(record__replaced_by=report))
    return found


def labels_of(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters in force in words, by their names."""
    read: dict[str, Callable[[Any], str]] = {
        "q": "“{}”".format,
        "principle": lambda value: str(Principle(value).label),
        "addressee": lambda value: str(Level(value).label),
        "report": str,
    }
    return {name: say(chosen[name]) for name, say in read.items() if chosen.get(name)}
