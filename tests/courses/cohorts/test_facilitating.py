"""The facilitator's day: who is stuck and with which question, and what one does about it."""

import csv
import datetime as dt
import io
import uuid

import pytest
import time_machine
from django.urls import reverse

from accounts.personal_data.registry import personal_data_of
from courses.actions.attempts import submit_attempt
from courses.actions.cohorts.deadlines import set_deadline
from courses.actions.cohorts.facilitating import tick_lesson, write_to_learners
from courses.actions.learning import complete_lesson
from courses.actions.releases import publish_release
from courses.agenda import stuck_learners_to_help
from courses.cohorts.stuck import Stuck, learners_of, learning_in_full
from courses.digests import of_courses
from courses.models import Cohort, CohortMessage, Enrolment, Lesson, Question, StaffTick
from courses.refusals import AlreadyDone, NotInCohort
from courses.states import EnrolmentState, LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory, QuestionFactory
from notifications.digest.sections import Reader
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
EARLY = NOW - dt.timedelta(days=30)


def days(number):
    return dt.timedelta(days=number)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@shared
def cohort():
    """A cohort that has been under way for a month, of a course with two texts and a quiz of two questions."""
    with time_machine.travel(NOW, tick=False):
        course = CourseFactory(texts=2, quiz=True, at=EARLY, is_published=False)
        quiz = Lesson.objects.get(kind=LessonKind.QUIZ, module__release__course=course)
        QuestionFactory(lesson=quiz, prompt="Which one is a gap?")
        publish_release(release=course.releases.get(), by=course.facilitators.get(), at=EARLY)
        Lesson.objects.filter(pk=quiz.pk).update(max_attempts=3)
        course.refresh_from_db()
        return CohortFactory(course=course, starts_on=TODAY - days(29), at=EARLY)


@pytest.fixture
def desk(cohort, client):
    """The facilitator's client, and the address of the table."""
    client.force_login(cohort.facilitators.get())
    return client, reverse("courses:cohort_learners", args=[cohort.release.course.slug, cohort.pk])


def join(cohort, at=NOW, name=None):
    user = UserFactory(full_name=name) if name else UserFactory()
    return CohortPlaceFactory(cohort=cohort, user=user, at=at)


def fail(place, at=NOW, wrong="Which one is a gap?"):
    quiz = Lesson.objects.of(place.release).get(kind=LessonKind.QUIZ)
    answers = {
        question.pk: [question.options.get(is_correct=question.prompt != wrong).pk]
        for question in Question.objects.filter(lesson=quiz)
    }
    Lesson.objects.filter(pk=quiz.pk).update(pass_mark=100)
    quiz.refresh_from_db()
    submit_attempt(enrolment=place, lesson=quiz, answers=answers, key=uuid.uuid4(), at=at)


def reasons_of(cohort):
    found = learners_of(
        [Cohort.objects.select_related("release__course").get(pk=cohort.pk)], now=NOW
    )
    return {learner.place.pk: learner.reasons for learner in found[cohort.pk]}


def test_who_is_stuck_and_why(cohort):
    text = Lesson.objects.of(cohort.release).filter(kind=LessonKind.TEXT).in_order()[0]
    well, idle, failed, out, late = (join(cohort) for _ in range(5))
    Enrolment.objects.filter(pk=idle.pk).update(joined_at=NOW - days(7), enrolled_at=NOW - days(7))
    for place, times in ((failed, 2), (out, 3)):
        for _ in range(times):
            fail(place)
    for place in (well, idle, failed, out):
        complete_lesson(enrolment=place, lesson=text, at=NOW - days(7))
    set_deadline(cohort=cohort, thing=text, due_on=TODAY - days(1))

    assert reasons_of(cohort) == {
        well.pk: (),
        idle.pk: (Stuck.IDLE,),
        failed.pk: (Stuck.FAILED,),
        out.pk: (Stuck.NO_ATTEMPTS,),
        late.pk: (Stuck.OVERDUE,),
    }


