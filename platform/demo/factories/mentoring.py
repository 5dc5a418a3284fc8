"""Made-up mentors, requests and matches for tests and for the demo.

The factories make valid rows in any state; places are counted as the actions would count them.
"""

import datetime as dt
from typing import Any

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.accounts import UserFactory
from library.vocabularies.models import Topic
from mentoring.agreement_text import render_agreement
from mentoring.models import (
    Feedback,
    Goal,
    Match,
    MentoringRequest,
    MentorProfile,
    Note,
    Session,
    Signature,
)
from mentoring.models.feedback import FeedbackStage
from mentoring.models.requests import ANSWER_WITHIN
from mentoring.states import LIVE_STATES, MatchState, MentorState, RequestState


class MentorProfileFactory(DjangoModelFactory):
    """An approved mentor with places. ``MentorProfileFactory(topics=[…])`` names their topics."""

    class Meta:
        model = MentorProfile
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    headline = factory.Sequence(lambda n: f"Health equity in practice {n}")
    about = "I worked for ten years on local plans."
    about_html = "<p>I worked for ten years on local plans.</p>"
    languages = factory.LazyFunction(lambda: ["English"])
    capacity = 5
    state = MentorState.APPROVED

    @factory.post_generation
    def topics(self, create: bool, extracted: list[Topic] | None, **_: Any) -> None:
        self.topics.set(extracted or [])


class MentoringRequestFactory(DjangoModelFactory):
    """A request to an approved mentor. ``mentor`` and ``mentee`` are users."""

    class Meta:
        model = MentoringRequest

    mentor = factory.LazyFunction(lambda: MentorProfileFactory().user)
    mentee = factory.SubFactory(UserFactory)
    message = "I would like to reduce missed appointments in our poorest wards."
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.created_at + ANSWER_WITHIN)


class MatchFactory(DjangoModelFactory):
    """A match with its accepted request. An active one is signed by both."""

    class Meta:
        model = Match
        skip_postgeneration_save = True

    class Params:
        plan = None

    mentor = factory.LazyFunction(lambda: MentorProfileFactory().user)
    mentee = factory.SubFactory(UserFactory)
    request = factory.LazyAttribute(
        lambda row: MentoringRequestFactory(
            mentor=row.mentor,
            mentee=row.mentee,
            plan=row.plan,
            organisation=getattr(row, "organisation", None),
            state=RequestState.ACCEPTED,
        )
    )
    agreement = "We meet once a month."
    agreement_html = factory.LazyAttribute(lambda row: render_agreement(row.agreement))
    state = MatchState.ACTIVE
    made_at = factory.LazyFunction(timezone.now)
    started_at = factory.LazyAttribute(
        lambda row: None if row.state == MatchState.SIGNING else row.made_at
    )
    ended_at = factory.LazyAttribute(
        lambda row: row.made_at if row.state == MatchState.ENDED else None
    )

    @factory.post_generation
    def consequences(self, create: bool, extracted: object, **_: Any) -> None:
        """Take a place of the mentor, and sign what is under way."""
        if self.state in LIVE_STATES:
            MentorProfile.objects.filter(pk=self.mentor_id).update(
                places_taken=F("places_taken") + 1
            )
        if self.state != MatchState.SIGNING:
            for user in (self.mentor, self.mentee):
                SignatureFactory(match=self, user=user)


class SignatureFactory(DjangoModelFactory):
    class Meta:
        model = Signature

    match = factory.SubFactory(MatchFactory, state=MatchState.SIGNING)
    user = factory.LazyAttribute(lambda row: row.match.mentor)
    text = factory.LazyAttribute(lambda row: row.match.agreement)
    text_hash = factory.LazyAttribute(lambda row: row.match.agreement_hash)
    signed_at = factory.LazyAttribute(lambda row: row.match.made_at)


class FeedbackFactory(DjangoModelFactory):
    """Feedback that was asked for after the first session, and given."""

    class Meta:
        model = Feedback

    match = factory.SubFactory(MatchFactory)
    author = factory.LazyAttribute(lambda row: row.match.mentee)
    stage = FeedbackStage.FIRST
    asked_at = factory.LazyFunction(timezone.now)
    given_at = factory.LazyAttribute(lambda row: row.asked_at)
    useful = 4
    openness = 5
    progress = 3


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    match = factory.SubFactory(MatchFactory)
    text = factory.Sequence(lambda n: f"Goal {n}")


class SessionFactory(DjangoModelFactory):
    """A booked session of an active match, tomorrow by default."""

    class Meta:
        model = Session

    match = factory.SubFactory(MatchFactory)
    booked_by = factory.LazyAttribute(lambda row: row.match.mentor)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=1))
    minutes = 60
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + dt.timedelta(minutes=row.minutes))
    time_zone = "Europe/London"
    place_or_link = "https://meet.example.org/room"


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = Note

    match = factory.SubFactory(MatchFactory)
    author = factory.LazyAttribute(lambda row: row.match.mentor)
    body = "A note."
    body_html = "<p>A note.</p>"
