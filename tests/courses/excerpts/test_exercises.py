"""An exercise on real figures: written, answered, explained, taken along, marked again, renewed."""

import re
import uuid
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.actions.excerpts.exercises import add_exercise
from courses.actions.regrades import regrade_question, undo_regrade
from courses.actions.releases import begin_draft, publish_release
from courses.books.content import book_of
from courses.excerpts.exercises import (
    PastedFigures,
    Tolerance,
    asked,
    groups_of,
    how_it_is_worked_out,
)
from courses.models import Attempt, ExerciseData, Lesson, Question
from courses.progress.grading import is_correct
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from indicators.calculator.questions import Question as Asked
from indicators.excerpts.exercising import asked as asked_of
from indicators.excerpts.exercising import in_one_order
from tests.courses.authoring import address
from tests.courses.gradients import LINE, gradient
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = {
    "prompt": "Work out\r\nthe slope index.",
    "measure": "slope_index",
    "tolerance_amount": "1",
    "tolerance_in": "percent",
    "points": "2",
}
CHOSEN = {"dimension": "fifths", "places": "ely", "sexes": "persons", "periods": ""}
PASTED = {
    "title": "Damp homes in Ely",
    "pasted": "Street\tShare of homes\tHomes\r\nA\t30,5\t1 000\r\nB\t20,5\t1 000\r\nC\t10,5\t1 000\r\n",
    "value_kind": "percent",
    "value_unit": "% of homes",
    "order": "most-first",
    "better": "lower",
    "source": "Made up for this test, CC0",
}


@shared
def draft(writer):
    return CourseFactory(is_published=False, by=writer, texts=1, quiz=True)


@pytest.fixture
def course(author, draft):
    return draft


@pytest.fixture
def quiz(course):
    quiz = Lesson.objects.select_related("module__release__course").get(kind=LessonKind.QUIZ)
    quiz.questions.all().delete()
    return quiz


def page_of(quiz, query):
    page = reverse("courses:exercise_new", args=[quiz.module.release.course.slug, quiz.pk])
    return f"{page}?{query}"


def exercise(quiz, measure="slope_index", **words):
    gradient()
    return add_exercise(
        lesson=quiz, figures=LINE, measure=measure, is_size=words.pop("is_size", False),
        tolerance=words.pop("tolerance", Tolerance(Decimal(1), is_percent=True)), prompt="Work it out.", **words,
    )  # fmt: skip


def test_an_exercise_from_an_indicator_is_looked_at_and_made_once(client, course, quiz):
    gradient()
    page, key = page_of(quiz, "indicator=cold-homes"), {"form_key": str(uuid.uuid4())}

    chosen = client.get(page_of(quiz, ""))
    opened = client.get(page)
    looked = client.post(page, {**WORDS, **CHOSEN, **key, "preview": "1"})
    nothing_yet = not Question.objects.exists()
    done = [client.post(page, {**WORDS, **CHOSEN, **key}).url for _click in range(2)]

    assert "?indicator=cold-homes" in chosen.content.decode()
    assert opened.status_code == 200
    assert "Correct answer" in looked.content.decode()
    assert nothing_yet
    assert done == [address("lesson_edit", course.slug, quiz.pk)] * 2
    question = Question.objects.select_related("data").get()
    assert (question.kind, question.prompt, question.points) == ("measure", "Work out\nthe slope index.", 2)  # fmt: skip
    assert question.answer == Decimal("-18.775000")
    assert question.tolerance == Decimal("0.187750")
    assert question.unit == "percentage points"
    assert (question.data.figures.splitlines()[:2], question.data.values) == (
        ["Group\tValue\tPopulation", "Fifth 1\t26.84\t1000"],
        "percent",
    )
    assert question.data.source == "Office of Examples: Cold homes, first release. Open Government Licence 3.0."  # fmt: skip


