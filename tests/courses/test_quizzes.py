"""Grading, attempts and their pages."""

import uuid

import pytest
from django.urls import reverse

from courses.actions.attempts import submit_attempt
from courses.actions.learning import complete_lesson
from courses.actions.releases import renew_text_key
from courses.models import Attempt, Lesson, Question
from courses.refusals import AnswersMissing, AttemptsUsedUp
from courses.states import LessonKind
from demo.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
)
from tests.courses.quizzes import NOW, posted, published_quiz, right_answers
from tests.shared import shared


@shared
def quiz():
    """A course of one quiz with a question of each kind; returns enrolment, lesson, questions."""
    return published_quiz()


def test_right_answers_pass_and_complete_the_lesson(quiz):
    enrolment, lesson, questions = quiz

    attempt = submit_attempt(
        enrolment=enrolment,
        lesson=lesson,
        answers=right_answers(questions),
        key=uuid.uuid4(),
        at=NOW,
    )

    assert [attempt.points, attempt.out_of, attempt.is_passed] == [5, 5, True]
    assert [row.lesson for row in enrolment.completions.all()] == [lesson]


def test_every_attempt_is_kept_and_a_later_worse_one_takes_nothing_away(quiz):
    enrolment, lesson, questions = quiz
    right = right_answers(questions)
    wrong = {**right, questions[2].pk: "1", questions[4].pk: "gap", questions[0].pk: [0]}

    for answers in (wrong, right, wrong):
        submit_attempt(
            enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW
        )

    found = Attempt.objects.order_by("number").values_list("number", "points", "is_passed")
    assert list(found) == [(1, 2, False), (2, 5, True), (3, 2, False)]
    assert enrolment.completions.count() == 1


def test_the_same_key_gives_the_first_attempt_again(quiz):
    enrolment, lesson, questions = quiz
    key, answers = uuid.uuid4(), right_answers(questions)

    first = submit_attempt(enrolment=enrolment, lesson=lesson, answers=answers, key=key, at=NOW)
    second = submit_attempt(enrolment=enrolment, lesson=lesson, answers=answers, key=key, at=NOW)

    assert second == first
    assert Attempt.objects.count() == 1


def test_attempts_end_at_the_most_the_lesson_allows(quiz):
    enrolment, lesson, questions = quiz
    Lesson.objects.filter(pk=lesson.pk).update(max_attempts=1)
    lesson.refresh_from_db()
    answers = right_answers(questions)
    submit_attempt(enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW)

    with pytest.raises(AttemptsUsedUp):
        submit_attempt(
            enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW
        )

    assert Attempt.objects.count() == 1


def test_a_missing_answer_is_refused_by_the_action_too(quiz):
    enrolment, lesson, questions = quiz
    answers = right_answers(questions)
    del answers[questions[1].pk]

    with pytest.raises(AnswersMissing):
        submit_attempt(
            enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW
        )

    assert not Attempt.objects.exists()


def test_a_blank_question_is_named_and_the_other_answers_stay(quiz, client):
    enrolment, lesson, questions = quiz
    answers = right_answers(questions)
    del answers[questions[1].pk]
    client.force_login(enrolment.user)

    response = client.post(lesson.get_absolute_url() + "attempt/", posted(questions, answers))

    assert response.status_code == 200
    assert response.context["form"].errors == {
        f"question_{questions[1].pk}": ["Answer question 2."]
    }
    assert 'value="1,234 days"' in response.content.decode()
    assert not Attempt.objects.exists()


def test_a_place_given_twice_is_refused_in_words(quiz, client):
    enrolment, lesson, questions = quiz
    data = posted(questions, right_answers(questions))
    ordering = f"question_{questions[3].pk}"
    client.force_login(enrolment.user)

    response = client.post(
        lesson.get_absolute_url() + "attempt/", {**data, f"{ordering}_0": "2", f"{ordering}_1": "2"}
    )

    assert response.context["form"].errors == {
        ordering: ["Place 2 is given more than once. Give each item its own place."]
    }


