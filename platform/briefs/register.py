"""The public list: which briefs a reader asked for."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from briefs.models import Brief, Edition
from briefs.models.briefs import BriefQuerySet
from core.searchers import with_every_word
from library.vocabularies.models import Topic


def briefs_for(chosen: Mapping[str, Any]) -> BriefQuerySet:
    """Return the published briefs to which all filters in force apply, the newest first."""
    found = Brief.objects.published().select_related("place")
    found = with_words(found, str(chosen.get("q") or ""))
    if topic := chosen.get("topic"):
        of_topic = Topic.objects.filter(Q(pk=topic.pk) | Q(parent=topic))
        found = found.filter(topics__in=of_topic).distinct()
    if place := chosen.get("place"):
        found = found.filter(Q(place=place) | Q(place__path__startswith=f"{place.path}/"))
    return found.order_by("-published_at", "-pk")


def with_words(briefs: BriefQuerySet, text: str) -> BriefQuerySet:
    """Return the briefs whose current version has every word in title, question, messages or text."""
    if not text.strip():
        return briefs
    fields = ("title", "question", "messages", "parts__heading", "parts__words")
    current = Edition.objects.published().filter(brief=OuterRef("pk"), superseded_at=None)
    return briefs.filter(Exists(with_every_word(current, text, *fields)))


def labels_of(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters in force in words, by their names."""
    labels = {"q": f"“{chosen.get('q')}”", "topic": str(chosen.get("topic"))}
    labels["place"] = str(chosen.get("place"))
    return {name: label for name, label in labels.items() if chosen.get(name)}
