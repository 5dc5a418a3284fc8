"""Work is handed in, judged by a rubric, returned or accepted; what was handed in stays a fact."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from core.forms.edit_conflicts import EditedElsewhere
from courses.actions.coursework.handing_in import checked_file, hand_in, save_draft
from courses.actions.learning import complete_lesson
from courses.models import (
    Certificate,
    CriterionMark,
    HandIn,
    HandInFile,
    LessonCompletion,
)
from courses.progress.what_is_left import what_is_left
from courses.refusals import (
    CannotHandIn,
    HandedInAgain,
    LessonNotDone,
    NothingToHandIn,
    NoWordsForLearner,
    OwnWork,
    PointsMissing,
    RubricNotWhole,
)
from courses.states import HandInState
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.coursework import (
    AssignmentCourseFactory,
    HandInFactory,
    assignment_lesson,
)
from notifications.models import Notification
from tests.courses.coursework.work import NOW, accept, grader_of, marks_of, send_back, upload

pytestmark = pytest.mark.django_db


def test_from_a_draft_over_a_return_to_acceptance(place, client):
    enrolment, lesson = place
    grader = grader_of(enrolment.release.course)
    address = reverse("courses:hand_in_write", args=lesson.address_words)
    client.force_login(enrolment.user)
    words = {"text": "First\r\nthoughts", "link": "", "edit_number": "0", "form_key": uuid.uuid4()}
    client.post(address, {**words, "save": "x", "upload": upload()})
    assert HandIn.objects.count() == 0
    words |= {"edit_number": "1", "link": "https://example.org/map"}
    clicks = [client.post(address, {**words, "hand_in": "x"}).url for _click in range(2)]
    first = HandIn.objects.get()
    assert clicks == [lesson.get_absolute_url()] * 2
    assert (first.text, first.link) == ("First\nthoughts", "https://example.org/map")
    assert [file.name for file in first.files.all()] == ["groups.csv"]
    with pytest.raises(CannotHandIn):
        save_draft(enrolment=enrolment, lesson=lesson, text="Later", at=NOW)

    client.force_login(grader)
    page = client.get(reverse("courses:hand_in_grade", args=[first.pk])).content.decode()
    assert "First" in page
    assert "Who is missing" in page
    assert "groups.csv" in page
    number = {"edit_number": "0", "feedback": "Name one more group."}
    sent = client.post(reverse("courses:hand_in_grade", args=[first.pk]), {**number, "return": "x"})
    assert sent.url == reverse("courses:grading_list")
    client.force_login(enrolment.user)
    shown = client.get(lesson.get_absolute_url()).content.decode()
    assert "Name one more group." in shown
    assert "Hand in again" in shown
    second = hand_in(enrolment=enrolment, lesson=lesson, text="Two", key=uuid.uuid4(), at=NOW)
    accept(second)

    first.refresh_from_db()
    assert (first.state, first.text) == (HandInState.RETURNED, "First\nthoughts")
    assert [file.name for file in second.files.all()] == ["groups.csv"]
    assert LessonCompletion.objects.get(lesson=lesson).completed_at == NOW
    assert list(
        Notification.objects.order_by("pk")
        .filter(recipient=enrolment.user)
        .values_list("kind", "text")
    ) == [
        ("courses.work_returned", "Name one more group."),
        ("courses.work_accepted", "Well asked."),
    ]


def test_accepted_work_with_all_else_done_completes_the_course(place):
    enrolment, lesson = place
    text = lesson.module.lessons.exclude(pk=lesson.pk).get()
    complete_lesson(enrolment=enrolment, lesson=text, at=NOW)
    with pytest.raises(LessonNotDone):
        complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW)

    accept(hand_in(enrolment=enrolment, lesson=lesson, text="It", key=uuid.uuid4(), at=NOW))

    assert Certificate.objects.filter(enrolment=enrolment).exists()


def test_the_learner_is_told_why_an_assignment_does_not_count_yet(place):
    enrolment, lesson = place

    def why():
        return [left.why for left in what_is_left(enrolment, {}) if left.lesson == lesson]

    told = why()
    work = hand_in(enrolment=enrolment, lesson=lesson, text="It", key=uuid.uuid4(), at=NOW)
    told += why()
    send_back(work)
    told += why()

    assert told == [
        "You have not handed it in.",
        "You have handed it in, and nobody has graded it yet.",
        "It was returned for changes. Hand it in again.",
    ]


def test_the_rubric_is_filled_in_and_its_points_decide():
    course = AssignmentCourseFactory(points_needed=5)
    work = HandInFactory(course=course)
    one = dict(list(marks_of(work).items())[:1])
    with pytest.raises(RubricNotWhole):
        accept(work, marks=one)
    with pytest.raises(PointsMissing):
        accept(work, marks=marks_of(work, points=2))
    with pytest.raises(NoWordsForLearner):
        send_back(work, feedback=" ")
    work.refresh_from_db()
    assert (work.state, work.points, CriterionMark.objects.count()) == ("waiting", None, 0)

    accept(work)

    work.refresh_from_db()
    assert (work.state, work.points, work.out_of) == ("accepted", 8, 8)


def test_two_graders_do_not_overwrite_each_other(course, client):
    work = HandInFactory(course=course)
    second = UserFactory(roles=[Role.FACILITATOR])
    send_back(work, edit_number=0)
    with pytest.raises(EditedElsewhere):
        accept(work, by=second, edit_number=0)

    client.force_login(second)
    level = {f"level_{pk}": "4" for pk in marks_of(work)}
    sent = {**level, "feedback": "Fine as it is.", "edit_number": "0", "accept": "x"}
    answer = client.post(reverse("courses:hand_in_grade", args=[work.pk]), sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Name one more group." in page
    assert "Fine as it is." in page
    work.refresh_from_db()
    assert (work.state, work.graded_by_id) == ("returned", grader_of(course).pk)


def test_a_second_click_of_a_grader_changes_nothing(course, client):
    work = HandInFactory(course=course)
    client.force_login(grader_of(course))
    sent = {"feedback": "Name one more.", "edit_number": "0", "return": "x"}
    page = reverse("courses:hand_in_grade", args=[work.pk])

    answers = [client.post(page, sent).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert Notification.objects.filter(kind="courses.work_returned").count() == 1


def test_what_was_returned_is_accepted_after_all_until_there_is_a_newer_one(place):
    enrolment, lesson = place
    first = hand_in(enrolment=enrolment, lesson=lesson, text="It", key=uuid.uuid4(), at=NOW)
    send_back(first)
    hand_in(enrolment=enrolment, lesson=lesson, text="Again", key=uuid.uuid4(), at=NOW)
    with pytest.raises(HandedInAgain):
        accept(first)

    other = HandInFactory(course=enrolment.release.course)
    send_back(other)
    accept(other)

    assert HandIn.objects.get(pk=other.pk).state == "accepted"


def test_nobody_grades_their_own_work(course, client):
    grader = grader_of(course)
    work = HandInFactory(course=course, user=grader)

    with pytest.raises(OwnWork):
        accept(work)
    client.force_login(grader)
    assert client.get(reverse("courses:hand_in_grade", args=[work.pk])).status_code == 404
    assert "Nothing here" in client.get(reverse("courses:grading_list")).content.decode()


def test_work_is_for_its_learner_and_those_who_grade(course, client):
    work = HandInFactory(course=course)
    save_draft(
        enrolment=EnrolmentFactory(course=course),
        lesson=work.lesson,
        file=checked_file(upload()),
        at=NOW,
    )
    file = HandInFile.objects.get()
    people = {
        "learner": (work.enrolment.user, 404),
        "facilitator": (grader_of(course), 200),
        "administrator": (UserFactory(roles=[Role.ADMINISTRATOR]), 200),
        "another learner": (EnrolmentFactory(course=course).user, 404),
        "facilitator of another course": (grader_of(AssignmentCourseFactory()), 404),
        "author of the draft": (file.draft.enrolment.user, 404),
    }
    page = reverse("courses:hand_in_grade", args=[work.pk])
    graded, files = {}, {}
    for name, (person, _status) in people.items():
        client.force_login(person)
        graded[name] = client.get(page).status_code
        files[name] = client.get(file.get_absolute_url()).status_code

    assert graded == {name: status for name, (_person, status) in people.items()}
    assert {name for name, status in files.items() if status == 200} == {"author of the draft"}
    file.hand_ins.add(work)
    client.force_login(grader_of(course))
    assert client.get(file.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.csv", "This file is empty"),
        (b"MZ\x90\x00 a program", "work.pdf", "This file is a program"),
        (b"%PDF-1.7 cut off in the mid", "work.pdf", "This PDF is broken"),
        (b"<html>", "work.html", "We do not accept this type of file"),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_the_words(place, client, content, name, said):
    enrolment, lesson = place
    client.force_login(enrolment.user)
    sent = {"text": "An hour of work", "edit_number": "0", "upload": upload(content, name)}

    page = client.post(
        reverse("courses:hand_in_write", args=lesson.address_words), {**sent, "hand_in": "x"}
    ).content.decode()

    assert said in page
    assert "An hour of work" in page
    assert not HandIn.objects.exists()


def test_a_file_that_is_too_large_leaves_the_words(place, client, settings):
    settings.MAX_UPLOAD_BYTES = 10
    enrolment, lesson = place
    client.force_login(enrolment.user)
    sent = {"text": "An hour of work", "edit_number": "0", "upload": upload(), "save": "x"}

    page = client.post(reverse("courses:hand_in_write", args=lesson.address_words), sent)

    assert "larger than" in page.content.decode()
    assert "An hour of work" in page.content.decode()


def test_only_what_the_assignment_takes_is_asked_for(client):
    course = AssignmentCourseFactory(takes_text=False, takes_files=False)
    enrolment, lesson = EnrolmentFactory(course=course), assignment_lesson(course)
    client.force_login(enrolment.user)

    page = client.get(lesson.get_absolute_url()).content.decode()
    address = reverse("courses:hand_in_write", args=lesson.address_words)
    sent = {"text": "No", "link": "javascript:alert(1)", "edit_number": "0", "hand_in": "x"}
    refused = client.post(address, sent)

    assert ('name="link"' in page, 'name="text"' in page, 'type="file"' in page) == (
        True,
        False,
        False,
    )
    assert refused.status_code == 200
    assert not HandIn.objects.exists()
    with pytest.raises(NothingToHandIn):
        hand_in(enrolment=enrolment, lesson=lesson, key=uuid.uuid4(), at=NOW)
