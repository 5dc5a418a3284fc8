"""Answering a quiz in the page, rightly or wrongly, whatever kind its questions are."""

from collections.abc import Callable

from playwright.sync_api import Locator

from courses.models import Lesson, Option, Question
from courses.states import QuestionKind
from tests.browser.window import Visitor


def answer(window: Visitor, lesson: Lesson, *, rightly: bool) -> set[str]:
    """Answer every question of the quiz on the page; return which kinds there were."""
    questions = Question.objects.filter(lesson=lesson).in_order().with_options()
    for number, question in enumerate(questions, start=1):
        _ANSWERS[question.kind](window.main, f"{number}. {question.prompt}", question, rightly)
    return {question.kind for question in questions}


def _tick(main: Locator, label: str, question: Question, rightly: bool) -> None:
    """A wrong answer ticks one that is not right, and nothing else."""
    group = _group(main, label)
    wanted = [option for option in question.options.all() if option.is_correct == rightly]
    for option in wanted if rightly else wanted[:1]:
        group.get_by_label(option.text, exact=True).check()


def _order(main: Locator, label: str, question: Question, rightly: bool) -> None:
    """A wrong answer turns the right order round."""
    options: list[Option] = list(question.options.order_by("position"))
    for place, option in enumerate(options if rightly else reversed(options), start=1):
        _group(main, label).get_by_label(option.text, exact=True).select_option(str(place))


def _type(main: Locator, label: str, question: Question, rightly: bool) -> None:
    right = question.accepted[0] if question.kind == QuestionKind.SHORT_TEXT else question.answer
    main.get_by_label(label).fill(str(right) if rightly else "987654")


def _group(main: Locator, label: str) -> Locator:
    return main.get_by_role("group", name=label)


_ANSWERS: dict[str, Callable[[Locator, str, Question, bool], None]] = {
    QuestionKind.SINGLE: _tick,
    QuestionKind.MULTIPLE: _tick,
    QuestionKind.ORDERING: _order,
    QuestionKind.NUMERIC: _type,
    QuestionKind.MEASURE: _type,
    QuestionKind.SHORT_TEXT: _type,
}
