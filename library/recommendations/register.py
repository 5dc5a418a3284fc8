"""The register: which recommendations a reader asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.queries.counting import number_of
from core.searchers import with_every_word
from library.recommendations.models import Response
from library.recommendations.models.recommendations import RecommendationQuerySet
from library.recommendations.states import Level, Principle

ANSWERED, UNANSWERED = "yes", "no"
ANSWERS = [(ANSWERED, gettext_lazy("Answered")), (UNANSWERED, gettext_lazy("Not answered yet"))]
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
    if answered := chosen.get("answered"):
        given = Response.objects.given().filter(recommendation=OuterRef("pk"))
        found = found.filter(Exists(given) if answered == ANSWERED else ~Exists(given))
    if place := chosen.get("place"):
        of_place = Response.objects.given().of_place(place)
        found = found.filter(Exists(of_place.filter(recommendation=OuterRef("pk"))))
    return found


def with_answers(recommendations: RecommendationQuerySet) -> RecommendationQuerySet:
    """Add ``answers``, the number of those who answered. Takes no query."""
    given = Response.objects.given().filter(recommendation=OuterRef("pk"))
    return recommendations.annotate(answers=number_of(given, by="recommendation"))


def labels_of(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters in force in words, by their names."""
    read: dict[str, Callable[[Any], str]] = {
        "q": "“{}”".format,
        "principle": lambda value: str(Principle(value).label),
        "addressee": lambda value: str(Level(value).label),
        "report": str,
        "answered": lambda value: str(dict(ANSWERS)[value]),
        "place": lambda place: str(_("Answered by %(place)s") % {"place": place}),
    }
    return {name: say(chosen[name]) for name, say in read.items() if chosen.get(name)}
