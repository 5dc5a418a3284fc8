"""Answers to a survey are nobody's, and staff see them in groups of five."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.actions.coursework.surveys import add_survey_question, answer_survey
from courses.actions.learning import complete_lesson
from courses.actions.releases import begin_draft, publish_release
from courses.lessons.publishing_checks import missing_in
from courses.models import Lesson, LessonCompletion, SurveyQuestion, SurveyResponse
from courses.refusals import LessonNotDone, NothingAnswered
from courses.states import LessonKind, SurveyQuestionKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def make_course():
    course = CourseFactory(texts=1, is_published=False)
    release = course.releases.get()
    lesson = LessonFactory(module=release.modules.get(), kind=LessonKind.SURVEY, title="How it was")
    add_survey_question(lesson=lesson, kind=SurveyQuestionKind.SCALE, prompt="How useful?")
    options = ["Short", "Long"]
    add_survey_question(
        lesson=lesson, kind=SurveyQuestionKind.CHOICE, prompt="How long?", options=options
    )
    add_survey_question(lesson=lesson, kind=SurveyQuestionKind.TEXT, prompt="What else?")
    publish_release(release=release, by=course.facilitators.get(), at=NOW)
    course.refresh_from_db()
    return course


def survey_of(course):
    lessons = Lesson.objects.select_related("module__release__course")
    return lessons.get(module__release__course=course, kind=LessonKind.SURVEY)


def answer(course, number, words=""):
    scale, choice, text = SurveyQuestion.objects.filter(lesson=survey_of(course)).in_order()
    given = {scale.pk: str(number), choice.pk: "Short", text.pk: words}
    enrolment = EnrolmentFactory(course=course)
    answer_survey(enrolment=enrolment, lesson=survey_of(course), answers=given, at=NOW)
    return enrolment


def test_answers_complete_the_lesson_once_and_name_nobody(client):
    course = make_course()
    enrolment, lesson = EnrolmentFactory(course=course), survey_of(course)
    scale = SurveyQuestion.objects.in_order().first()
    client.force_login(enrolment.user)
    page = reverse("courses:survey_answer", args=lesson.address_words)
    with pytest.raises(LessonNotDone):
        complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW)
    empty = client.post(page, {}).content.decode()
    wrong = client.post(page, {f"question_{scale.pk}": "17"}).status_code

    for number in ("4", "1"):
        client.post(page, {f"question_{scale.pk}": number})

    assert "Answer at least one question." in empty
    assert wrong == 200
    response = SurveyResponse.objects.get()
    assert response.answers == {str(scale.pk): "4"}
    assert {field.name for field in SurveyResponse._meta.get_fields()} == {
        "id",
        "lesson",
        "group",
        "answers",
    }
    assert LessonCompletion.objects.get().enrolment == enrolment
    assert "You have answered." in client.get(lesson.get_absolute_url()).content.decode()


def test_nothing_is_kept_without_an_answer():
    course = make_course()
    with pytest.raises(NothingAnswered):
        answer_survey(
            enrolment=EnrolmentFactory(course=course), lesson=survey_of(course), answers={}, at=NOW
        )


def test_staff_see_answers_in_groups_of_five(client):
    course = make_course()
    client.force_login(course.facilitators.get())
    page = reverse("courses:survey_detail", args=[course.slug, survey_of(course).pk])
    for number in range(1, 5):
        answer(course, number, words=f"Word {number}")
    four = client.get(page).content.decode()
    four_csv = b"".join(client.get(page, {"as": "csv"})).decode()
    answer(course, 5, words="Word 5")
    five = client.get(page).content.decode()
    for number in range(1, 5):
        answer(course, number, words="Later")
    nine = client.get(page).content.decode()
    rows = b"".join(client.get(page, {"as": "csv"})).decode()

    assert "Not enough answers yet" in four
    assert "Word" not in four + four_csv
    assert "5 people are counted" in five
    assert all(f"Word {number}" in five for number in range(1, 6))
    assert "5 people are counted" in nine
    assert "Later" not in nine + rows
    assert "How long?,Short,5" in rows


def test_results_are_for_facilitators(client):
    course = make_course()
    page = reverse("courses:survey_detail", args=[course.slug, survey_of(course).pk])
    learner = answer(course, 3).user
    seen = {}
    for name, person in (("learner", learner), ("stranger", UserFactory())):
        client.force_login(person)
        seen[name] = client.get(page).status_code

    assert seen == {"learner": 403, "stranger": 403}


def test_an_author_writes_questions_and_a_survey_without_any_is_not_published(client):
    course = CourseFactory(texts=1, is_published=False)
    release = course.releases.get()
    lesson = LessonFactory(module=release.modules.get(), kind=LessonKind.SURVEY, title="Asked")
    client.force_login(course.facilitators.get())
    lacks = [str(lack.text) for lack in missing_in(release)]
    page = reverse("courses:survey_question_new", args=[course.slug, lesson.pk])
    sent = {"prompt": "How long?", "kind": "choice", "options": "Short", "form_key": uuid.uuid4()}
    refused = client.post(page, sent).content.decode()
    for _click in range(2):
        client.post(page, {**sent, "options": "Short\r\nLong"})

    assert "The survey “Asked” has no question." in lacks
    assert "Write at least two answers, each once." in refused
    assert list(SurveyQuestion.objects.values_list("options", flat=True)) == [["Short", "Long"]]


def test_questions_go_along_into_the_next_draft():
    course = make_course()
    draft = begin_draft(course=course, at=NOW)

    copied = SurveyQuestion.objects.filter(lesson__module__release=draft).in_order()

    assert [each.prompt for each in copied] == ["How useful?", "How long?", "What else?"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_who_answer_at_the_same_moment_are_counted_into_groups():
    course = make_course()
    places = [EnrolmentFactory(course=course) for _number in range(6)]
    lesson, scale = survey_of(course), SurveyQuestion.objects.in_order().first()

    def send(place):
        return answer_survey(enrolment=place, lesson=lesson, answers={scale.pk: "3"}, at=NOW)

    at_once(*(lambda place=place: send(place) for place in places))

    groups = SurveyResponse.objects.order_by("group").values_list("group", flat=True)
    assert list(groups) == [0, 0, 0, 0, 0, 1]


def test_the_survey_is_locked_before_the_place_as_by_authors():
    course = make_course()
    enrolment, lesson = EnrolmentFactory(course=course), survey_of(course)
    scale = SurveyQuestion.objects.in_order().first()

    with CaptureQueriesContext(connection) as asked:
        answer_survey(enrolment=enrolment, lesson=lesson, answers={scale.pk: "4"}, at=NOW)

    tables = [
        found[1]
        for query in asked.captured_queries
        if (found := re.match(r'SELECT .*? FROM "(\w+)"', query["sql"]))
    ]
    assert tables.index("courses_lesson") < tables.index("courses_enrolment")
