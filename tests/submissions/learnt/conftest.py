"""A published case study, and things under which what it teaches can be placed."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from courses.models import Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.recommendations import RecommendationFactory
from demo.factories.submissions import SubmissionFactory
from submissions.models import Submission
from submissions.states import SubmissionState
from tests.shared import shared


@shared
def editor():
    return UserFactory(full_name="Ines Editor", roles=[Role.EDITOR])


@pytest.fixture
def desk(editor) -> Client:
    """A browser in which the editor is signed in."""
    client = Client()
    client.force_login(editor)
    return client


@shared
def work(editor) -> Submission:
    return SubmissionFactory(
        title="Warmth without a form", state=SubmissionState.ACCEPTED, editor=editor
    )


@shared
def recommendation():
    return RecommendationFactory(reference="COLD-2020-A1", title="Warm homes for all")


@shared
def gap():
    return EvidenceGapFactory(title="Whether grants reach tenants")


@shared
def course():
    return CourseFactory(title="Homes and health", texts=1)


@shared
def lesson(course) -> Lesson:
    return lesson_of(course)


def lesson_of(course) -> Lesson:
    """Return the first lesson of the newest release."""
    release = course.releases.order_by("-number")[0]
    return Lesson.objects.of(release).in_order().select_related("module__release__course").first()


@pytest.fixture
def newest_lesson():
    return lesson_of


@pytest.fixture
def signed_in():
    """Make a browser in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
