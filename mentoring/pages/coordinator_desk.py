"""The coordinator's desk: offers to decide on, requests that nobody answers, people without a mentor."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from accounts.models import User
from mentoring.models import Match, MentoringRequest, MentorProfile, MentorSearch
from mentoring.pages.all_matches import all_matches
from mentoring.states import MatchState, MentorState, RequestState
from mentoring.suggestions.profile_gaps import lacking, with_gaps

SLOW = dt.timedelta(days=7)
# People whose request failed longer ago have probably found another way.
LOOKS_BACK = dt.timedelta(days=90)

_IN_VAIN = (RequestState.DECLINED, RequestState.EXPIRED)


@dataclass(frozen=True)
class CoordinatorDesk:
    """The contents of the coordinator's desk."""

    offers: QuerySet[MentorProfile]
    slow: QuerySet[MentoringRequest]
    alone: QuerySet[User]
    nobody: QuerySet[MentorSearch]
    matches: QuerySet[Match]
    profiles: QuerySet[User]
    full: int
    free_places: int

    @property
    def lists(self) -> dict[str, QuerySet[Any]]:
        """Return the lists of the page by their names."""
        return {
            "offers": self.offers,
            "slow": self.slow,
            "alone": self.alone,
            "nobody": self.nobody,
            "matches": self.matches,
            "profiles": self.profiles,
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count the people of each list."""
        return {name: people.count() for name, people in self.lists.items()}

    @property
    def first_with_work(self) -> str:
        """Return the name of the first list that is not empty, or of the first of all."""
        return next((name for name, count in self.counts.items() if count), "offers")


def coordinator_overview(*, now: dt.datetime) -> CoordinatorDesk:
    """Find what is on the coordinator's desk, what waits longest first."""
    mentors = MentorProfile.objects.approved().values_list("capacity", "places_taken", "is_open")
    free = [capacity - taken for capacity, taken, is_open in mentors if is_open]
    return CoordinatorDesk(
        offers=MentorProfile.objects.waiting().with_people().order_by("offered_at", "pk"),
        slow=MentoringRequest.objects.unanswered_since(now - SLOW)
        .select_related("mentor", "mentee", "organisation")
        .order_by("created_at", "pk"),
        alone=without_a_mentor(now),
        nobody=MentorSearch.objects.live()
        .filter(mentee__is_active=True)
        .select_related("mentee")
        .order_by("opened_at", "pk"),
        matches=all_matches(now),
        profiles=profiles_to_fill_in(now),
        full=sum(1 for places in free if places == 0),
        free_places=sum(free),
    )


def profiles_to_fill_in(now: dt.datetime) -> QuerySet[User]:
    """Return mentors, and people who look for one, from whose profile something is missing, as ``with_gaps`` says."""
    mentors = MentorProfile.objects.approved().filter(is_open=True)
    searches = MentorSearch.objects.live().filter(mentee=OuterRef("pk"))
    asks = MentoringRequest.objects.open().filter(mentee=OuterRef("pk"))
    seeking = without_a_mentor(now).order_by().values("pk")
    people = User.objects.open().filter(
        Q(pk__in=mentors.values("pk")) | Q(pk__in=seeking) | Exists(searches) | Exists(asks)
    )
    return lacking(with_gaps(people)).order_by("full_name", "pk")


def without_a_mentor(now: dt.datetime) -> QuerySet[User]:
    """Return people who asked, got no mentor and wait for no answer, and those whose mentor left or is suspended.

    The longest waiting come first; those for whom the search goes on stand in a list of their own.
    """
    mine = MentoringRequest.objects.filter(mentee=OuterRef("pk"))
    in_vain = mine.filter(state__in=_IN_VAIN, created_at__gte=now - LOOKS_BACK)
    ended = Match.objects.filter(mentee=OuterRef("pk"), state=MatchState.ENDED)
    mentor_left = Q(mentor__is_active=False) | Q(mentor__mentor_profile__state=MentorState.CLOSED)
    orphaned = ended.filter(mentor_left, ended_at__gte=now - LOOKS_BACK)
    live = Match.objects.filter(mentee=OuterRef("pk")).live()
    return (
        User.objects.open()
        .filter(Exists(in_vain) | Exists(orphaned) | Exists(live.filter(mentor__is_active=False)))
        .exclude(Exists(mine.open()))
        .exclude(Exists(MentorSearch.objects.live().filter(mentee=OuterRef("pk"))))
        .exclude(Exists(live.filter(mentor__is_active=True)))
        .annotate(asked_at=Max("mentoring_requests_made__created_at"))
        .order_by("asked_at", "pk")
    )
