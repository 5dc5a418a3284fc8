"""A quiz that was begun is continued, and one that was passed leads on."""

import uuid

import pytest

from courses.actions.attempts import submit_attempt
from courses.actions.learning import complete_lesson
from courses.models import Attempt, Lesson
from courses.states import LessonKind
from tests.courses.quizzes import NOW, posted, published_quiz, right_answers
from tests.shared import shared


@shared
def quiz():
    """A course of one quiz with a question of each kind; returns enrolment, lesson, questions."""
    return published_quiz()


def test_answers_survive_a_reload_and_go_with_the_attempt(quiz, client):
    enrolment, lesson, questions = quiz
    single, multiple, _numeric, ordering, _short = questions
    data = posted(questions, right_answers(questions))
    data[f"question_{ordering.pk}_1"] = ""
    del data[f"question_{single.pk}"]
    client.force_login(enrolment.user)
    address = lesson.get_absolute_url() + "attempt/"

    told = client.post(address + "keep/", data, headers={"Accept": "application/json"})
    kept = client.post(address + "keep/", {**data, "csrf": "x", "question_0": "not asked"})
    form = client.get(address).context["form"]
    shown = {f"question_{q.pk}": form[f"question_{q.pk}"].value() for q in questions}
    client.post(address, posted(questions, right_answers(questions)))
    fresh = client.get(address).context["form"]

    assert (told.status_code, kept.url) == (200, lesson.get_absolute_url())
    assert shown == {
        f"question_{single.pk}": None,
        f"question_{multiple.pk}": [str(pk) for pk in right_answers(questions)[multiple.pk]],
        f"question_{questions[2].pk}": "1,234 days",
        f"question_{ordering.pk}": [data[f"question_{ordering.pk}_{n}"] for n in range(3)],
        f"question_{questions[4].pk}": "Gradient",
    }
    assert fresh[f"question_{multiple.pk}"].value() == []
    assert Attempt.objects.count() == 1


def test_a_quiz_that_was_begun_is_continued(quiz, client):
    enrolment, lesson, questions = quiz
    client.force_login(enrolment.user)
    data = posted(questions, right_answers(questions))

    def page():
        return client.get(lesson.get_absolute_url()).content.decode()

    before = page()
    client.post(lesson.get_absolute_url() + "attempt/keep/", data)
    begun = page()
    client.post(lesson.get_absolute_url() + "attempt/", data)
    after = page()

    words = ["Start the quiz", "Continue the quiz", "Your answers so far are saved."]
    assert [[each in text for each in words] for text in (before, begun, after)] == [
        [True, False, False],
        [False, True, True],
        [False, False, False],
    ]


@pytest.mark.parametrize("is_last", [True, False])
def test_a_passed_quiz_leads_to_what_is_left_or_to_the_certificate(quiz, client, is_last):
    enrolment, lesson, questions = quiz
    text = Lesson.objects.of(enrolment.release).get(kind=LessonKind.TEXT)
    Lesson.objects.filter(pk=text.pk).update(position=9)
    if is_last:
        complete_lesson(enrolment=enrolment, lesson=text, at=NOW)
    submit_attempt(
        enrolment=enrolment,
        lesson=lesson,
        answers=right_answers(questions),
        key=uuid.uuid4(),
        at=NOW,
    )
    client.force_login(enrolment.user)

    answer = client.get(lesson.get_absolute_url() + "attempts/1/").content.decode()

    said = ("See my certificate", "You have done everything", f"Next: {text}")
    assert [words in answer for words in said] == [is_last, is_last, not is_last]