@pytest.mark.parametrize("when", ["before it starts", "after it was over", "cancelled"])
def test_nobody_is_stuck_in_a_cohort_that_is_not_under_way(cohort, when):
    place = join(cohort, at=EARLY)
    Enrolment.objects.update(joined_at=EARLY)
    assert reasons_of(cohort) == {place.pk: (Stuck.IDLE,)}

    if when == "before it starts":
        Cohort.objects.update(starts_on=TODAY + days(1))
    elif when == "cancelled":
        Cohort.objects.update(cancelled_at=NOW)
    else:
        Cohort.objects.update(ends_on=TODAY - days(1))

    assert reasons_of(cohort) == {place.pk: ()}


def test_the_table_names_the_question_they_fail_and_is_narrowed(cohort, desk):
    client, page = desk
    stuck, well = join(cohort, name="Nia Prys"), join(cohort, name="Kofi Mensah")
    for _ in range(2):
        fail(stuck)
    fail(well, wrong="Which of these is a gradient?")

    everyone = client.get(page).content.decode()
    narrowed = client.get(page, {"stuck": "failed"})
    by_name = client.get(page, {"q": "kofi"})
    file = client.get(page, {"as": "csv", "sort": "name"}).getvalue().decode("utf-8-sig")

    assert everyone.index("Nia Prys") < everyone.index("Kofi Mensah")
    assert "Which one is a gap?" in everyone
    assert [row.place for row in narrowed.context["table"].rows] == [stuck]
    assert [row.place for row in by_name.context["table"].rows] == [well]
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [(row["Name"], row["Lessons done"], row["Attempts made"]) for row in rows] == [
        ("Kofi Mensah", "0 of 3", "1"),
        ("Nia Prys", "0 of 3", "2"),
    ]
    assert rows[1]["Fails this question"] == "Which one is a gap? · Quiz"


@pytest.mark.parametrize("count", [1, 12])
def test_the_table_takes_the_same_queries_whatever_its_length(
    cohort, desk, django_assert_num_queries, count
):
    client, page = desk
    set_deadline(cohort=cohort, thing=Lesson.objects.all()[0], due_on=TODAY - days(1))
    for _ in range(count):
        fail(join(cohort))
    client.get(page)

    with django_assert_num_queries(13):
        answer = client.get(page)

    assert len(answer.context["table"].rows) == count


def test_chosen_learners_get_one_message_each_after_a_preview(cohort, desk, client):
    first, second, other = (join(cohort) for _ in range(3))
    slug = cohort.release.course.slug
    page = reverse("courses:cohort_write", args=[slug, cohort.pk])
    page += f"?chosen={first.pk}&chosen={second.pk}&chosen=0&chosen=x"
    words = {"form_key": str(uuid.uuid4()), "message": "Call me.\r\nAny time."}

    empty = client.post(page, {**words, "message": " ", "send": "yes"})
    preview = client.post(page, {**words, "preview": "yes"})
    none_yet = CohortMessage.objects.count()
    sent = [client.post(page, {**words, "send": "yes"}).status_code for _ in range(2)]

    assert empty.context["form"].errors == {"message": ["Write the message."]}
    assert "Call me.<br>Any time." in preview.content.decode()
    assert (none_yet, sent, CohortMessage.objects.count()) == (0, [302, 302], 1)
    told = Notification.objects.filter(kind="courses.cohort_message").order_by("recipient")
    assert [(one.recipient_id, one.text) for one in told] == [
        (first.user_id, "Call me.\nAny time."),
        (second.user_id, "Call me.\nAny time."),
    ]
    client.force_login(first.user)
    assert "Call me.<br>Any time." in client.get(cohort.get_absolute_url()).content.decode()
    client.force_login(other.user)
    assert "Call me" not in client.get(cohort.get_absolute_url()).content.decode()
    exported = personal_data_of(first.user)["courses"].data["messages_from_facilitators"]
    assert [row["words"] for row in exported] == ["Call me.\nAny time."]


def test_nothing_is_written_to_people_of_another_cohort(cohort):
    elsewhere = join(CohortFactory(course=cohort.release.course))

    with pytest.raises(NotInCohort):
        write_to_learners(
            cohort=cohort,
            places=[elsewhere],
            words="x",
            by=cohort.facilitators.get(),
            key=uuid.uuid4(),
            at=NOW,
        )


