"""The history of requests, matches and sessions in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflow import history
from workflow.history import HistoryLine
from workflow.models import Transition

_MOVES: dict[str, StrOrPromise] = {
    "offer_again": _("Offered again"),
    "approve": _("Accepted as a mentor"),
    "close": _("Closed"),
    "find": _("Suitable mentor found"),
    "lose": _("The place was taken"),
    "accept": _("Accepted"),
    "decline": _("Declined"),
    "withdraw": _("Withdrawn"),
    "expire": _("Expired without an answer"),
    "revise": _("Agreement changed"),
    "activate": _("Both have signed"),
    "pause": _("Paused"),
    "resume": _("Continued"),
    "suspend": _("Paused by the institute"),
    "lift": _("Pause by the institute ended"),
    "lift_unsigned": _("Pause by the institute ended"),
    "end": _("Ended"),
    "reschedule": _("Moved"),
    "cancel": _("Cancelled"),
    "hold": _("Recorded as held"),
    "miss": _("Recorded as missed"),
}


def events_of(transitions: Iterable[Transition]) -> list[HistoryLine]:
    """Return the moves as lines of a timeline: when, what, by whom, and the note."""
    moves = list(transitions)
    for one in moves:
        if one.move == "end":
            # Why a mentoring ended is for the coordinator alone; earlier versions kept it here as well.
            one.note = ""
    return history.events_of(moves, _MOVES)
