"""A quiz with a question of each kind, and its answers, for the tests that take it."""

import datetime as dt

from django.utils import timezone

from courses.lessons.shuffling import shuffled
from courses.states import LessonKind, QuestionKind
from demo.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    QuestionFactory,
)
from demo.factories.courses import publish_release as publish

NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)


def published_quiz():
    """A course of one quiz with a question of each kind; returns enrolment, lesson, questions."""
    course = CourseFactory(is_published=False, texts=1)
    release = course.releases.get()
    lesson = LessonFactory(module=release.modules.get(), kind=LessonKind.QUIZ, title="Quiz")
    three = [("First", False), ("Second", False), ("Third", False)]
    questions = [
        QuestionFactory(lesson=lesson, position=1),
        QuestionFactory(
            lesson=lesson,
            position=2,
            kind=QuestionKind.MULTIPLE,
            options=[("A", True), ("B", True), ("C", False)],
        ),
        QuestionFactory(
            lesson=lesson, position=3, kind=QuestionKind.NUMERIC, answer=1234, unit="days"
        ),
        QuestionFactory(lesson=lesson, position=4, kind=QuestionKind.ORDERING, options=three),
        QuestionFactory(
            lesson=lesson, position=5, kind=QuestionKind.SHORT_TEXT, accepted=["gradient"]
        ),
    ]
    publish(release=release, by=course.facilitators.get(), at=NOW)
    enrolment = EnrolmentFactory(course=course, at=NOW)
    return enrolment, lesson, questions


def right_answers(questions):
    single, multiple, numeric, ordering, short = questions
    return {
        single.pk: [single.options.get(is_correct=True).pk],
        multiple.pk: list(multiple.options.filter(is_correct=True).values_list("pk", flat=True)),
        numeric.pk: "1,234 days",
        ordering.pk: list(ordering.options.order_by("position").values_list("pk", flat=True)),
        short.pk: "Gradient",
    }


def posted(questions, answers):
    """The answers as the form sends them."""
    data = {}
    for question in questions:
        name, given = f"question_{question.pk}", answers.get(question.pk)
        if question.kind == QuestionKind.ORDERING and given:
            shown = shuffled(question, list(question.options.order_by("position")))
            for index, option in enumerate(shown):
                data[f"{name}_{index}"] = str(given.index(option.pk) + 1)
        elif given:
            data[name] = given
    return data