def test_a_lesson_is_ticked_with_a_reason_and_the_last_one_completes_the_course(
    cohort, desk, client
):
    place = join(cohort)
    lessons = list(Lesson.objects.of(place.release).in_order())
    for lesson in lessons[:2]:
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    page = reverse("courses:cohort_learner", args=[cohort.release.course.slug, cohort.pk, place.pk])

    missing = client.post(page, {"lesson": lessons[2].pk, "reason": ""})
    for _click in range(2):
        client.post(page, {"lesson": lessons[2].pk, "reason": "Passed orally."})

    assert missing.context["form"].errors == {"reason": ["Enter the reason."]}
    assert list(StaffTick.objects.values_list("reason", flat=True)) == ["Passed orally."]
    done = Enrolment.objects.select_related("certificate").get(pk=place.pk)
    assert (done.state, done.progress.done) == (EnrolmentState.COMPLETED, 3)
    assert done.certificate.code
    assert "Passed orally." in client.get(page).content.decode()
    told = Notification.objects.filter(recipient=place.user).values_list("kind", flat=True)
    assert "courses.lesson_ticked" in told
    with pytest.raises(AlreadyDone):
        tick_lesson(
            enrolment=place,
            lesson=lessons[0],
            reason="Again.",
            by=cohort.facilitators.get(),
            at=NOW,
        )


@pytest.mark.parametrize("has_done_one", [False, True])
def test_a_tick_of_staff_is_no_sign_of_the_learner(cohort, has_done_one):
    """Who does nothing for three weeks stays in the list of those who are stuck, whatever staff ticked for them."""
    place = join(cohort, at=NOW - days(25))
    first, second, _quiz = Lesson.objects.of(cohort.release).in_order()
    if has_done_one:
        complete_lesson(enrolment=place, lesson=first, at=NOW - days(20))
    by = cohort.facilitators.get()
    tick_lesson(enrolment=place, lesson=second, reason="On paper.", by=by, at=NOW - days(1))

    for [learner] in (
        learners_of([cohort], now=NOW)[cohort.pk],
        learning_in_full(place.user, now=NOW),
    ):
        assert learner.last_at == NOW - days(20 if has_done_one else 25)
    [learner] = learners_of([cohort], now=NOW)[cohort.pk]
    assert (learner.reasons, learner.done) == ((Stuck.IDLE,), 2 if has_done_one else 1)


def test_home_and_the_weekly_mail_tell_its_facilitators_who_is_stuck(
    cohort, django_assert_num_queries
):
    stuck = [join(cohort) for _ in range(2)]
    for place in stuck:
        fail(place)
        fail(place)
    facilitator, stranger = cohort.facilitators.get(), UserFactory()

    with django_assert_num_queries(7):
        [todo] = stuck_learners_to_help(facilitator, NOW)
    readers = [Reader(user, NOW - days(7), NOW) for user in (facilitator, stranger)]
    lines = of_courses(readers)

    assert todo.title == f"2 learners are stuck in “{cohort}”"
    assert todo.address.endswith("?stuck=any")
    assert [line.title for line in lines[facilitator.pk]] == [
        f"2 learners are stuck in “{cohort}”, {cohort.release.course}"
    ]
    assert lines[stranger.pk] == []


def test_a_facilitator_of_the_cohort_alone_looks_after_its_learners_and_no_others(client):
    own, course = UserFactory(), CourseFactory()
    cohort = CohortFactory(course=course, facilitators=[own])
    mine, other = join(cohort), join(CohortFactory(course=course))
    client.force_login(own)

    def status(name, *args):
        return client.get(reverse(f"courses:{name}", args=[course.slug, *args])).status_code

    assert [
        status("cohort_learners", cohort.pk),
        status("cohort_learner", cohort.pk, mine.pk),
        status("cohort_learner", cohort.pk, other.pk),
        status("attempts_give", mine.pk),
        status("attempts_give", other.pk),
        status("learner_list"),
    ] == [200, 200, 404, 200, 403, 403]
    client.force_login(mine.user)
    assert [status("cohort_learners", cohort.pk), status("attempts_give", mine.pk)] == [403, 403]


def test_an_empty_table_says_whether_nobody_is_there_or_nobody_matches(cohort, desk):
    client, page = desk

    def said(**asked):
        text = client.get(page, asked).content.decode()
        return [words in text for words in ("No learners yet", "Nobody matches")]

    before = said()
    join(cohort)

    assert [before, said(stuck="no_attempts"), said()] == [
        [True, False],
        [False, True],
        [False, False],
    ]
