"""A course with an assignment, and a learner in it."""

import pytest

from demo.factories.courses import EnrolmentFactory
from demo.factories.coursework import (
    AssignmentCourseFactory,
    assignment_lesson,
)
from tests.shared import shared


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@shared
def course():
    return AssignmentCourseFactory()


@shared
def place(course):
    return EnrolmentFactory(course=course), assignment_lesson(course)
