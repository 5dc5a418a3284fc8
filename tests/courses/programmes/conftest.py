"""A programme of two required courses and an optional one."""

import pytest

from demo.factories.courses import CourseFactory, ProgrammeFactory


@pytest.fixture
def courses(db):
    return CourseFactory.create_batch(2, texts=1)


@pytest.fixture
def programme(courses):
    return ProgrammeFactory(courses=courses, optional=[CourseFactory(texts=1)])
