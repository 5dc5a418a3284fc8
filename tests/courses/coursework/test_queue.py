"""Work to grade: whose it is, what moves with its learner, and how a queue of it is worked through."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from courses.actions.coursework.handing_in import checked_file, hand_in, save_draft
from courses.actions.learning import enrol, leave_all_courses, leave_course
from courses.actions.moving import move_to_newest_release
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import work_to_grade
from courses.digests import to_grade
from courses.models import (
    AssignmentDraft,
    Criterion,
    CriterionMark,
    HandIn,
    HandInFile,
    LessonCompletion,
)
from courses.refusals import (
    CannotHandIn,
    NotLearning,
)
from demo.factories.accounts import UserFactory
from demo.factories.coursework import (
    AssignmentCourseFactory,
    HandInFactory,
    assignment_lesson,
)
from notifications.digest.sections import Reader
from tests.courses.coursework.work import NOW, accept, grader_of, marks_of, send_back, upload

pytestmark = pytest.mark.django_db


def test_whoever_moved_on_completes_the_lesson_where_they_are(place):
    enrolment, lesson = place
    course = enrolment.release.course
    work = hand_in(enrolment=enrolment, lesson=lesson, text="It", key=uuid.uuid4(), at=NOW)
    draft = begin_draft(course=course, at=NOW)
    publish_release(release=draft, by=grader_of(course), at=NOW)
    new = move_to_newest_release(enrolment=enrolment, at=NOW)
    newer = assignment_lesson(course)
    assert Criterion.objects.filter(lesson=newer).count() == 2
    with pytest.raises(CannotHandIn):
        hand_in(enrolment=new, lesson=newer, text="Again", key=uuid.uuid4(), at=NOW)

    accept(work)

    done = LessonCompletion.objects.get()
    assert (done.enrolment, done.lesson) == (new, newer)
    work.refresh_from_db()
    assert (work.enrolment, work.lesson) == (enrolment, lesson)


def test_whoever_left_is_in_no_queue_and_comes_back_to_their_work(place):
    enrolment, lesson = place
    work = hand_in(enrolment=enrolment, lesson=lesson, text="It", key=uuid.uuid4(), at=NOW)
    grader = grader_of(enrolment.release.course)
    leave_course(enrolment=enrolment, by=enrolment.user, at=NOW)

    assert not HandIn.objects.gradable_by(grader).waiting().exists()
    with pytest.raises(NotLearning):
        save_draft(enrolment=enrolment, lesson=lesson, text="More", at=NOW)
    enrol(user=enrolment.user, course=enrolment.release.course, at=NOW)
    assert HandIn.objects.gradable_by(grader).waiting().get() == work


def test_work_waits_on_home_and_in_the_summary_of_graders(course):
    grader, other = grader_of(course), grader_of(AssignmentCourseFactory())
    everybody = UserFactory(roles=[Role.ADMINISTRATOR])
    HandInFactory(course=course)
    HandInFactory(course=course)
    HandInFactory(course=course, user=grader)
    since = NOW - dt.timedelta(days=7)
    people = User.objects.with_roles().filter(pk__in=[grader.pk, other.pk, everybody.pk])
    readers = [Reader(user, since, NOW) for user in people]

    told = {pk: [line.title for line in lines] for pk, lines in to_grade(readers).items()}

    title = f"%s pieces of work to grade in “{course}”"
    assert told == {grader.pk: [title % 2], other.pk: [], everybody.pk: [title % 3]}
    assert [thing.title for thing in work_to_grade(grader, NOW)] == [title % 2]
    assert work_to_grade(UserFactory(), NOW) == []


def test_much_work_is_returned_at_once_and_what_was_graded_meanwhile_is_left_out(course, client):
    works = [HandInFactory(course=course) for _number in range(3)]
    elsewhere = HandInFactory()
    client.force_login(grader_of(course))
    ticked = {"chosen": [work.pk for work in (*works, elsewhere)]}
    page = client.get(reverse("courses:grading_return"), ticked).content.decode()
    assert page.count("Who is heard</li>") == 3
    accept(works[0])

    keys = ",".join(str(pk) for pk in ticked["chosen"])
    answer = client.post(
        reverse("courses:grading_return"), {"chosen": keys, "feedback": "See page 3."}, follow=True
    )

    assert "2 pieces of work returned" in answer.content.decode()
    states = [HandIn.objects.get(pk=work.pk).state for work in (*works, elsewhere)]
    assert states == ["accepted", "returned", "returned", "waiting"]


def test_a_closed_account_leaves_that_it_was_handed_in_and_no_word(place):
    enrolment, lesson = place
    words = {"enrolment": enrolment, "lesson": lesson, "file": checked_file(upload())}
    work = hand_in(text="Mine", key=uuid.uuid4(), at=NOW, **words)
    send_back(work, marks=marks_of(work, words="Here"))
    mine = personal_data_of(enrolment.user)["courses"]
    assert mine.data["enrolments"][0]["work_handed_in"][0]["text"] == "Mine"
    assert len(list(mine.files)) == 1

    leave_all_courses(user=enrolment.user, at=NOW)

    work.refresh_from_db()
    assert (work.text, work.feedback, work.state) == ("", "", "returned")
    assert not HandInFile.objects.exists()
    assert not AssignmentDraft.objects.exists()
    assert set(CriterionMark.objects.values_list("words", flat=True)) == {""}


@pytest.mark.parametrize("count", [1, 8])
def test_the_queue_takes_the_same_queries_whatever_its_length(
    course, sign_in, django_assert_num_queries, count
):
    for _number in range(count):
        HandInFactory(course=course)
    client = sign_in(grader_of(course))
    work = HandIn.objects.latest("pk")

    with django_assert_num_queries(8):
        client.get(reverse("courses:grading_list"))
    with django_assert_num_queries(13):
        client.get(reverse("courses:hand_in_grade", args=[work.pk]))


def test_an_address_with_signs_of_its_own_narrows_the_queue_to_nothing(course, client):
    client.force_login(grader_of(course))

    page = client.get(reverse("courses:grading_list"), {"course": "a\0&state=accepted"})

    assert page.status_code == 200
    assert "&amp;course=a%26state%3Daccepted" in page.content.decode()
