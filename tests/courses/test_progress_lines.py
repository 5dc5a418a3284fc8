"""The small lines of a learner's history."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from courses.models import Attempt, Lesson, LessonCompletion
from courses.progress.lines import line_of_attempts, line_of_progress
from demo.factories.courses import CourseFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)


def said(line):
    return re.search(r'aria-label="([^"]*)"', line)[1]


def heights(line):
    return [point.split(",")[1] for point in re.search(r'points="([^"]*)"', line)[1].split()]


def lessons_of(enrolment):
    return list(Lesson.objects.of(enrolment.release).in_order())


def test_progress_is_counted_by_the_end_of_each_week(django_assert_num_queries):
    now = timezone.now()
    enrolment = EnrolmentFactory(at=now - 4 * WEEK, course=CourseFactory(texts=3))
    for weeks, lesson in zip((3.5, 3.4, 0.5), lessons_of(enrolment), strict=True):
        at = now - weeks * WEEK
        LessonCompletion.objects.create(enrolment=enrolment, lesson=lesson, completed_at=at)

    with django_assert_num_queries(1):
        line = line_of_progress(enrolment, now=now)

    assert heights(line) == ["25.0", "10.3", "10.3", "10.3", "3.0"]
    assert said(line).endswith("from 0 to 3.")


def test_a_learner_who_did_nothing_has_no_line():
    assert line_of_progress(EnrolmentFactory(), now=timezone.now()) == ""


def test_a_long_history_shows_its_last_half_year():
    now = timezone.now()
    enrolment = EnrolmentFactory(at=now - 200 * WEEK)
    lesson = lessons_of(enrolment)[0]
    at = now - 100 * WEEK
    LessonCompletion.objects.create(enrolment=enrolment, lesson=lesson, completed_at=at)

    line = line_of_progress(enrolment, now=now)

    assert len(heights(line)) == 27
    assert said(line).endswith("from 1 to 1.")


def test_attempts_stand_in_their_order_and_one_alone_has_no_line():
    attempts = [Attempt(number=n, points=points, out_of=10) for n, points in ((2, 9), (1, 4))]

    assert said(line_of_attempts(attempts)) == "Results in per cent, attempt by attempt: 40, 90."
    assert line_of_attempts(attempts[:1]) == ""
