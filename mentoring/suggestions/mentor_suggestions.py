"""Suggested mentors for one learner: loads the data that ``mentor_ranking`` ranks, in a fixed number of queries."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Profile, User, is_apart_from
from accounts.profiles.visibility import fields_shown, who_shows
from courses.models import ActionPlan
from library.vocabularies.models import Topic, TopicInterest
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.states import RequestState
from mentoring.suggestions.mentor_ranking import Mentee, MentorCandidate, rank

# A mentor who has such a request from this mentee, unanswered or declined, is not suggested.
_NOT_AGAIN = (RequestState.OPEN, RequestState.DECLINED)


@dataclass(frozen=True)
class SuggestedMentor:
    """A mentor to show, with the reasons."""

    profile: MentorProfile
    has_photo: bool
    reasons: tuple[str, ...]
    score: int


def suggest_for(user: User, *, now: dt.datetime, limit: int = 5) -> list[SuggestedMentor]:
    """Return the mentors that suit this learner best, in seven queries however many there are."""
    candidates = (
        MentorProfile.objects.with_free_place()
        .exclude(pk=user.pk)
        .exclude(is_apart_from(user))
        .with_people()
        .annotate(
            open_requests=Count(
                "user__mentoring_requests_got",
                filter=Q(user__mentoring_requests_got__state=RequestState.OPEN),
            )
        )
        .order_by("pk")
    )
    profiles = {profile.pk: profile for profile in candidates}
    if not profiles:
        return []
    mentee = _mentee(user, now)
    people = [profile.user for profile in profiles.values()]
    shown, zones = fields_shown(user, people), who_shows("time_zone", user, people)
    mentors = [
        _candidate(profile, shown[pk], now if pk in zones else None)
        for pk, profile in profiles.items()
    ]
    ranked = rank(mentee, mentors, limit=limit)
    return [
        SuggestedMentor(profiles[s.key], "photo" in shown[s.key], s.reasons, s.score)
        for s in ranked
    ]


def _mentee(user: User, now: dt.datetime) -> Mentee:
    profile = Profile.objects.select_related("organisation").get(user=user)
    planned = ActionPlan.objects.filter(owner=user, topics=OuterRef("pk"))
    followed = TopicInterest.objects.filter(user=user, topic=OuterRef("pk"))
    topics = list(
        Topic.objects.annotate(is_planned=Exists(planned), is_followed=Exists(followed)).filter(
            Q(is_planned=True) | Q(is_followed=True)
        )
    )
    # Those of ended matches, too: the two may ask for each other again, and nobody suggests it.
    matched = Match.objects.filter(mentee=user).values_list("mentor_id")
    asked = MentoringRequest.objects.filter(mentee=user, state__in=_NOT_AGAIN)
    return Mentee(
        key=user.pk,
        plan_topics={topic.pk: topic.label for topic in topics if topic.is_planned},
        interests={topic.pk: topic.label for topic in topics if topic.is_followed},
        place=profile.place,
        organisation_kind=profile.organisation.kind if profile.organisation else "",
        languages=tuple(profile.languages),
        utc_offset=_offset(user, now),
        not_again=frozenset(pk for (pk,) in matched.union(asked.values_list("mentor_id"))),
    )


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
