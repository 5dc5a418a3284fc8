"""Figures of a cohort and its questions, and what a learner reads about what is left to do."""

import datetime as dt
import uuid
from statistics import correlation

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.actions.cohorts.deadlines import set_deadline
from courses.actions.learning import complete_lesson
from courses.actions.releases import publish_release
from courses.actions.requirements import change_requirement
from courses.cohorts.figures import FEWEST_ANSWERS, figures_of, questions_of
from courses.models import Lesson, Question
from courses.states import LessonKind
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    QuestionFactory,
)
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(minutes=1)


def lessons_of(place):
    return list(Lesson.objects.of(place.release).select_related("module").in_order())


def test_the_funnel_and_the_time_count_learners_and_days():
    cohort = CohortFactory(course=CourseFactory(texts=2), time_zone="UTC")
    places = [CohortPlaceFactory(cohort=cohort, at=NOW) for _ in range(4)]
    for place, days in zip(places, ([0, 2], [1, 6], [3]), strict=False):
        for lesson, after in zip(lessons_of(place), days, strict=False):
            complete_lesson(enrolment=place, lesson=lesson, at=NOW + dt.timedelta(days=after))

    found = figures_of(cohort)

    assert [list(row) for row in found.funnel.rows] == [
        ["In the cohort", "4"],
        ["Measuring", "2"],
        ["Completed the course", "2"],
    ]
    assert [list(row) for row in found.time.rows] == [["Measuring", "4"]]
    assert [(one.done, one.days) for one in found.lessons] == [(3, 1), (2, 4)]


def test_an_empty_cohort_has_a_page_without_pictures(client):
    cohort = CohortFactory()
    client.force_login(cohort.facilitators.get())

    page = client.get(
        reverse("courses:cohort_figures", args=[cohort.release.course.slug, cohort.pk])
    )

    assert "No learners yet" in page.content.decode()


@shared
def only_question():
    """The only question of a quiz, and those who are about to answer it."""
    course = CourseFactory(texts=0, quiz=True)
    places = [EnrolmentFactory(course=course, at=NOW) for _ in range(FEWEST_ANSWERS)]
    return Question.objects.get(lesson__module__release__course=course), places


@shared
def answered():
    """A quiz of three questions and the answers of twenty learners: right or wrong, by learner."""
    course = CourseFactory(texts=0, quiz=True, is_published=False)
    quiz = Lesson.objects.get(kind=LessonKind.QUIZ, module__release__course=course)
    for number in (2, 3):
        QuestionFactory(lesson=quiz, prompt=f"Question {number}")
    publish_release(release=course.releases.get(), by=course.facilitators.get(), at=NOW)
    questions = list(Question.objects.filter(lesson=quiz).in_order())
    marks = []
    for number in range(FEWEST_ANSWERS):
        place = EnrolmentFactory(course=course, at=NOW)
        mine = [number % 2 == 0, number % 3 == 0, number % 4 != 0]
        marks.append(mine)
        answers = {
            question.pk: [question.options.get(is_correct=is_right).pk]
            for question, is_right in zip(questions, mine, strict=True)
        }
        submit_attempt(enrolment=place, lesson=quiz, answers=answers, key=uuid.uuid4(), at=NOW)
    return course, marks


def test_difficulty_and_discrimination_are_those_of_a_slow_reference(answered):
    course, marks = answered

    found = questions_of(course.releases.get())

    for number, one in enumerate(found):
        own = [float(mine[number]) for mine in marks]
        rest = [float(sum(mine)) - mine[number] for mine in marks]
        assert (one.answers, one.right) == (FEWEST_ANSWERS, sum(own))
        assert one.discrimination == pytest.approx(correlation(own, rest))
    assert [one.difficulty_in_words for one in found] == [
        "Of medium difficulty",
        "Of medium difficulty",
        "Easy",
    ]
    assert found[2].discrimination_in_words.endswith("Check the answer key.")


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (20, "Everyone gets it right, so it does not separate learners."),
        (0, "Nobody gets it right. Check its wording and the answer key."),
        (10, "It is the only question of its quiz, so there is nothing to compare it with."),
    ],
)
def test_what_is_said_of_the_only_question_of_a_quiz_is_true(only_question, right, said):
    question, places = only_question
    for number, place in enumerate(places):
        option = question.options.get(is_correct=number < right)
        submit_attempt(
            enrolment=place,
            lesson=question.lesson,
            answers={question.pk: [option.pk]},
            key=uuid.uuid4(),
            at=NOW,
        )

    [found] = questions_of(question.lesson.module.release)

    assert (found.right, found.discrimination_in_words) == (right, said)


