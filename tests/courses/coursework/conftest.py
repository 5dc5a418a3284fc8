"""A course with an assignment, and a learner in it."""

import pytest

from demo.factories.courses import EnrolmentFactory
from demo.factories.coursework import (
    AssignmentCourseFactory,
    assignment_lesson,
)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def course():
    return AssignmentCourseFactory()


@pytest.fixture
def place(course):
    return EnrolmentFactory(course=course), assignment_lesson(course)
