"""Every kind of news of mentoring, after each thing that can make it untrue: what is still mailed is said in a table."""

import datetime as dt

import pytest

from accounts.actions.blocking import block_person
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, SessionFactory
from mentoring.actions.matches import end_match, pause_match
from mentoring.actions.mentors import close_mentor_profile
from mentoring.actions.requests import decline_request, withdraw_request
from mentoring.actions.sessions import cancel_session
from mentoring.actions.suspending import suspend_match
from mentoring.models import (
    Feedback,
    Match,
    MentoringRequest,
    MentorProfile,
    Session,
    SessionSeries,
)
from mentoring.models.feedback import FeedbackStage
from notifications.conditions import MAY_OPEN
from notifications.kinds import all_kinds
from notifications.models import Notification
from tests.mentoring.booking import NOW
from tests.mentoring.series import plan
from tests.shared import shared

pytestmark = pytest.mark.django_db
KINDS = sorted(kind.name for kind in all_kinds() if kind.group == "mentoring")


class World:
    """A mentoring under way and a request that is open, with a notification of each kind about them."""

    def __init__(self, now):
        self.now = now
        self.match = MatchFactory()
        self.mentor, self.mentee = self.match.mentor, self.match.mentee
        self.session = SessionFactory(match=self.match, starts_at=now + dt.timedelta(days=3))
        self.series = plan(self.match, now - dt.timedelta(hours=1))
        self.request = MentoringRequestFactory(mentor=self.mentor, mentee=UserFactory())
        rows = {
            Match: (self.mentee, self.match),
            Session: (self.mentee, self.session),
            SessionSeries: (self.mentee, self.series),
            MentoringRequest: (self.mentor, self.request),
            MentorProfile: (self.request.mentee, self.mentor.mentor_profile),
            Feedback: (
                self.mentee,
                Feedback.objects.create(
                    match=self.match, author=self.mentee, stage=FeedbackStage.FIRST, asked_at=now
                ),
            ),
        }
        Notification.objects.all().delete()
        for name in KINDS:
            model = MAY_OPEN[name]().model
            if model in rows:
                reader, about = rows[model]
                Notification.objects.create(
                    recipient=reader, kind=name, key=name, title=name, address="/",
                    about=about.pk, created_at=now,
                )  # fmt: skip
        self.told = set(Notification.objects.values_list("pk", flat=True))
        self.mailed_before = self.mailed()

    def mailed(self):
        # As before mail leaves: the rules of other kinds take three times as long.
        rows = Notification.objects.filter(pk__in=self.told).worth_mailing(self.now, kinds=KINDS)
        return {name.partition(".")[2] for name in rows.values_list("kind", flat=True)}


WAYS = {
    "session cancelled": lambda one: cancel_session(session=one.session, by=one.mentor, at=one.now),
    "ended": lambda one: end_match(match=one.match, by=one.mentor, reason="x", at=one.now),
    "paused": lambda one: pause_match(match=one.match, by=one.mentor, at=one.now),
    "suspended": lambda one: suspend_match(match=one.match, at=one.now),
    "withdrawn": lambda one: withdraw_request(
        request=one.request, by=one.request.mentee, at=one.now
    ),
    "declined": lambda one: decline_request(request=one.request, by=one.mentor, at=one.now),
    "blocked": lambda one: block_person(blocker=one.mentor, blocked=one.request.mentee, at=one.now),
    "mentor stopped": lambda one: close_mentor_profile(
        profile=one.mentor.mentor_profile, by=one.mentor, at=one.now
    ),
}


SESSION_AHEAD = {"booked", "booked-by-you", "moved", "moved-by-you", "reminder"}
SERIES_AHEAD = {"series-booked", "series-booked-by-you", "series-moved", "series-moved-by-you"}
AHEAD = SESSION_AHEAD | SERIES_AHEAD
SESSION_OFF = {"cancelled", "called-off"}
OFF = SESSION_OFF | {"series-cancelled", "series-called-off"}
TO_ANSWER = {"asked", "nudged"}
# What is mailed no more after each, and what only is from then on.
CHANGES = {
    "session cancelled": (SESSION_AHEAD, SESSION_OFF),
    "ended": (
        AHEAD
        | {
            "accepted",
            "feedback-wanted",
            "matched",
            "mentor-matched",
            "resumed",
            "started",
            "suspension-lifted",
        },
        OFF,
    ),
    "paused": (AHEAD | {"resumed"}, OFF | {"paused"}),
    "suspended": (
        AHEAD | {"feedback-wanted", "resumed", "suspension-lifted"},
        OFF | {"suspended"},
    ),
    "withdrawn": (TO_ANSWER, {"withdrawn"}),
    "declined": (TO_ANSWER, set()),
    "blocked": (TO_ANSWER | {"suggested", "mentor-found"}, set()),
    "mentor stopped": (TO_ANSWER | {"suggested", "mentor-found"}, set()),
}


@shared
def world():
    return World(NOW)


@pytest.mark.parametrize("way", CHANGES)
def test_what_is_not_true_any_more_is_not_mailed(world, way):
    before = world.mailed_before

    WAYS[way](world)

    after = world.mailed()
    assert (before - after, after - before) == CHANGES[way]
    assert before >= AHEAD | TO_ANSWER