def test_a_pasted_table_in_another_notation_is_kept_in_one(client, course, quiz):
    page = page_of(quiz, "pasted=yes")

    answer = client.post(page, {**WORDS, **PASTED, "tolerance_in": "number", "is_size": "on"})

    assert answer.status_code == 302
    data = ExerciseData.objects.select_related("question").get()
    assert data.figures == "Group\tValue\tPopulation\nA\t30.5\t1000\nB\t20.5\t1000\nC\t10.5\t1000"
    assert (data.question.answer, data.question.tolerance) == (Decimal(30), Decimal(1))
    assert (data.tolerance_percent, data.indicator, data.source) == (None, None, PASTED["source"])
    preview = client.get(reverse("courses:lesson_preview", args=quiz.address_words))
    assert "<td>30.5</td><td>1,000</td>" in preview.content.decode()
    again = client.get(answer_page := address("exercise_edit", course.slug, data.question.pk))
    number = again.context["form"]["edit_number"].value()
    changed = client.post(answer_page, {**WORDS, **PASTED, "measure": "ratio", "edit_number": number})  # fmt: skip
    late = client.post(answer_page, {**WORDS, **PASTED, "measure": "difference", "edit_number": number})  # fmt: skip
    assert (changed.status_code, late.status_code) == (302, 409)
    assert Question.objects.get().answer == Decimal("2.904762")


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"pasted": ""}, "pasted", "Paste the groups."),
        ({"pasted": "Group\tValue\r\nA\tmany\r\nB\t2\r\nC\t3\r\n"}, "pasted", "“many” is not a number"),
        ({"pasted": "A\t1\r\nB\t2"}, "measure", "at least 3 groups"),
        ({"pasted": "Group\tValue\r\nA\t130\r\nB\t2\r\nC\t3"}, "measure", "cannot be above 100"),
        ({"pasted": "Group\tValue\tPopulation\r\nA\t9e14\t1\r\nB\t5\t1\r\nC\t-9e14\t1", "value_kind": "mean"}, "measure", "too large"),
        ({"pasted": "x\x00y"}, "pasted", "Null characters are not allowed."),
        ({"order": "none"}, "measure", "order"),
        ({"measure": "slope_index_poisson"}, "measure", "Select a valid choice"),
        ({"measure": ""}, "measure", "This field is required."),
        ({"tolerance_amount": "-1"}, "tolerance_amount", "Enter 0 or more."),
        ({"tolerance_amount": "101"}, "tolerance_amount", "Enter at most 100 per cent."),
        ({"tolerance_amount": "1,234"}, "tolerance_amount", "can be read as two numbers"),
        ({"tolerance_amount": "9" * 30}, "tolerance_amount", "at most twelve digits"),
        ({"source": " "}, "source", "Name the source of the numbers."),
        ({"prompt": ""}, "prompt", "Enter the question."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_and_stays_typed(client, course, quiz, changed, field, said):
    answer = client.post(page_of(quiz, "pasted=yes"), {**WORDS, **PASTED, **changed})

    assert answer.status_code == 200
    assert said in " ".join(answer.context["form"].errors[field])
    assert "Made up for this test" in answer.content.decode() or field == "source"
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"places": "atlantis"}, {"periods": "1066"}, {"dimension": ""}]
)
def test_figures_that_are_not_there_are_told(client, course, quiz, changed):
    gradient()

    answer = client.post(page_of(quiz, "indicator=cold-homes"), {**WORDS, **CHOSEN, **changed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(changed))
    assert not Question.objects.exists()


def test_a_learner_reads_the_data_answers_and_sees_the_steps_after_passing(client, author, course, quiz):  # fmt: skip
    question = exercise(quiz)
    publish_release(release=course.releases.get(), by=author, at=NOW)
    client.force_login(EnrolmentFactory(course=course).user)
    page = reverse("courses:attempt_new", args=quiz.address_words)

    shown = client.get(page).content.decode()
    given = f"question_{question.pk}"
    wrong = client.post(page, {given: "3"}, follow=True).content.decode()
    right = client.post(page, {given: "−18,8 percentage points"}, follow=True).content.decode()
    later = client.post(page, {given: "0"}, follow=True).content.decode()

    assert "<td>26.84</td><td>1,000</td>" in shown
    assert f'href="/courses/exercises/{question.data.pk}/figures.csv"' in shown
    assert "How it is worked out" not in wrong
    assert "#slope_index" in wrong
    passed = [attempt.is_passed for attempt in Attempt.objects.order_by("number")]
    assert passed == [False, True, False]
    assert "How it is worked out, step by step" in right
    assert "The slope index is −18.775." in right
    assert "Correct answer: <strong>−18.775 (± 0.18775) percentage points</strong>" in later


def test_the_data_open_in_the_calculator_and_go_into_a_spreadsheet(client, author, course, quiz):
    data = exercise(quiz).data
    publish_release(release=course.releases.get(), by=author, at=NOW)
    client.force_login(EnrolmentFactory(course=course).user)

    shown = client.get(reverse("courses:attempt_new", args=quiz.address_words))
    link = next(part for part in shown.content.decode().split('"') if part.startswith("/indicators/calculator/?"))  # fmt: skip
    calculated = client.get(link.replace("&amp;", "&"))
    file = client.get(data.get_absolute_url())

    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query)["kind"] == ["percent"]
    assert re.search("−18.7[78]", calculated.content.decode())
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[:2] == ["Group,Value,Population", "Fifth 1,26.84,1000"]
    assert 'filename="cold-homes-ely-2020-fifths.csv"' in file["Content-Disposition"]