def test_days_are_those_of_the_zone_and_a_module_of_optional_lessons_is_no_step():
    course = CourseFactory(texts=1, is_published=False)
    extra = LessonFactory(module=ModuleFactory(release=course.releases.get()))
    Lesson.objects.filter(pk=extra.pk).update(is_required=False)
    publish_release(release=course.releases.get(), by=course.facilitators.get(), at=NOW)
    # Nine in the evening in London is the next morning in Auckland.
    begun = dt.datetime(2026, 11, 2, 21, tzinfo=dt.UTC)
    cohort = CohortFactory(
        course=course, time_zone="Pacific/Auckland", starts_on=dt.date(2026, 11, 3), at=begun
    )
    place = CohortPlaceFactory(cohort=cohort, at=begun)
    complete_lesson(enrolment=place, lesson=lessons_of(place)[0], at=begun + dt.timedelta(days=1))

    found = figures_of(cohort)

    assert [row[0] for row in found.funnel.rows] == [
        "In the cohort",
        "Measuring",
        "Completed the course",
    ]
    assert [list(row) for row in found.time.rows] == [["Measuring", "1"]]


def test_questions_with_few_answers_are_not_judged(answered, client):
    course, _marks = answered
    other = CourseFactory(texts=0, quiz=True)
    cohorts = [CohortFactory(course=one) for one in (course, other)]

    pages = []
    for cohort in cohorts:
        client.force_login(cohort.facilitators.get())
        names = [cohort.release.course.slug, cohort.pk]
        pages.append(client.get(reverse("courses:cohort_figures", args=names)))

    assert [len(page.context["questions"]) for page in pages] == [3, 0]
    assert "1 question has fewer answers." in pages[1].content.decode()
    # On a phone each cell stands under its question with its name, so that nothing has to be scrolled sideways.
    assert pages[0].content.decode().count('data-label="What it shows"') == 3


def test_a_learner_reads_what_is_left_and_why(client):
    course = CourseFactory(texts=3, quiz=True, plan=True)
    cohort = CohortFactory(course=course)
    place = CohortPlaceFactory(cohort=cohort)
    first, second, third, quiz, plan = lessons_of(place)
    complete_lesson(enrolment=place, lesson=first, at=NOW)
    change_requirement(
        lesson=third, is_required=False, reason="x", by=course.facilitators.get(), at=NOW
    )
    Lesson.objects.filter(pk=quiz.pk).update(max_attempts=2)
    question = Question.objects.get(lesson=quiz)
    submit_attempt(
        enrolment=place,
        lesson=quiz,
        answers={question.pk: [question.options.get(is_correct=False).pk]},
        key=uuid.uuid4(),
        at=NOW,
    )
    deadline = set_deadline(cohort=cohort, thing=second, days_after=3)
    client.force_login(place.user)

    page = client.get(reverse("courses:course_left", args=[course.slug]))

    assert [(one.lesson, one.why) for one in page.context["left"]] == [
        (second, "You have not marked it as done."),
        (
            quiz,
            "Your best attempt has 0 per cent; you pass with 60. You have 1 attempt left.",
        ),
        (plan, "You have not started your plan."),
    ]
    assert page.context["left"][0].due_on is not None
    assert page.context["optional"] == [third]
    assert deadline.lesson == second


def test_who_does_not_learn_here_is_led_to_the_course(client):
    course = CourseFactory()
    client.force_login(EnrolmentFactory().user)

    answer = client.get(reverse("courses:course_left", args=[course.slug]))

    assert answer.url == course.get_absolute_url()
