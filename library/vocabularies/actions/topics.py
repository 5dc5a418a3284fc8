"""Writing the tree of topics."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from library.vocabularies.actions.rewording import reworded
from library.vocabularies.models import Topic


@transaction.atomic
def load_topics(*, tree: Iterable[Mapping[str, Any]]) -> int:
    """Create or bring up to date every topic of the tree and return their number. Repeats safely.

    Records are found by the words of their topics, so they are indexed anew when those change.
    """
    count = 0
    with reworded(Topic, "label", "synonyms", "parent__code", "parent__label"):
        for position, node in enumerate(tree):
            parent = _load_topic(node, position=position, parent=None)
            children = node.get("children", [])
            for place, child in enumerate(children):
                _load_topic(child, position=place, parent=parent)
            count += 1 + len(children)
    return count


def _load_topic(node: Mapping[str, Any], *, position: int, parent: Topic | None) -> Topic:
    topic, _created = Topic.objects.update_or_create(
        code=node["code"],
        defaults={
            "label": node["label"],
            "parent": parent,
            "position": position,
            "synonyms": list(node.get("also", [])),
        },
    )
    return topic
