"""Requests that nobody can answer any more: their mentor stops or is suspended, or a block stands between the two."""

import datetime as dt
from contextlib import suppress

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import Block, User
from mentoring import kinds
from mentoring.models import MentoringRequest, MentorProfile
from mentoring.states import REQUEST_FLOW
from mentoring.suggestions.mentor_suggestions import suggest_for
from notifications.actions import notify
from workflow.flows import TransitionNotAllowed

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


def decline_all_of_absent(*, at: dt.datetime) -> int:
    """Decline what waits for people who are no mentors any more, suspended ones as well; return how many waited.

    Nothing announces that an account is suspended. Repeats safely.
    """
    waiting = MentoringRequest.objects.open().filter(
        ~Q(mentor__in=MentorProfile.objects.approved().values("pk"))
    )
    absent = User.objects.filter(pk__in=waiting.values("mentor")).order_by("pk")
    reason = _("This mentor cannot answer.")
    return sum(decline_all_of(mentor=mentor, by=None, reason=reason, at=at) for mentor in absent)


def end_requests_between_blocked(*, at: dt.datetime) -> int:
    """End the open requests between people of whom one blocked the other; return how many. Repeats safely.

    Nobody is told. To the mentee whose mentor made the block it looks like any other refusal.
    """
    there = Q(mentor__blocks_made__blocked=F("mentee"))
    back = Q(mentee__blocks_made__blocked=F("mentor"))
    between = MentoringRequest.objects.open().filter(there | back).distinct()
    return sum(_end_quietly(request, at) for request in between.order_by("pk"))


@transaction.atomic
def _end_quietly(request: MentoringRequest, at: dt.datetime) -> int:
    by_mentor = Block.objects.filter(blocker=request.mentor_id, blocked=request.mentee_id).exists()
    with suppress(TransitionNotAllowed):  # answered or withdrawn since it was listed
        REQUEST_FLOW.make("decline" if by_mentor else "withdraw", request, actor=None, at=at)
        if by_mentor:
            request.answered_at = at
            request.save(update_fields=["answered_at"])
        return 1
    return 0


def _next_step(mentee: User, at: dt.datetime) -> str:
    """Say whom the mentee could ask now."""
    fitting = suggest_for(mentee, now=at, limit=_SUGGESTED)
    if not fitting:
        return _("You can ask another mentor now.")
    names = ", ".join(one.profile.user.full_name for one in fitting)
    return _("These mentors work on your topics or in your place: %(names)s.") % {"names": names}
