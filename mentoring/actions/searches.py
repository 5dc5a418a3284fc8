"""Searches for a mentor: opened where nobody fits, looked at again by themselves, closed."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from mentoring import kinds
from mentoring.models import MentorProfile, MentorSearch, PlaceAsk
from mentoring.models.mentors import STAFF_ROLES
from mentoring.states import SEARCH_FLOW, SearchState
from mentoring.suggestions.mentor_suggestions import suggest_for
from notifications.actions import notify


@transaction.atomic
def open_search(
    *, mentee: User, by: User, words: str, mentors: Iterable[MentorProfile], at: dt.datetime
) -> MentorSearch:
    """Tell a learner that nobody fits yet and that the search goes on, and ask full mentors for one more place.

    A second call while the search is live returns the first one. The mentors are not told who is looking; each is
    asked at most once in 14 days.
    """
    # Coordinators who search for two learners at once wait for each other, so that no mentor is asked twice. The
    # same order of locks as where a request is accepted: the mentors' profiles, then the learner.
    locked = MentorProfile.objects.select_for_update(of=("self",)).select_related("user")
    asked = list(locked.filter(pk__in=[profile.pk for profile in mentors]).order_by("pk"))
    mentee = User.objects.select_for_update(no_key=True).get(pk=mentee.pk)
    live = MentorSearch.objects.live().filter(mentee=mentee).first()
    if live:
        return live
    search = MentorSearch.objects.create(mentee=mentee, opened_by=by, words=words, opened_at=at)
    notify(
        recipients=[mentee],
        kind=kinds.SEARCHING,
        key=f"mentoring.searching:{search.pk}",
        target=search,
        at=at,
        text=words,
    )
    for profile in asked:
        _ask_for_a_place(profile, search, at)
    return search


def _ask_for_a_place(profile: MentorProfile, search: MentorSearch, at: dt.datetime) -> None:
    if PlaceAsk.objects.filter(mentor=profile).lately(at).exists():
        return
    ask = PlaceAsk.objects.create(mentor=profile, search=search, asked_at=at)
    notify(
        recipients=[profile.user],
        kind=kinds.PLACE_WANTED,
        key=f"mentoring.place-wanted:{ask.pk}",
        target=profile,
        at=at,
    )


@transaction.atomic
def close_search(*, search: MentorSearch, by: User | None, at: dt.datetime) -> MentorSearch:
    """Close the search and erase the coordinator's words. Raises ``TransitionNotAllowed`` once closed."""
    SEARCH_FLOW.make("close", search, actor=by, at=at)
    search.words = ""
    search.save(update_fields=["words"])
    return search


def close_searches_of(*, mentee: User, at: dt.datetime) -> None:
    """Close what is searched for somebody who found a mentor or left. Repeats safely."""
    for search in MentorSearch.objects.live().filter(mentee=mentee):
        close_search(search=search, by=None, at=at)


def look_again(*, at: dt.datetime) -> int:
    """Look for each learner whether a mentor with a free place fits now; return for how many one was found.

    Learner and coordinators are told. Where the place is gone again, the search goes on. Repeats safely.
    """
    live = MentorSearch.objects.live().filter(mentee__is_active=True)
    searches = list(live.select_related("mentee").order_by("opened_at", "pk"))
    return sum(_look_again(search, at) for search in searches)


@transaction.atomic
def _look_again(search: MentorSearch, at: dt.datetime) -> int:
    search = MentorSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
    fitting = suggest_for(search.mentee, now=at, limit=1)
    if search.state == SearchState.FOUND and not fitting:
        SEARCH_FLOW.make("lose", search, actor=None, at=at)
    if search.state != SearchState.OPEN or not fitting:
        return 0
    found = SEARCH_FLOW.make("find", search, actor=None, at=at)
    profile = fitting[0].profile
    notify(
        recipients=[search.mentee],
        kind=kinds.MENTOR_FOUND,
        key=f"mentoring.mentor-found:{found.pk}",
        target=profile,
        at=at,
        who=profile.user.full_name,
    )
    notify(
        recipients=User.objects.open().filter(groups__name__in=STAFF_ROLES).distinct(),
        kind=kinds.SEARCH_FOUND,
        key=f"mentoring.search-found:{found.pk}",
        target=search,
        at=at,
        who=search.mentee.full_name,
    )
    return 1
