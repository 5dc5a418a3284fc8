"""What the tests of mentoring start from."""

import datetime as dt
import uuid

import pytest

from courses.actions.plans import finish_plan, save_plan, start_plan
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from tests.mentoring.booking import NOW
from tests.shared import shared


@pytest.fixture
def now():
    return NOW


@shared
def mentor():
    return MentorProfileFactory(user__full_name="Mary Mentor", capacity=2).user


@shared
def mentee():
    return UserFactory(full_name="Eva Mentee")


@pytest.fixture
def make_plan(db):
    """Write an action plan; ``finished_at`` finishes it."""

    def make(owner, *, topics=(), finished_at=None, review_on=dt.date(2026, 6, 1)):
        at = finished_at or NOW
        plan = start_plan(owner=owner, key=uuid.uuid4(), at=at, title="Warm homes first")
        plan = save_plan(
            plan=plan,
            at=at,
            topics=topics,
            place="Leeds",
            group="Families in cold homes",
            inequality="Cold homes are three times as common in the poorest tenth.",
            trial="Visit two hundred homes before winter",
            partners="the housing team",
            measure="Share of homes below 18 degrees",
            review_on=review_on,
        )
        if finished_at:
            plan = finish_plan(plan=plan, by=owner, at=finished_at)
        return plan

    return make


@shared
def far_match():
    """Two who live in different time zones."""
    mentor = MentorProfileFactory(
        user__full_name="Mary Mentor", user__time_zone="Asia/Kolkata"
    ).user
    mentee = UserFactory(full_name="Eva, Mentee", time_zone="America/New_York")
    return MatchFactory(mentor=mentor, mentee=mentee)
