"""Questions as an author writes them: nothing typed is lost, nothing that cannot be answered is kept."""

from decimal import Decimal

import pytest

from courses.actions.content import add_lesson
from courses.actions.questions import OptionWords, add_question
from courses.models import Module, Question
from courses.states import LessonKind
from demo.factories.courses import CourseFactory, LessonFactory
from tests.courses.authoring import address, options_data

pytestmark = pytest.mark.django_db


def test_another_answer_is_added_without_losing_what_was_typed(client, author):
    course = CourseFactory(is_published=False, texts=0, by=author)
    quiz = LessonFactory(module=course.releases.get().modules.get(), kind=LessonKind.QUIZ)
    data = {
        "prompt": "Half a question",
        "points": "1",
        "add_option": "yes",
        **options_data(("One", True, "Yes."), ("Two", False, "")),
    }

    page = client.post(address("question_new", course.slug, quiz.pk, "single"), data)

    forms = page.context["formset"].forms
    assert [form["text"].value() for form in forms] == ["One", "Two", None]
    assert [bool(form["is_correct"].value()) for form in forms] == [True, False, False]
    assert page.context["form"]["prompt"].value() == "Half a question"
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("kind", "data", "where"),
    [
        ("single", options_data(("A", True, ""), ("B", True, "")), "formset"),
        ("single", options_data(("A", True, "")), "formset"),
        ("multiple", options_data(("A", False, ""), ("B", False, "")), "formset"),
        ("ordering", options_data(("A", False, "")), "formset"),
        ("numeric", {"answer": "", "tolerance": "0"}, "answer"),
        ("numeric", {"answer": "many", "tolerance": "0"}, "answer"),
        ("numeric", {"answer": "1", "tolerance": "-1"}, "tolerance"),
        ("short_text", {"accepted": " "}, "accepted"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(client, author, kind, data, where):
    course = CourseFactory(is_published=False, texts=0, by=author)
    quiz = LessonFactory(module=course.releases.get().modules.get(), kind=LessonKind.QUIZ)

    page = client.post(
        address("question_new", course.slug, quiz.pk, kind), {"prompt": "?", "points": "1", **data}
    )

    assert page.status_code == 200
    if where == "formset":
        assert len(page.context["formset"].non_form_errors()) == 1
    else:
        assert list(page.context["form"].errors) == [where]
    assert not Question.objects.exists()


def test_a_question_open_in_two_tabs_loses_no_words(client, author):
    course = CourseFactory(is_published=False, texts=1, by=author)
    module = Module.objects.first()
    quiz = add_lesson(module=module, title="What you know", kind="quiz")
    question = add_question(
        lesson=quiz,
        kind="single",
        prompt="What harms?",
        options=[OptionWords("Cold", is_correct=True), OptionWords("Warmth")],
    )
    page = address("question_edit", course.slug, quiz.pk, question.pk)
    opened = client.get(page).context["form"]["edit_number"].value()
    words = {"points": "1", "edit_number": opened, "save": "yes"}
    first = options_data(("Cold homes", True, "Yes."), ("Warmth", False, ""))
    second = options_data(("Cold", True, ""), ("Damp", False, "No."))
    assert client.post(page, {"prompt": "What harms?", **words, **first}).status_code == 302

    answer = client.post(page, {"prompt": "What hurts?", **words, **second})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Cold homes · correct · Yes." in html
    assert ("What hurts?" in html, "Damp" in html) == (True, True)
    question.refresh_from_db()
    assert [option.text for option in question.options.order_by("position")] == [
        "Cold homes",
        "Warmth",
    ]
    over = {**words, "edit_number": answer.context["form"]["edit_number"].value()}
    assert client.post(page, {"prompt": "What hurts?", **over, **second}).status_code == 302
    assert question.options.filter(text="Damp").exists()


def test_saving_a_question_as_it_is_conflicts_with_nothing(client, author):
    course = CourseFactory(is_published=False, texts=1, by=author)
    quiz = add_lesson(module=Module.objects.first(), title="What you know", kind="quiz")
    question = add_question(lesson=quiz, kind="numeric", prompt="Degrees?", answer=Decimal(18))
    page = address("question_edit", course.slug, quiz.pk, question.pk)
    words = {
        "prompt": "Degrees?",
        "points": "1",
        "answer": "18",
        "tolerance": "0",
        "edit_number": 0,
    }

    codes = [client.post(page, {**words, "save": "yes"}).status_code for _twice in range(2)]

    question.refresh_from_db()
    assert (codes, question.edit_number) == ([302, 302], 0)


@pytest.mark.parametrize("kind", ["single", "multiple", "ordering"])
def test_two_equal_answers_are_refused(client, author, kind):
    quiz = LessonFactory(kind=LessonKind.QUIZ)
    page = address("question_new", quiz.module.release.course.slug, quiz.pk, kind)
    options = options_data(("Two wards", True, ""), ("two  wards ", False, ""), ("None", False, ""))

    answer = client.post(page, {"prompt": "How many?", "points": "1", **options})

    assert answer.context["formset"].non_form_errors() == [
        "The answer “two  wards” appears more than once."
    ]
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1.234,5", "1234.5"), ("1 234,5", "1234.5"), ("−0,5", "-0.5"), ("١٬٢٣٤٫٥", "1234.5")],
)
def test_authors_type_numbers_in_their_notation(client, author, typed, stored):
    quiz = LessonFactory(kind=LessonKind.QUIZ)
    page = address("question_new", quiz.module.release.course.slug, quiz.pk, "numeric")

    client.post(page, {"prompt": "How many?", "points": "1", "answer": typed, "tolerance": "0,5"})

    question = Question.objects.get()
    assert (question.answer, question.tolerance) == (Decimal(stored), Decimal("0.5"))
    again = address("question_edit", quiz.module.release.course.slug, quiz.pk, question.pk)
    assert client.get(again).context["form"]["answer"].value() in {"1234.5", "-0.5"}


def test_a_number_that_may_be_two_is_asked_after(client, author):
    quiz = LessonFactory(kind=LessonKind.QUIZ)
    page = address("question_new", quiz.module.release.course.slug, quiz.pk, "numeric")
    words = {"prompt": "How many?", "points": "1", "tolerance": ""}

    asked = client.post(page, {**words, "answer": "1,234"})
    client.post(page, {**words, "answer": "1.2340"})

    assert asked.context["form"].errors["answer"] == [
        "“1,234” can be read as two numbers. Write 1.2340 or 1234."
    ]
    question = Question.objects.get()
    again = address("question_edit", quiz.module.release.course.slug, quiz.pk, question.pk)
    assert client.get(again).context["form"]["answer"].value() == "1.2340"


def test_all_that_is_wrong_with_a_question_and_its_answers_stands_in_one_box(client, author):
    course = CourseFactory(is_published=False, texts=0, by=author)
    quiz = LessonFactory(module=course.releases.get().modules.get(), kind=LessonKind.QUIZ)

    page = client.post(
        address("question_new", course.slug, quiz.pk, "single"),
        {"prompt": "", "points": "1", **options_data(("", True, "Why?"), ("B", False, ""))},
    ).content.decode()

    assert page.count('class="error-summary"') == 1
    assert page.count("There is a problem") == 1
    assert "Enter the question." in page
    assert "Give at least two answers" in page
