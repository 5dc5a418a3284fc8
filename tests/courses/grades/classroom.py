"""A cohort with things to grade, and what its learners do in the tests of grades."""

import datetime as dt
import uuid

from django.utils import timezone

from courses.actions.releases import publish_release
from courses.models import Attempt, Cohort, Enrolment, Lesson
from courses.states import LessonKind
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, LessonFactory, QuestionFactory

NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=60)


def cohort_with(*kinds: LessonKind, **words) -> Cohort:
    """Return a cohort that began ten days ago, of a course with lessons of these kinds."""
    course = CourseFactory(is_published=False, texts=1, at=LONG_AGO)
    release = course.releases.get()
    module = release.modules.get()
    for number, kind in enumerate(kinds):
        lesson = LessonFactory(module=module, kind=kind, title=f"{kind.label} {number}")
        if kind == LessonKind.QUIZ:
            QuestionFactory(lesson=lesson)
        if kind == LessonKind.SURVEY:
            lesson.survey_questions.create(kind="text", prompt="And?", position=1)
    publish_release(release=release, by=course.facilitators.get(), at=LONG_AGO)
    course.refresh_from_db()
    day = NOW.date()
    return CohortFactory(
        course=course,
        at=LONG_AGO,
        starts_on=day - dt.timedelta(days=10),
        ends_on=day + dt.timedelta(days=30),
        opens_on=day - dt.timedelta(days=40),
        **words,
    )


def lessons_of(cohort: Cohort) -> list[Lesson]:
    graded = Lesson.objects.of(cohort.release).exclude(kind=LessonKind.TEXT)
    return list(graded.in_order())


def tried(place: Enrolment, lesson: Lesson, points: int, out_of: int, **words) -> Attempt:
    number = Attempt.objects.filter(enrolment=place, lesson=lesson).count() + 1
    given = {"number": number, "form_key": uuid.uuid4(), "submitted_at": NOW, "is_passed": False}
    return Attempt.objects.create(
        enrolment=place, lesson=lesson, points=points, out_of=out_of, **{**given, **words}
    )
