"""Which look a cover has: that of the top-level topic under which a thing stands first."""

import zlib

from django.db.models import OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from core.covers.cover import Cover
from core.covers.looks import LOOKS, PLAIN
from library.vocabularies.models import Topic

_LOOKS_OF_TOPICS = {
    "early-years": "circles",
    "capabilities": "steps",
    "work": "tiles",
    "living-standards": "bars",
    "places": "houses",
    "prevention": "waves",
    "discrimination": "weave",
    "environment": "hills",
    "governance-evidence": "links",
}


def cover_topic(relation: str, *order: str) -> Combinable:
    """Return the code of the top-level topic above a thing's first topic, as an annotation; empty without topics.

    ``relation`` leads from a topic to the thing. The first topic is the one that pages name first, or the first one
    in the ``order`` given.
    """
    topics = Topic.objects.filter(**{relation: OuterRef("pk")}).order_by(*order, "label", "pk")
    above = topics.values(above=Coalesce("parent__code", "code"))
    return Coalesce(Subquery(above[:1]), Value(""))


def look_of(topic: str) -> str:
    """Return the look of a top-level topic; a topic that an editor added gets one of them for good."""
    if not topic:
        return PLAIN
    names = sorted(LOOKS)
    return _LOOKS_OF_TOPICS.get(topic) or names[zlib.crc32(topic.encode()) % len(names)]


def made_cover(title: str, topic: str, *, format: str) -> Cover:  # noqa: A002
    """Return the cover that the server draws for a thing of this title under this top-level topic."""
    return Cover.made(title, look=look_of(topic), format=format)
