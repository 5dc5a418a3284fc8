"""Requests that nobody can answer any more, because their mentor stops."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring import kinds
from mentoring.models import MentoringRequest
from mentoring.states import REQUEST_FLOW
from mentoring.suggestions.mentor_suggestions import suggest_for
from notifications.actions import notify

_SUGGESTED = 3


@transaction.atomic
def decline_all_of(*, mentor: User, by: User | None, reason: str, at: dt.datetime) -> int:
    """Decline what waits for a mentor who stops, and tell each mentee who else fits; return how many waited."""
    waiting = MentoringRequest.objects.open().filter(mentor=mentor).with_people().order_by("pk")
    for request in waiting:
        REQUEST_FLOW.make("decline", request, actor=by, note=reason, at=at)
        request.answer, request.answered_at = reason, at
        request.save(update_fields=["answer", "answered_at"])
        notify(
            recipients=[request.mentee],
            kind=kinds.DECLINED,
            key=f"mentoring.declined:{request.pk}",
            target=request,
            at=at,
            text=f"{reason} {_next_step(request.mentee, at)}",
            who=request.mentor.full_name,
        )
    return len(waiting)


def _next_step(mentee: User, at: dt.datetime) -> str:
    """Say whom the mentee could ask now."""
    fitting = suggest_for(mentee, now=at, limit=_SUGGESTED)
    if not fitting:
        return _("You can ask another mentor now.")
    names = ", ".join(one.profile.user.full_name for one in fitting)
    return _("These mentors work on your topics or in your place: %(names)s.") % {"names": names}
