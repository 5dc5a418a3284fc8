"""The history of a thing in words, for the timeline of a page."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.prepared import prepared
from workflow.models import Transition

# The moment, what happened and who did it in one sentence, and the note.
HistoryLine = tuple[dt.datetime, str, str]


def events_of(
    transitions: Iterable[Transition], words: Mapping[str, StrOrPromise]
) -> list[HistoryLine]:
    """Return each move in the words given. Raises ``KeyError`` for a move without words."""
    return [(one.at, with_actor(str(words[one.move]), one), one.note) for one in transitions]


def moves_of(thing: models.Model) -> list[Transition]:
    """Return the moves of one thing with who made them, oldest first. One query."""
    return _moves(ContentType.objects.get_for_model(thing), thing.pk)


@prepared
def _moves(kind: ContentType, key: int) -> QuerySet[Transition]:
    return Transition.objects.filter(content_type=kind, object_id=key).in_order()


def with_actor(what: str, transition: Transition) -> str:
    """Return what happened, and who did it; an automatic move names nobody."""
    if transition.actor is None:
        return what
    return _("%(what)s, by %(who)s") % {"what": what, "who": transition.actor}