def test_the_file_is_for_learners_and_authors_of_the_course(client, author, course, quiz):
    data = exercise(quiz).data
    publish_release(release=course.releases.get(), by=author, at=NOW)
    learner = EnrolmentFactory(course=course).user
    seen = {}
    for name, user in (("author", author), ("learner", learner), ("stranger", UserFactory())):
        client.force_login(user)
        seen[name] = client.get(data.get_absolute_url()).status_code
    client.logout()
    seen["nobody"] = client.get(data.get_absolute_url()).status_code

    assert seen == {"author": 200, "learner": 200, "stranger": 404, "nobody": 302}


def test_only_authors_of_the_course_write_exercises(client, course, quiz):
    question = exercise(quiz)
    client.force_login(UserFactory())
    new, edit, renew = (
        page_of(quiz, "pasted=yes"),
        address("exercise_edit", course.slug, question.pk),
        address("exercise_renew", course.slug, question.pk),
    )

    answers = [client.get(new), client.post(new, WORDS), client.get(edit), client.post(edit, WORDS), client.post(renew)]  # fmt: skip

    assert {answer.status_code for answer in answers} == {404}


def test_the_pages_of_other_questions_lead_to_that_of_the_exercise(client, course, quiz):
    question = exercise(quiz)

    new = client.get(address("question_new", course.slug, quiz.pk, "measure"))
    edit = client.get(address("question_edit", course.slug, quiz.pk, question.pk))

    assert new.url == page_of(quiz, "").rstrip("?")
    assert edit.url == address("exercise_edit", course.slug, question.pk)
    assert client.get(edit.url).status_code == 200
    assert client.get(address("exercise_edit", course.slug, 10**17)).status_code == 404


def test_the_next_version_keeps_data_and_answer_until_newer_figures_are_taken(client, author, course, quiz):  # fmt: skip
    question = exercise(quiz)
    older = question.data.release
    publish_release(release=course.releases.get(), by=author, at=NOW)
    draft = begin_draft(course=course, at=NOW)
    copy = Question.objects.select_related("data").get(lesson__module__release=draft)
    gradient((40, 30, 20, 10, 5), supersedes=older, title="Newer figures")

    told = client.get(address("exercise_edit", course.slug, copy.pk)).content.decode()
    listed = client.get(address("teach_course", course.slug)).content.decode()
    for _click in range(2):
        client.post(address("exercise_renew", course.slug, copy.pk))

    first, second = Question.objects.select_related("data").order_by("pk")
    assert copy.data.figures == question.data.figures
    assert "Use the newer figures" in told
    assert "replaced by “Newer figures”" in listed
    assert (first.answer, second.answer) == (Decimal("-18.775000"), Decimal("-45.000000"))
    assert second.tolerance == Decimal("0.45")
    answer = client.post(address("exercise_renew", course.slug, first.pk))
    assert answer.status_code == 409


