"""The history of an event in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflow import history
from workflow.history import HistoryLine
from workflow.models import Transition

_MOVES: dict[str, StrOrPromise] = {
    "publish": _("Published"),
    "unpublish": _("Made a draft again"),
    "change": _("Title or place changed"),
    "move": _("Moved"),
    "cancel": _("Cancelled"),
}


def history_of(transitions: Iterable[Transition]) -> list[HistoryLine]:
    """Return the moves as lines of a timeline: when, what, by whom, and the note."""
    return history.events_of(transitions, _MOVES)