@pytest.mark.parametrize(
    "text",
    ["", "x" * 5000, "\x00", "%s %(a)s", "'\"", "🙂", "العربية", "<script>alert(1)</script>"],
)
def test_whatever_is_typed_is_answered_with_words_and_escaped(quiz, client, text):
    enrolment, lesson, questions = quiz
    client.force_login(enrolment.user)
    data = {f"question_{question.pk}": text for question in questions}

    response = client.post(lesson.get_absolute_url() + "attempt/", data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "<script>alert" not in response.content.decode()
    assert not Attempt.objects.exists()


def test_two_submits_of_one_page_give_one_attempt_and_its_result(quiz, client):
    enrolment, lesson, questions = quiz
    data = {**posted(questions, right_answers(questions)), "form_key": str(uuid.uuid4())}
    client.force_login(enrolment.user)

    first = client.post(lesson.get_absolute_url() + "attempt/", data)
    second = client.post(lesson.get_absolute_url() + "attempt/", data)

    assert first.url == second.url == lesson.get_absolute_url() + "attempts/1/"
    assert Attempt.objects.count() == 1


def test_other_answers_under_the_same_key_are_asked_for_once_more(quiz, client):
    enrolment, lesson, questions = quiz
    right = right_answers(questions)
    data = {**posted(questions, right), "form_key": str(uuid.uuid4())}
    client.force_login(enrolment.user)
    address = lesson.get_absolute_url() + "attempt/"
    client.post(address, data)
    name = next(key for key, value in data.items() if isinstance(value, str) and key != "form_key")

    asked = client.post(address, {**data, name: "7"})
    fresh = str(asked.context["form"]["form_key"].value())
    client.post(address, {**data, name: "7", "form_key": fresh})

    assert "You have already sent this form" in asked.content.decode()
    assert Attempt.objects.count() == 2


def test_a_failed_attempt_says_what_to_read_again(quiz, sign_in, django_assert_max_num_queries):
    enrolment, lesson, questions = quiz
    answers = {pk: [0] for pk in right_answers(questions)}
    submit_attempt(enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW)
    client = sign_in(enrolment.user)

    with django_assert_max_num_queries(10):
        response = client.get(lesson.get_absolute_url() + "attempts/1/")

    assert [item.title for item in response.context["read_again"]] == ["Lesson 1"]
    assert response.content.count(b"Incorrect") == 5


def test_what_is_right_is_told_once_the_quiz_is_passed(quiz, client):
    enrolment, lesson, questions = quiz
    right = right_answers(questions)
    single, _multiple, numeric, _ordering, short = questions
    wrong = single.options.get(is_correct=False)
    failing = {**right, single.pk: [wrong.pk], numeric.pk: "1", short.pk: "gap"}
    client.force_login(enrolment.user)
    address = lesson.get_absolute_url() + "attempts/1/"

    submit_attempt(enrolment=enrolment, lesson=lesson, answers=failing, key=uuid.uuid4(), at=NOW)
    failed = client.get(address).context["answers"]
    submit_attempt(enrolment=enrolment, lesson=lesson, answers=right, key=uuid.uuid4(), at=NOW)
    passed = client.get(address).context["answers"]

    assert [told_of(answers) for answers in (failed, passed)] == [
        {"right": [], "explanations": 0, "feedback": [wrong.feedback]},
        {
            "right": ["Every step is healthier", "A", "B", "1234 days", "gradient"],
            "explanations": 5,
            "feedback": ["Yes.", wrong.feedback],
        },
    ]


def told_of(answers):
    """Return what the marked answers reveal: what is right, why, and the feedback to the first question."""
    return {
        "right": [
            text
            for marked in answers
            for text in [*[o.text for o in marked.options if o.is_told_right], *marked.right]
        ],
        "explanations": sum(bool(marked.explanation) for marked in answers),
        "feedback": [o.feedback for o in answers[0].options if o.feedback],
    }


def test_practice_after_passing_does_not_raise_the_result(quiz):
    enrolment, lesson, questions = quiz
    right = right_answers(questions)
    just = {**right, questions[0].pk: [0], questions[4].pk: "gap"}
    text = Lesson.objects.of(enrolment.release).get(kind=LessonKind.TEXT)

    for answers in (just, right):
        submit_attempt(
            enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW
        )
    complete_lesson(enrolment=enrolment, lesson=text, at=NOW)

    enrolment.refresh_from_db()
    assert enrolment.certificate.scores == [{"title": "Quiz", "percent": 60}]


def test_the_page_of_another_learners_attempt_is_hidden(quiz, client):
    enrolment, lesson, questions = quiz
    submit_attempt(
        enrolment=enrolment,
        lesson=lesson,
        answers=right_answers(questions),
        key=uuid.uuid4(),
        at=NOW,
    )
    neighbour = EnrolmentFactory(course=enrolment.release.course)
    client.force_login(neighbour.user)

    assert client.get(lesson.get_absolute_url() + "attempts/1/").status_code == 404


def test_quiz_pages_stay_within_their_queries(quiz, sign_in, django_assert_max_num_queries):
    enrolment, lesson, _questions = quiz
    client = sign_in(enrolment.user)

    for address in (lesson.get_absolute_url(), lesson.get_absolute_url() + "attempt/"):
        with django_assert_max_num_queries(11):
            assert client.get(address).status_code == 200


def test_a_text_lesson_has_no_attempt_page(client, db):
    enrolment = EnrolmentFactory()
    lesson = (
        Lesson.objects.of(enrolment.release).in_order().select_related("module__release__course")[0]
    )
    client.force_login(enrolment.user)

    response = client.get(lesson.get_absolute_url() + "attempt/")

    assert response.url == lesson.get_absolute_url()


def test_anonymous_readers_are_asked_to_sign_in(client, db):
    course = CourseFactory()

    response = client.post(reverse("courses:course_enrol", args=[course.slug]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_before_the_pass_nothing_tells_which_ticked_answers_are_right(quiz, client):
    """The feedback to one of several ticked answers would say of each whether it is right."""
    enrolment, lesson, questions = quiz
    _single, multiple, numeric, ordering, short = questions
    Question.objects.filter(pk=numeric.pk).update(hint="Count the days of a leap year.")
    ticked = list(multiple.options.values_list("pk", flat=True))
    wrong = {
        **right_answers(questions),
        multiple.pk: ticked,
        numeric.pk: "7.000,5",
        ordering.pk: list(reversed(right_answers(questions)[ordering.pk])),
        short.pk: "gap",
    }
    submit_attempt(enrolment=enrolment, lesson=lesson, answers=wrong, key=uuid.uuid4(), at=NOW)
    client.force_login(enrolment.user)

    answers = client.get(lesson.get_absolute_url() + "attempts/1/").context["answers"]

    assert [option.feedback for option in answers[1].options] == ["", "", ""]
    assert [marked.hint for marked in answers] == ["", "", "Count the days of a leap year.", "", ""]
    assert [marked.read_as for marked in answers] == ["", "", "7000.5", "", ""]


def test_only_the_lessons_of_what_was_wrong_are_to_be_read_again(quiz, client):
    enrolment, lesson, questions = quiz
    text = Lesson.objects.of(enrolment.release).exclude(pk=lesson.pk).get()
    other = Lesson.objects.create(module=text.module, title="Other", slug="other", position=0)
    renew_text_key(enrolment.release)
    Question.objects.filter(pk=questions[0].pk).update(taught_in=text)
    Question.objects.filter(pk=questions[4].pk).update(taught_in=other)
    answers = {**right_answers(questions), questions[4].pk: "gap", questions[1].pk: [0]}
    answers[questions[2].pk] = "1"
    submit_attempt(enrolment=enrolment, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW)
    client.force_login(enrolment.user)

    page = client.get(lesson.get_absolute_url() + "attempts/1/")

    assert page.context["read_again"] == [other]
