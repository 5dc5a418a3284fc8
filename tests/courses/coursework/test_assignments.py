"""Work is handed in, judged by a rubric, returned or accepted; what was handed in stays a fact."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from core.forms.edit_conflicts import EditedElsewhere
from courses.actions.coursework.grading import Mark, accept_work, return_work
from courses.actions.coursework.handing_in import checked_file, hand_in, save_draft
from courses.actions.learning import complete_lesson, enrol, leave_all_courses, leave_course
from courses.actions.moving import move_to_newest_release
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import work_to_grade
from courses.digests import to_grade
from courses.models import (
    AssignmentDraft,
    Certificate,
    Criterion,
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
    NotLearning,
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
from notifications.digest.sections import Reader
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
TABLE = b"group,heard\ndrivers,no\nshop staff,no\n"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def course():
    return AssignmentCourseFactory()


@pytest.fixture
def place(course):
    return EnrolmentFactory(course=course), assignment_lesson(course)


def grader_of(course):
    return course.facilitators.get()


def marks_of(hand_in, points=4, words=""):
    return {
        each.pk: Mark(points, words) for each in Criterion.objects.filter(lesson=hand_in.lesson)
    }


def accept(hand_in, **changes):
    given = {
        "by": grader_of(hand_in.enrolment.release.course),
        "marks": marks_of(hand_in),
        "feedback": "Well asked.",
        "at": NOW,
    }
    return accept_work(hand_in=hand_in, **{**given, **changes})


def send_back(hand_in, **changes):
    given = {
        "by": grader_of(hand_in.enrolment.release.course),
        "marks": {},
        "feedback": "Name one more group.",
        "at": NOW,
    }
    return return_work(hand_in=hand_in, **{**given, **changes})


def upload(content=TABLE, name="groups.csv"):
    return SimpleUploadedFile(name, content)


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
        "It came back for changes. Hand it in again.",
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

    with django_assert_num_queries(7):
        client.get(reverse("courses:grading_list"))
    with django_assert_num_queries(12):
        client.get(reverse("courses:hand_in_grade", args=[work.pk]))


def test_an_address_with_signs_of_its_own_narrows_the_queue_to_nothing(course, client):
    client.force_login(grader_of(course))

    page = client.get(reverse("courses:grading_list"), {"course": "a\0&state=accepted"})

    assert page.status_code == 200
    assert "&amp;course=a%26state%3Daccepted" in page.content.decode()
