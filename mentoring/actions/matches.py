"""Moves of a match: pause, resume, end."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring import kinds
from mentoring.actions.feedback import ask_both
from mentoring.actions.mentors import close_mentor_profile
from mentoring.actions.requests import withdraw_request
from mentoring.actions.searches import close_searches_of
from mentoring.actions.session_news import cancel_coming_sessions
from mentoring.actions.unanswerable_requests import decline_all_of
from mentoring.models import FreeHours, Match, MentoringRequest, MentorProfile, PlaceAsk, ProfileAsk
from mentoring.models.feedback import FeedbackStage
from mentoring.models.matches import EndKind
from mentoring.participants import partner_of
from mentoring.states import (
    LIVE_STATES,
    MATCH_FLOW,
    MENTOR_FLOW,
    SEARCH_FLOW,
    MatchState,
    RequestState,
)
from notifications.actions import notify
from notifications.kinds import Kind
from workflow.flows import TransitionNotAllowed


@transaction.atomic
def pause_match(*, match: Match, by: User, at: dt.datetime, note: str = "") -> Match:
    """Pause the match and cancel coming sessions; the mentor's place stays taken. Raises ``TransitionNotAllowed``."""
    match = Match.objects.locked().get(pk=match.pk)
    _move("pause", match, by, at, note, kinds.PAUSED)
    cancel_coming_sessions(match, by=by, reason=_("Your mentoring is paused."), at=at)
    return match


def resume_match(*, match: Match, by: User, at: dt.datetime) -> Match:
    """Resume the match after a pause. Raises ``TransitionNotAllowed``."""
    return _move("resume", match, by, at, "", kinds.RESUMED)


@transaction.atomic
def _move(move: str, match: Match, by: User, at: dt.datetime, note: str, kind: Kind) -> Match:
    transition = MATCH_FLOW.make(move, match, actor=by, note=note, at=at)
    notify(
        recipients=[partner_of(match, by)],
        kind=kind,
        key=f"{kind.name}:{transition.pk}",
        target=match,
        at=at,
        text=note,
        who=by.full_name,
    )
    return match


@transaction.atomic
def end_match(
    *, match: Match, by: User, reason: str, at: dt.datetime, kind: str = EndKind.OTHER
) -> Match:
    """End the mentoring: the mentor's place is free again and coming sessions are cancelled.

    The other person is told of the end. The reason is for the coordinator alone, so that it can be said freely.
    Where both had signed, both are asked for feedback.
    Raises ``TransitionNotAllowed`` when it has ended already.
    """
    # The same order of locks as in ``accept_request``: first the mentor's profile, then the rest.
    MentorProfile.objects.select_for_update().get(pk=match.mentor_id)
    match = Match.objects.locked().get(pk=match.pk)
    if match.state == MatchState.ENDED:
        raise TransitionNotAllowed("end", match)
    match.ended_at = at
    match.end_kind, match.end_reason = kind, reason
    match.save(update_fields=["ended_at", "end_kind", "end_reason"])
    MATCH_FLOW.make("end", match, actor=by, at=at)
    MentorProfile.objects.filter(pk=match.mentor_id).update(places_taken=F("places_taken") - 1)
    both = (match.mentor, match.mentee)
    # A coordinator who ends it is neither of the two.
    cancel_coming_sessions(
        match, by=by if by in both else None, reason=_("Your mentoring has ended."), at=at
    )
    for reader in both:
        if reader != by:
            notify(
                recipients=[reader],
                kind=kinds.ENDED,
                key=f"mentoring.ended:{match.pk}",
                target=match,
                at=at,
                who=partner_of(match, reader).full_name,
            )
    if match.started_at:
        ask_both(match=match, stage=FeedbackStage.END, at=at)
    return match


@transaction.atomic
def leave_all_matches(*, user: User, at: dt.datetime) -> None:
    """Leave mentoring when an account is closed or its person asked for that. Repeats safely.

    Requests are withdrawn or declined, matches end with the reason, the mentor profile closes,
    free hours, what was asked about the profile and for one more place are forgotten.
    """
    reason = _("The account was closed.")
    profile = MentorProfile.objects.filter(user=user).first()
    if profile and "close" in MENTOR_FLOW.possible(profile.state):
        close_mentor_profile(profile=profile, by=None, note=reason, at=at)
    for request in MentoringRequest.objects.filter(mentee=user).open().with_people():
        withdraw_request(request=request, by=None, note=reason, at=at)
    decline_all_of(mentor=user, by=None, reason=reason, at=at)
    close_searches_of(mentee=user, at=at)
    FreeHours.objects.filter(user=user).delete()
    ProfileAsk.objects.filter(person=user).delete()
    PlaceAsk.objects.filter(mentor=user.pk).delete()
    for match in Match.objects.visible_to(user).live():
        end_match(match=match, by=user, kind=EndKind.CLOSED, reason=reason, at=at)


def close_for_closed_accounts(*, at: dt.datetime) -> int:
    """Leave mentoring for every account closed or about to be that still has an open part; return how many."""
    left = User.objects.gone().filter(
        Q(matches_as_mentor__state__in=LIVE_STATES)
        | Q(matches_as_mentee__state__in=LIVE_STATES)
        | Q(mentoring_requests_made__state=RequestState.OPEN)
        | Q(mentoring_requests_got__state=RequestState.OPEN)
        | Q(mentor_searches__state__in=SEARCH_FLOW.moves["close"].sources)
        | Q(free_hours__isnull=False)
        | Q(profile_asks__isnull=False)
        | Q(mentor_profile__state__in=MENTOR_FLOW.moves["close"].sources)
    )
    people = list(left.distinct().order_by("pk"))
    for user in people:
        leave_all_matches(user=user, at=at)
    return len(people)
