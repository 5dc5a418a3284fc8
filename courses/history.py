"""The history of an enrolment, in words."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from courses.models import Enrolment
from workflow.history import HistoryLine, events_of, moves_of

_MOVES: dict[str, StrOrPromise] = {
    "complete": _("Completed"),
    "leave": _("Left"),
    "return": _("Re-enrolled"),
}


def enrolment_history(enrolment: Enrolment) -> list[HistoryLine]:
    """Return the history of the enrolment, oldest first. One query."""
    moves = events_of(moves_of(enrolment), _MOVES)
    return [(enrolment.enrolled_at, str(_("Enrolled")), ""), *moves]
