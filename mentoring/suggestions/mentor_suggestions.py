"""Suggested mentors for one learner: loads the data that ``mentor_ranking`` ranks, in a fixed number of queries."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Profile, User, is_apart_from
from accounts.profiles.visibility import fields_shown, who_shows
from courses.models import ActionPlan
from library.vocabularies.models import Topic, TopicInterest
from mentoring.models import MentorProfile
from mentoring.models.mentors import MentorProfileQuerySet
from mentoring.suggestions.mentor_ranking import (
    Mentee,
    MentorCandidate,
    MentorSuggestion,
    rank,
    weigh,
)
from mentoring.suggestions.narrowing import narrowed, scored


@dataclass(frozen=True)
class SuggestedMentor:
    """A mentor to show, with what speaks for and against them."""

    profile: MentorProfile
    has_photo: bool
    reasons: tuple[str, ...]
    score: int
    against: tuple[str, ...] = ()
    fits: bool = False


def suggest_for(user: User, *, now: dt.datetime, limit: int = 5) -> list[SuggestedMentor]:
    """Return the mentors that suit this learner best, in five queries and at most a hundred rows of mentors."""
    mentee = _mentee(user, now)
    if not mentee.can_be_suggested_to:
        return []
    free = MentorProfile.objects.with_free_place().exclude(is_apart_from(user))
    mentors = narrowed(mentee, free.with_people())
    return _weighed(user, mentee, mentors, now, lambda *data: rank(*data, limit=limit))


def suggest_full(user: User, *, now: dt.datetime, limit: int = 5) -> list[SuggestedMentor]:
    """Return the mentors who would suit this learner best if they had one place more."""
    mentee = _mentee(user, now)
    if not mentee.can_be_suggested_to:
        return []
    full = MentorProfile.objects.full().exclude(is_apart_from(user))

    def order(learner: Mentee, candidates: Iterable[MentorCandidate]) -> list[MentorSuggestion]:
        return rank(learner, [replace(one, free_places=1) for one in candidates], limit=limit)

    return _weighed(user, mentee, narrowed(mentee, full.with_people()), now, order)


def mentors_to_ask(user: User, *, now: dt.datetime, limit: int = 10) -> QuerySet[Any]:
    """Describe the keys of mentors with a free place of whom we cannot tell whether they fit: they have told no topics, or no place."""
    mentee = _mentee(user, now)
    free = MentorProfile.objects.with_free_place().exclude(pk=user.pk).exclude(is_apart_from(user))
    unknown = Q(topics=None)
    if mentee.place.strip():
        unknown |= Q(user__profile__place="")
    mentors = scored(mentee, free).filter(unknown, not_again=False, subject=0)
    if mentee.languages:
        mentors = mentors.filter(Q(languages=[]) | Q(speaks=True))
    return mentors.order_by("user__full_name", "pk").values("pk")[:limit]


def weigh_for(
    user: User, mentors: MentorProfileQuerySet, *, now: dt.datetime, limit: int
) -> list[SuggestedMentor]:
    """Return these mentors whether they fit or not, with what speaks for and against each; the likeliest come first."""
    mentee = _mentee(user, now)
    apart = mentors.exclude(pk=user.pk).exclude(is_apart_from(user))
    others = scored(mentee, apart.with_people())
    likeliest = others.order_by("not_again", "-likely", "pk")[:limit]
    return _weighed(user, mentee, likeliest, now, weigh)


def _weighed(
    user: User,
    mentee: Mentee,
    mentors: QuerySet[Any],
    now: dt.datetime,
    order: Callable[[Mentee, Iterable[MentorCandidate]], list[MentorSuggestion]],
) -> list[SuggestedMentor]:
    profiles = {profile.pk: profile for profile in mentors}
    people = [profile.user for profile in profiles.values()]
    shown, zones = fields_shown(user, people), who_shows("time_zone", user, people)
    candidates = [
        _candidate(profile, shown[pk], now if pk in zones else None)
        for pk, profile in profiles.items()
    ]
    known = {pk for pk, profile in profiles.items() if profile.not_again}
    mentee = replace(mentee, not_again=frozenset(known))
    return [
        SuggestedMentor(
            profiles[one.key],
            "photo" in shown[one.key],
            one.reasons,
            one.score,
            one.against,
            one.fits,
        )
        for one in order(mentee, candidates)
    ]


def _mentee(user: User, now: dt.datetime) -> Mentee:
    profile = Profile.objects.select_related("organisation").get(user=user)
    planned = ActionPlan.objects.filter(owner=user, topics=OuterRef("pk"))
    followed = TopicInterest.objects.filter(user=user, topic=OuterRef("pk"))
    named = Topic.objects.annotate(is_planned=Exists(planned), is_followed=Exists(followed))
    topics = list(named.filter(Q(is_planned=True) | Q(is_followed=True)))
    return Mentee(
        key=user.pk,
        plan_topics={topic.pk: topic.label for topic in topics if topic.is_planned},
        interests={topic.pk: topic.label for topic in topics if topic.is_followed},
        near=_near(topics),
        place=profile.place,
        organisation_kind=profile.organisation.kind if profile.organisation else "",
        languages=tuple(profile.languages),
        utc_offset=_offset(user, now),
    )


def _near(topics: Sequence[Topic]) -> dict[int, frozenset[int]]:
    """Return the topics one level above and below each of these. One query, or none for no topics."""
    near: dict[int, set[int]] = defaultdict(set)
    for topic in topics:
        if topic.parent_id:
            near[topic.pk].add(topic.parent_id)
    children = Topic.objects.filter(parent__in=[topic.pk for topic in topics])
    for key, parent in children.values_list("pk", "parent_id"):
        near[parent].add(key)
    return {key: frozenset(others) for key, others in near.items()}


def _candidate(
    mentor: MentorProfile, shown: dict[str, Any], now: dt.datetime | None
) -> MentorCandidate:
    """Return the mentor as far as this viewer may know them: a reason must not reveal what the profile hides."""
    organisation = shown.get("organisation")
    return MentorCandidate(
        key=mentor.pk,
        name=mentor.user.full_name,
        topics={topic.pk: topic.label for topic in mentor.topics.all()},
        free_places=mentor.free_places,
        place=shown.get("place", ""),
        organisation_kind=organisation.kind if organisation else "",
        organisation_kind_label=organisation.get_kind_display() if organisation else "",
        languages=tuple(mentor.languages),
        utc_offset=_offset(mentor.user, now) if now else None,
        open_requests=mentor.open_requests,  # type: ignore[attr-defined]
    )


def _offset(user: User, now: dt.datetime) -> dt.timedelta:
    offset = now.astimezone(zoneinfo.ZoneInfo(user.time_zone)).utcoffset()
    return offset or dt.timedelta()
