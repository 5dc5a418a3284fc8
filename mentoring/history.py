"""The history of requests, matches and sessions in words."""

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.models import Transition

Event = tuple[dt.datetime, str, str]

_MOVES: dict[str, Promise] = {
    "offer_again": gettext_lazy("Offered again"),
    "approve": gettext_lazy("Accepted as a mentor"),
    "close": gettext_lazy("Closed"),
    "accept": gettext_lazy("Accepted"),
    "decline": gettext_lazy("Declined"),
    "withdraw": gettext_lazy("Withdrawn"),
    "expire": gettext_lazy("Expired without an answer"),
    "revise": gettext_lazy("Agreement changed"),
    "activate": gettext_lazy("Both have signed"),
    "pause": gettext_lazy("Paused"),
    "resume": gettext_lazy("Resumed"),
    "end": gettext_lazy("Ended"),
    "reschedule": gettext_lazy("Moved"),
    "cancel": gettext_lazy("Cancelled"),
    "hold": gettext_lazy("Recorded as held"),
    "miss": gettext_lazy("Recorded as missed"),
}


def events_of(transitions: Iterable[Transition]) -> list[Event]:
    """When, what and by whom, and the note; for the timeline of a page."""
    return [(one.at, _words(one), one.note) for one in transitions]


def _words(transition: Transition) -> str:
    what = str(_MOVES[transition.move])
    if transition.actor is None:
        return what
    return _("%(what)s, by %(who)s") % {"what": what, "who": transition.actor}
