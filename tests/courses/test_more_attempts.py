"""A failed last attempt is no dead end: a learner asks, somebody of the staff gives, the learner goes on."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.actions.more_attempts import ask_for_attempt, give_attempts
from courses.agenda import requests_to_answer
from courses.models import AttemptRequest, ExtraAttempts, Lesson, Question
from courses.refusals import AttemptsNotUsedUp, AttemptsUsedUp
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)


@shared
def stuck():
    """Return a place whose learner has failed the only attempt at its quiz, and the quiz."""
    course = CourseFactory(quiz=True, texts=1)
    enrolment = EnrolmentFactory(course=course)
    quiz = Lesson.objects.of(enrolment.release).select_related("module").get(kind=LessonKind.QUIZ)
    Lesson.objects.filter(pk=quiz.pk).update(max_attempts=1)
    quiz.refresh_from_db()
    quiz.module.release = enrolment.release
    _try(enrolment, quiz, is_right=False)
    return enrolment, quiz


def _try(enrolment, quiz, *, is_right):
    question = Question.objects.get(lesson=quiz)
    option = question.options.get(is_correct=is_right)
    answers = {question.pk: [option.pk]}
    return submit_attempt(
        enrolment=enrolment, lesson=quiz, answers=answers, key=uuid.uuid4(), at=NOW
    )


def _give(enrolment, quiz, *, number=1, key=None):
    return give_attempts(
        enrolment=enrolment,
        lesson=quiz,
        number=number,
        reason="The power went off.",
        by=enrolment.release.course.facilitators.get(),
        key=key or uuid.uuid4(),
        at=NOW,
    )


def test_from_the_last_failed_attempt_to_another_one(stuck, client):
    enrolment, quiz = stuck
    course = enrolment.release.course
    facilitator = course.facilitators.get()
    client.force_login(enrolment.user)
    ask = reverse("courses:attempt_ask", args=quiz.address_words)
    assert ask in client.get(quiz.get_absolute_url()).content.decode()
    asked = client.post(ask, {"message": "The power went off.\nMay I try again?"})
    assert ask not in client.get(quiz.get_absolute_url()).content.decode()

    client.force_login(facilitator)
    listed = client.get(reverse("courses:learner_list", args=[course.slug]), {"state": "stuck"})
    page = reverse("courses:attempts_give", args=[course.slug, enrolment.pk])
    words = {"lesson": quiz.pk, "number": "2", "reason": "No light.", "form_key": uuid.uuid4()}
    given = [client.post(page, words).url for _click in range(2)]

    assert (asked.url, given) == (quiz.get_absolute_url(), [page, page])
    assert page in listed.content.decode()
    assert "May I try again?" in client.get(page).content.decode()
    assert list(ExtraAttempts.objects.values_list("number", "reason")) == [(2, "No light.")]
    told = Notification.objects.order_by("pk").values_list("recipient", "kind", "text")
    assert list(told) == [
        (facilitator.pk, "courses.attempt_asked", "The power went off.\nMay I try again?"),
        (enrolment.user_id, "courses.attempts_given", "No light."),
    ]
    client.force_login(enrolment.user)
    assert "No light." in client.get(course.get_absolute_url()).content.decode()
    assert _try(enrolment, quiz, is_right=True).is_passed


def test_given_attempts_are_counted_and_end(stuck):
    enrolment, quiz = stuck
    key = uuid.uuid4()
    assert _give(enrolment, quiz, key=key) == _give(enrolment, quiz, key=key)

    _try(enrolment, quiz, is_right=False)

    with pytest.raises(AttemptsUsedUp):
        _try(enrolment, quiz, is_right=True)


def test_nothing_is_asked_for_or_given_while_there_are_attempts(stuck):
    enrolment, quiz = stuck
    _give(enrolment, quiz)

    with pytest.raises(AttemptsNotUsedUp):
        ask_for_attempt(enrolment=enrolment, lesson=quiz, words="", at=NOW)
    with pytest.raises(AttemptsNotUsedUp):
        _give(enrolment, quiz)


def test_a_request_waits_on_the_facilitators_home_until_it_is_answered(stuck):
    enrolment, quiz = stuck
    facilitator = enrolment.release.course.facilitators.get()

    first = ask_for_attempt(enrolment=enrolment, lesson=quiz, words="Please", at=NOW)
    again = ask_for_attempt(enrolment=enrolment, lesson=quiz, words="Please!", at=NOW)
    waiting = [line.address for line in requests_to_answer(facilitator, NOW)]
    _give(enrolment, quiz)

    assert (first, AttemptRequest.objects.count()) == (again, 1)
    assert waiting == [first.get_absolute_url()]
    assert requests_to_answer(facilitator, NOW) == requests_to_answer(UserFactory(), NOW) == []


def test_only_those_who_facilitate_the_course_give_attempts(stuck, client):
    enrolment, quiz = stuck
    page = reverse("courses:attempts_give", args=[enrolment.release.course.slug, enrolment.pk])
    words = {"lesson": quiz.pk, "number": "1", "reason": "Mine."}
    other = CourseFactory().facilitators.get()

    answers = []
    for user in (enrolment.user, other):
        client.force_login(user)
        answers.append(client.post(page, words).status_code)

    assert answers == [403, 403]
    assert not ExtraAttempts.objects.exists()


def test_a_reason_is_asked_for_and_nothing_else_is_lost(stuck, client):
    enrolment, quiz = stuck
    course = enrolment.release.course
    client.force_login(course.facilitators.get())
    page = reverse("courses:attempts_give", args=[course.slug, enrolment.pk])

    answer = client.post(page, {"lesson": quiz.pk, "number": "3", "reason": " "})

    assert answer.context["form"].errors == {"reason": ["Enter the reason."]}
    assert answer.context["form"]["number"].value() == "3"


def test_only_courses_with_a_plan_promise_one(client):
    with_plan, without = CourseFactory(plan=True), CourseFactory()

    said = [
        "An action plan for your own place" in client.get(c.get_absolute_url()).content.decode()
        for c in (with_plan, without)
    ]

    assert said == [True, False]


@pytest.mark.parametrize(
    ("most", "heading"), [(1, "Lessons to read again"), (2, "Read again before your next attempt")]
)
def test_the_result_speaks_of_a_next_attempt_only_where_there_is_one(client, most, heading):
    course = CourseFactory(quiz=True, texts=1)
    quiz = Lesson.objects.select_related("module__release__course").get(
        kind="quiz", module__release__course=course
    )
    Lesson.objects.filter(pk=quiz.pk).update(max_attempts=most)
    place = EnrolmentFactory(course=course)
    client.force_login(place.user)
    question = quiz.questions.get()
    wrong = question.options.get(is_correct=False)

    page = client.post(
        f"{quiz.get_absolute_url()}attempt/", {f"question_{question.pk}": wrong.pk}, follow=True
    ).content.decode()

    headings = ["Lessons to read again", "Read again before your next attempt"]
    assert [words for words in headings if f">{words}<" in page] == [heading]
