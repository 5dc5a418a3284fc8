"""The mentoring part of the personal data export."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from mentoring.booking.free_hours import hours_of, write_week
from mentoring.models import (
    AgreementTerms,
    Feedback,
    Goal,
    Match,
    MentoringRequest,
    MentorProfile,
    MentorSearch,
    Note,
    PlaceAsk,
    ProfileAsk,
    Session,
    Signature,
)
from mentoring.models.agreements import TERMS
from mentoring.models.feedback import SCORES, FeedbackStage
from workflow.models import Transition


@export_part("mentoring")
def mentoring_of(user: User) -> DataPart:
    """Return profile, requests, matches and what was written in them; private notes only of their author."""
    ended_by_me = _ended_by(user)
    return DataPart(
        data={
            "mentor_profile": _profile(user),
            "free_hours": write_week(hours_of([user])[user.pk]),
            "requests": _requests(user),
            "searches_for_a_mentor": list(
                MentorSearch.objects.filter(mentee=user)
                .order_by("opened_at", "pk")
                .values("words", "state", "opened_at")
            ),
            "asked_to_fill_in_profile": list(
                ProfileAsk.objects.latest_of(user).values_list("asked_at", flat=True)
            ),
            "asked_for_one_more_place": list(
                PlaceAsk.objects.filter(mentor=user.pk)
                .order_by("-asked_at", "-pk")
                .values_list("asked_at", flat=True)
            ),
            "matches": [_match(match, user, ended_by_me) for match in _matches(user)],
        }
    )


def _profile(user: User) -> dict[str, Any] | None:
    profile = MentorProfile.objects.filter(user=user).prefetch_related("topics").first()
    if profile is None:
        return None
    return {
        "headline": profile.headline,
        "about": profile.about,
        "topics": sorted(topic.label for topic in profile.topics.all()),
        "languages": profile.languages,
        "places": profile.capacity,
        "open": profile.is_open,
        "state": profile.state,
        "offered_at": profile.offered_at,
    }


def _requests(user: User) -> list[dict[str, Any]]:
    requests = MentoringRequest.objects.visible_to(user).with_people().order_by("created_at", "pk")
    return [
        {
            "mentor": request.mentor.full_name,
            "mentee": request.mentee.full_name,
            "on_behalf_of": request.organisation.name if request.organisation else None,
            "plan": str(request.plan) if request.plan else None,
            "message": request.message,
            "answer": request.answer,
            "state": request.state,
            "asked_at": request.created_at,
            "answered_at": request.answered_at,
        }
        for request in requests
    ]


def _matches(user: User) -> list[Match]:
    matches = Match.objects.visible_to(user).select_related("mentor", "mentee", "organisation")
    return list(matches.order_by("made_at", "pk"))


def _ended_by(user: User) -> set[int]:
    kind = ContentType.objects.get_for_model(Match)
    ends = Transition.objects.filter(content_type=kind, move="end", actor=user)
    return set(ends.values_list("object_id", flat=True))


def _match(match: Match, user: User, ended_by_me: set[int]) -> dict[str, Any]:
    mine = Q(match=match)
    return {
        "mentor": match.mentor.full_name,
        "mentee": match.mentee.full_name,
        "on_behalf_of": match.organisation.name if match.organisation else None,
        "state": match.state,
        "made_at": match.made_at,
        "started_at": match.started_at,
        "ended_at": match.ended_at,
        "progress_shared_at": match.progress_shared_at,
        # The words of the other one are for the coordinator alone.
        "why_i_ended_it": match.end_reason if match.pk in ended_by_me else None,
        "agreement": match.agreement,
        "agreement_fields": AgreementTerms.objects.filter(mine).values(*TERMS).first(),
        "signatures": list(
            Signature.objects.filter(mine, user=user)
            .order_by("signed_at", "pk")
            .values("text", "text_hash", "signed_at", "voided_at")
        ),
        "goals": list(
            Goal.objects.filter(mine)
            .order_by("pk")
            .values("text", "measure", "due_on", "state", "settled_on")
        ),
        "sessions": list(
            Session.objects.filter(mine)
            .order_by("starts_at", "pk")
            .values(
                *("starts_at", "time_zone", "minutes", "place_or_link", "state", "summary"),
                "series__rhythm",
            )
        ),
        "notes": list(
            Note.objects.visible_to(user)
            .filter(mine)
            .order_by("created_at", "pk")
            .values("author__full_name", "is_private", "body", "created_at", "changed_at")
        ),
        "feedback": list(
            Feedback.objects.filter(mine)
            .filter(Q(author=user) | Q(stage=FeedbackStage.SHARED))
            .exclude(given_at=None)
            .order_by("given_at", "pk")
            .values("author__full_name", "stage", *SCORES, "text", "given_at")
        ),
    }
