"""Capacity that counts when many come at once."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.actions.learning import enrol
from courses.actions.plans import start_plan
from courses.models import ActionPlan, Attempt, Enrolment, Lesson, Question
from courses.refusals import AttemptsUsedUp
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def together(work, times):
    """Run the work in so many threads, each with its own connection to the database."""

    def one(_number):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as pool:
        return list(pool.map(one, range(times)))


def test_eight_submits_of_a_quiz_for_three_attempts_give_three():
    enrolment = EnrolmentFactory(course=CourseFactory(texts=0, quiz=True))
    Lesson.objects.update(max_attempts=3)
    lesson, question = Lesson.objects.get(), Question.objects.get()
    wrong = {question.pk: [question.options.get(is_correct=False).pk]}

    def submit():
        try:
            submit_attempt(
                enrolment=enrolment,
                lesson=lesson,
                answers=wrong,
                key=uuid.uuid4(),
                at=timezone.now(),
            )
        except AttemptsUsedUp:
            return "refused"
        return "kept"

    assert Counter(together(submit, 8)) == {"kept": 3, "refused": 5}
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_one_person_enrolling_in_six_tabs_gets_one_place_and_one_plan():
    course, user = CourseFactory(plan=True), UserFactory()
    key = uuid.uuid4()

    def work():
        enrolment = enrol(user=user, course=course, at=timezone.now())
        plan = start_plan(owner=user, key=key, enrolment=enrolment, at=timezone.now())
        return enrolment.pk, plan.pk

    assert len(set(together(work, 6))) == 1
    assert [Enrolment.objects.count(), ActionPlan.objects.count()] == [1, 1]
