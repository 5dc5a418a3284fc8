"""The front page of mentoring for a member."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from accounts.models import User
from mentoring.models import Match, MentoringRequest, MentorProfile, MentorSearch, Session
from mentoring.states import RequestState
from mentoring.suggestions.mentor_suggestions import SuggestedMentor, suggest_for

_SHOWN = (RequestState.OPEN, RequestState.DECLINED, RequestState.EXPIRED)
_RECENT = dt.timedelta(days=60)


@dataclass(frozen=True)
class MentoringOverview:
    """A member's mentoring: as mentor, as mentee, and what they could do next."""

    profile: MentorProfile | None
    as_mentee: list[Match]
    as_mentor: list[Match]
    past: list[Match]
    requests_made: list[MentoringRequest]
    requests_got: list[MentoringRequest]
    suggestions: list[SuggestedMentor]
    search: MentorSearch | None

    @property
    def takes_part(self) -> bool:
        """Tell whether the person has mentoring or requests, and need not be told what mentoring is."""
        return any((self.as_mentee, self.as_mentor, self.requests_got, self.requests_made))


def overview_of(user: User, *, now: dt.datetime) -> MentoringOverview:
    """Load the overview in nine queries, however much there is."""
    matches = _matches(user, now)
    requests = _requests(user, now)
    live = [match for match in matches if match.is_live]
    return MentoringOverview(
        profile=MentorProfile.objects.filter(user=user).first(),
        as_mentee=[match for match in live if match.mentee_id == user.pk],
        as_mentor=[match for match in live if match.mentor_id == user.pk],
        past=[match for match in matches if not match.is_live],
        requests_made=[request for request in requests if request.mentee_id == user.pk],
        requests_got=[
            request
            for request in requests
            if request.mentor_id == user.pk and request.state == RequestState.OPEN
        ],
        suggestions=suggest_for(user, now=now, limit=3),
        search=MentorSearch.objects.live().filter(mentee=user).first(),
    )


def _matches(user: User, now: dt.datetime) -> list[Match]:
    upcoming = Session.objects.filter(match=OuterRef("pk")).upcoming(now).order_by("starts_at")
    return list(
        Match.objects.visible_to(user)
        .select_related("mentor__profile", "mentee__profile", "organisation")
        .annotate(next_session_at=Subquery(upcoming.values("starts_at")[:1]))
        .order_by("-made_at", "-pk")
    )


def _requests(user: User, now: dt.datetime) -> list[MentoringRequest]:
    """Load the recent requests: those that wait, and those that were answered."""
    return list(
        MentoringRequest.objects.visible_to(user)
        .filter(state__in=_SHOWN, created_at__gte=now - _RECENT)
        .select_related("mentor__profile", "mentee__profile", "organisation")
        .order_by("-created_at", "-pk")
    )
