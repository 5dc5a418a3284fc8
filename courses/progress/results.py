"""The result of an attempt, with right answers and explanations only once the quiz is passed.

A quiz is tried again with the same questions. Told too early, the right answers would make the next
try, and with it the certificate, prove nothing. The feedback to one of several ticked answers would tell
which of them is right, so before that only the single answer of a choice has it. Other wrong answers
get the hint of the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.excerpts.exercises import ShownData, data_of, how_it_is_worked_out, shown_data
from courses.models import Answer, Attempt, Lesson, Option, Question
from courses.progress.numbers import NotANumber, readings, written
from courses.progress.outline import Outline
from courses.states import NUMBER_KINDS, LessonKind, QuestionKind
from indicators.measures.working import Working, number


@dataclass(frozen=True)
class MarkedOption:
    """An answer option in a result: whether it was chosen, may be called right, and its feedback."""

    text: str
    is_chosen: bool
    is_told_right: bool
    feedback: str


@dataclass(frozen=True)
class MarkedAnswer:
    """One answer and whether it is right; ``right`` and ``explanation`` are empty until they may be told."""

    question: Question
    answer: Answer
    options: Sequence[MarkedOption]
    given_order: Sequence[str]
    right: Sequence[str]
    explanation: str
    # What helps after a wrong answer, while the right one is not told.
    hint: str
    # The number that was read in what was typed, where that looks different.
    read_as: str
    # Of an exercise: its data, and how the answer is worked out once that may be told.
    data: ShownData | None = None
    working: Working | None = None

    @property
    def given_text(self) -> str:
        """Return the typed answer, for questions without options."""
        return self.answer.given if isinstance(self.answer.given, str) else ""


def marked_answers(attempt: Attempt, *, tells_right: bool) -> list[MarkedAnswer]:
    """Return the answers in the order of the quiz; load ``answers__question__options`` with the attempt."""
    return [_marked(answer, tells_right) for answer in attempt.answers.all()]


def lessons_to_reread(outline: Outline, quiz: Lesson, wrong: Sequence[Question]) -> list[Lesson]:
    """Return the lessons in which the questions that were answered wrongly are taught, in order.

    Where no question names one: the texts before the quiz in its module, or else before it.
    """
    named = {question.taught_in_id for question in wrong} - {None}
    if taught := [lesson for lesson in outline.lessons if lesson.pk in named]:
        return taught
    before = outline.lessons[: outline.lessons.index(quiz)]
    texts = [lesson for lesson in before if lesson.kind == LessonKind.TEXT]
    return [lesson for lesson in texts if lesson.module_id == quiz.module_id] or texts[-3:]


def _marked(answer: Answer, tells_right: bool) -> MarkedAnswer:
    question = answer.question
    options = sorted(question.options.all(), key=lambda option: (option.position, option.pk))
    given = answer.given if isinstance(answer.given, list) else []
    is_ordering = question.kind == QuestionKind.ORDERING
    texts = {option.pk: option.text for option in options}
    return MarkedAnswer(
        question=question,
        answer=answer,
        options=[]
        if is_ordering
        else [_option(option, given, tells_right, question) for option in options],
        given_order=[texts.get(pk, "") for pk in given] if is_ordering else [],
        right=_right(question, options) if tells_right and not answer.is_correct else [],
        explanation=question.explanation if tells_right else "",
        hint="" if tells_right or answer.is_correct else question.hint,
        read_as=_read_as(question, answer),
        **_exercise(question, tells_right=tells_right),
    )


def _exercise(question: Question, *, tells_right: bool) -> dict[str, Any]:
    """Return the data of an exercise and its steps: none where its key was corrected to another number by hand."""
    data = data_of(question)
    if data is None:
        return {}
    working = how_it_is_worked_out(data) if tells_right else None
    if working is not None and question.answer is not None:
        value = abs(working.value) if data.is_size else working.value
        if abs(value - float(question.answer)) > max(float(question.tolerance), 1e-6):
            working = None
    return {"data": shown_data(data), "working": working}


def _read_as(question: Question, answer: Answer) -> str:
    if question.kind not in NUMBER_KINDS or answer.is_correct:
        return ""
    try:
        return _(" or as ").join(
            written(number) for number in sorted(readings(str(answer.given), unit=question.unit))
        )
    except NotANumber:
        return ""


def _option(
    option: Option, given: Sequence[int], tells_right: bool, question: Question
) -> MarkedOption:
    is_chosen = option.pk in given
    is_told_right = tells_right and option.is_correct
    tells_feedback = tells_right or question.kind == QuestionKind.SINGLE
    feedback = option.feedback if tells_feedback and (is_chosen or is_told_right) else ""
    return MarkedOption(option.text, is_chosen, is_told_right, feedback)


def _right(question: Question, options: Sequence[Option]) -> list[str]:
    """Return the right answer in words; choices show theirs among the options."""
    if question.kind == QuestionKind.ORDERING:
        return [option.text for option in options]
    if question.kind == QuestionKind.SHORT_TEXT:
        return list(question.accepted[:1])
    if question.kind in NUMBER_KINDS and question.answer is not None:
        return [_number_in_words(question, question.answer)]
    return []


def _number_in_words(question: Question, answer: Decimal) -> str:
    """Write the right number with its tolerance and unit; of a measure the digits that count."""
    write = _plainly if question.kind == QuestionKind.NUMERIC else _shortly
    said = write(answer)
    if question.tolerance:
        said = f"{said} (± {write(question.tolerance)})"
    return f"{said} {question.unit}".strip()


def _plainly(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shortly(value: Decimal) -> str:
    return number(float(value))
