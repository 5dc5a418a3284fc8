"""Work that is handed in, and graded, by two at the same moment."""

import uuid

import pytest
from django.utils import timezone

from accounts.roles import Role
from core.forms.edit_conflicts import EditedElsewhere
from courses.actions.coursework.grading import Mark, accept_work, return_work
from courses.actions.coursework.handing_in import hand_in
from courses.models import Criterion, HandIn, LessonCompletion
from courses.refusals import CannotHandIn
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.coursework import AssignmentCourseFactory, HandInFactory, assignment_lesson
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
NOW = timezone.now()


def test_two_tabs_hand_in_once():
    course = AssignmentCourseFactory()
    enrolment, lesson = EnrolmentFactory(course=course), assignment_lesson(course)

    def send(text):
        return hand_in(
            enrolment=enrolment, lesson=lesson, text=text, edit_number=0, key=uuid.uuid4(), at=NOW
        )

    done = at_once(lambda: send("one"), lambda: send("two"), lambda: send("three"))

    kinds = [type(each) for each in done]
    assert (kinds.count(HandIn), kinds.count(CannotHandIn)) == (1, 2)
    assert HandIn.objects.count() == 1


def test_one_of_two_graders_decides_and_the_other_sees_it():
    work = HandInFactory()
    one, other = (
        work.enrolment.release.course.facilitators.get(),
        UserFactory(roles=[Role.FACILITATOR]),
    )
    marks = {each.pk: Mark(4) for each in Criterion.objects.all()}
    words = {"hand_in": work, "feedback": "Read.", "edit_number": 0, "at": NOW}

    done = at_once(
        lambda: accept_work(by=one, marks=marks, **words),
        lambda: return_work(by=other, marks={}, **words),
    )

    assert [type(each) for each in done].count(EditedElsewhere) == 1
    work.refresh_from_db()
    is_accepted = work.state == HandIn.State.ACCEPTED
    assert LessonCompletion.objects.exists() == is_accepted
    assert work.marks.count() == (2 if is_accepted else 0)
