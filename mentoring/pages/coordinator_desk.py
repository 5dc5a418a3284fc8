"""The coordinator's desk: offers to decide on, requests that nobody answers, people without a mentor."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts.models import User
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.states import RequestState

SLOW = dt.timedelta(days=7)
# People whose request failed longer ago have probably found another way.
LOOKS_BACK = dt.timedelta(days=90)
SHOWN = 50

_IN_VAIN = (RequestState.DECLINED, RequestState.EXPIRED)


@dataclass(frozen=True)
class CoordinatorDesk:
    """The contents of the coordinator's desk."""

    offers: list[MentorProfile]
    slow: list[MentoringRequest]
    alone: list[User]
    full: int
    free_places: int


def coordinator_overview(*, now: dt.datetime) -> CoordinatorDesk:
    """Load the coordinator's desk in a fixed number of queries. Lists end after 50 people."""
    offers = MentorProfile.objects.waiting().with_people().order_by("offered_at", "pk")[:SHOWN]
    slow = (
        MentoringRequest.objects.unanswered_since(now - SLOW)
        .select_related("mentor", "mentee", "organisation")
        .order_by("created_at", "pk")[:SHOWN]
    )
    mentors = MentorProfile.objects.approved().values_list("capacity", "places_taken", "is_open")
    free = [capacity - taken for capacity, taken, is_open in mentors if is_open]
    return CoordinatorDesk(
        offers=list(offers),
        slow=list(slow),
        alone=list(without_a_mentor(now)[:SHOWN]),
        full=sum(1 for places in free if places == 0),
        free_places=sum(free),
    )


def without_a_mentor(now: dt.datetime) -> QuerySet[User]:
    """Return people who asked, got no mentor and wait for no answer; the longest waiting first."""
    mine = MentoringRequest.objects.filter(mentee=OuterRef("pk"))
    in_vain = mine.filter(state__in=_IN_VAIN, created_at__gte=now - LOOKS_BACK)
    return (
        User.objects.open()
        .filter(Exists(in_vain))
        .exclude(Exists(mine.open()))
        .exclude(Exists(Match.objects.filter(mentee=OuterRef("pk")).live()))
        .annotate(asked_at=Max("mentoring_requests_made__created_at"))
        .order_by("asked_at", "pk")
    )
