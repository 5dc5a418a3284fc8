"""Work that is handed in, and graded, by two at the same moment."""

import datetime as dt
import uuid

import pytest
from django.db.models import Count
from django.utils import timezone

from accounts.roles import Role
from core.forms.edit_conflicts import EditedElsewhere
from courses.actions.coursework.grading import Mark, accept_work, return_work
from courses.actions.coursework.handing_in import hand_in
from courses.actions.coursework.peer_reviews import (
    pass_on_reviewed_work,
    send_review,
    take_review,
)
from courses.models import Assignment, Criterion, HandIn, LessonCompletion
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


def test_nobody_is_reviewed_more_than_needed_and_nobody_waits_for_ever():
    course = AssignmentCourseFactory()
    lesson = assignment_lesson(course)
    Assignment.objects.filter(lesson=lesson).update(reviews_given=2, reviews_needed=2)
    places = [EnrolmentFactory(course=course) for _number in range(4)]
    for place in places:
        hand_in(enrolment=place, lesson=lesson, text="One", key=uuid.uuid4(), at=NOW)
    marks = {each.pk: Mark(4) for each in Criterion.objects.filter(lesson=lesson)}

    def review(place):
        taken = take_review(enrolment=place, lesson=lesson, at=NOW)
        return send_review(review=taken, marks=marks, feedback="Read.", at=NOW)

    def reviews(place):
        return [review(place), review(place)]

    at_once(*(lambda place=place: reviews(place) for place in places))

    works = HandIn.objects.annotate(reviews=Count("peer_reviews"))
    assert max(works.values_list("reviews", flat=True)) <= 2
    # Whose last turn fell to themselves is done by the facilitators, once the time is over.
    pass_on_reviewed_work(at=NOW + dt.timedelta(days=15))
    states = set(works.values_list("state", "is_with_peers"))
    assert states <= {("accepted", False), ("waiting", False)}
    assert ("accepted", False) in states
