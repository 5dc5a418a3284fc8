"""A programme of two required courses and an optional one."""

from demo.factories.courses import CourseFactory, ProgrammeFactory
from tests.shared import shared


@shared
def courses():
    return CourseFactory.create_batch(2, texts=1)


@shared
def programme(courses):
    return ProgrammeFactory(courses=courses, optional=[CourseFactory(texts=1)])