def test_the_key_can_be_corrected_and_steps_to_another_number_are_not_shown(client, author, course, quiz):  # fmt: skip
    question = exercise(quiz)
    publish_release(release=course.releases.get(), by=author, at=NOW)
    client.force_login(EnrolmentFactory(course=course).user)
    page = reverse("courses:attempt_new", args=quiz.address_words)
    client.post(page, {f"question_{question.pk}": "-15"})

    regrade = regrade_question(
        question=question, key={"answer": "-15.000000", "tolerance": "0.500000"}, reason="By hand.",
        may_lower=False, by=author, form_key=uuid.uuid4(), at=NOW,
    )  # fmt: skip
    passed = Attempt.objects.get().is_passed
    shown = client.get(reverse("courses:attempt_detail", args=[*quiz.address_words, 1])).content.decode()  # fmt: skip
    undo_regrade(regrade=regrade, by=author, at=NOW)

    assert (passed, Attempt.objects.get().is_passed) == (True, False)
    assert "How it is worked out" not in shown
    assert Question.objects.get().answer == Decimal("-18.775000")


def test_the_book_shows_the_data_and_no_answer(course, quiz, author):
    exercise(quiz)
    publish_release(release=course.releases.get(), by=author, at=NOW)

    (question,) = [q for lesson in book_of(course.releases.get()).lessons for q in lesson.questions]

    assert question.data.rows[0] == ["Fifth 1", "26.84", "1,000"]
    assert "18.775" not in str(question)


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.floats(0.1, 99).map(lambda n: round(n, 3)), min_size=3, max_size=10),
    percent=st.integers(0, 20),
    measure=st.sampled_from(["difference", "ratio", "slope_index", "concentration_index"]),
    is_size=st.booleans(),
)
def test_the_answer_of_the_engine_is_right_and_one_beyond_the_tolerance_is_not(values, percent, measure, is_size):  # fmt: skip
    figures = asked_of(
        tuple(str(n) for n in range(len(values))), {"Value": tuple(values)},
        title="Some", kind="percent", unit="%", is_ordered=True, better="",
    )  # fmt: skip
    quiz = CourseFactory(is_published=False, by=UserFactory(), quiz=True).releases.get().modules.get().lessons.get(kind="quiz")  # fmt: skip

    question = add_exercise(
        lesson=quiz, figures=PastedFigures(figures, "Made up"), measure=measure, is_size=is_size,
        tolerance=Tolerance(Decimal(percent), is_percent=True), prompt="Work it out.",
    )  # fmt: skip

    beyond = question.answer + question.tolerance + Decimal("0.000002")
    worked = how_it_is_worked_out(question.data).value
    assert is_correct(question, [], str(question.answer))
    assert not is_correct(question, [], f"{beyond:f}")
    assert (abs(worked) if is_size else worked) == pytest.approx(float(question.answer), abs=1e-5)
    assert list(groups_of(question.data).values) == values


def test_figures_in_one_order_are_the_same_again():
    once = in_one_order(Asked("B\t10\t50\nA\t30,5\t60\nC\t40\t70", title="x", order="least-first"))

    assert in_one_order(once) == once
    assert once.figures.splitlines()[1].startswith("C\t40")
    assert asked(ExerciseData(figures=once.figures, values=once.kind, title="x")).table.rows == once.table.rows  # fmt: skip
