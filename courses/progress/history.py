"""The history of an enrolment, in words."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.prepared import prepared
from courses.models import Enrolment, ExtraAttempts
from workflow.history import HistoryLine, events_of, moves_of

_MOVES: dict[str, StrOrPromise] = {
    "complete": _("Completed"),
    "leave": _("Left"),
    "move": _("Moved to a newer version"),
    "return": _("Re-enrolled"),
}


def enrolment_history(enrolment: Enrolment) -> list[HistoryLine]:
    """Return the history of the enrolment, oldest first.

    Two queries; one if the enrolment was loaded with ``has_extra_attempts``, and has none.
    """
    moves = events_of(moves_of(enrolment), _MOVES)
    given = [
        (
            one.given_at,
            _("More attempts at “%(quiz)s”, given by %(who)s")
            % {"quiz": one.lesson, "who": one.given_by},
            one.reason,
        )
        for one in (_given(enrolment) if getattr(enrolment, "has_extra_attempts", True) else [])
    ]
    return sorted([(enrolment.enrolled_at, str(_("Enrolled")), ""), *moves, *given], key=_moment)


def _moment(line: HistoryLine) -> dt.datetime:
    return line[0]


@prepared
def _given(enrolment: Enrolment) -> QuerySet[ExtraAttempts]:
    given = ExtraAttempts.objects.filter(enrolment=enrolment)
    return given.select_related("lesson", "given_by").order_by("given_at", "pk")
