"""Matches that a coordinator makes by hand: the same rules and the same locks as for a request and its acceptance."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from mentoring import kinds
from mentoring.actions.matches import end_match
from mentoring.actions.requests import accept_request, request_mentor, withdraw_for_another
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.models.matches import EndKind
from notifications.actions import notify


@transaction.atomic
def match_by_hand(
    *, mentor: User, mentee: User, reason: str, by: User, key: uuid.UUID, at: dt.datetime
) -> Match:
    """Match the two, who are both told the reason and still have to sign the agreement.

    What else the mentee asked is withdrawn; their open request to this mentor is accepted. Raises a
    ``RequestRefused`` where the mentor could not be asked.
    """
    MentorProfile.objects.select_for_update().get(pk=mentor.pk)
    request = _request(mentor=mentor, mentee=mentee, reason=reason, key=key, at=at)
    match = accept_request(request=request, by=by, note=reason, at=at)
    notify(
        recipients=[mentor],
        kind=kinds.MATCHED,
        key=f"mentoring.matched:{match.pk}",
        target=match,
        at=at,
        text=reason,
        who=mentee.full_name,
    )
    return match


@transaction.atomic
def match_again(
    *, match: Match, mentor: User, reason: str, by: User, key: uuid.UUID, at: dt.datetime
) -> Match:
    """End this match and match its mentee with another mentor; all three are told. Raises as ``match_by_hand``."""
    both = MentorProfile.objects.filter(pk__in=[match.mentor_id, mentor.pk])
    list(both.select_for_update().order_by("pk"))
    end_match(match=match, by=by, kind=EndKind.REASSIGNED, reason=reason, at=at)
    return match_by_hand(mentor=mentor, mentee=match.mentee, reason=reason, by=by, key=key, at=at)


def _request(
    *, mentor: User, mentee: User, reason: str, key: uuid.UUID, at: dt.datetime
) -> MentoringRequest:
    """Return the mentee's open request to this mentor, or make one in their name."""
    User.objects.select_for_update(no_key=True).get(pk=mentee.pk)
    open_ones = MentoringRequest.objects.open().filter(mentee=mentee).with_people().order_by("pk")
    asked = None
    for request in open_ones:
        if request.mentor_id == mentor.pk:
            asked = request
        else:
            withdraw_for_another(request, at=at)
    return asked or request_mentor(
        mentor=mentor,
        mentee=mentee,
        plan=None,
        message=reason,
        key=key,
        at=at,
        is_by_coordinator=True,
    )
