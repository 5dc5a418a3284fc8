"""Grading answers: whether one is right, and the score of an attempt (``courses.actions.attempts`` saves it)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from courses.models import Option, Question
from courses.progress.numbers import NotANumber, readings
from courses.states import NUMBER_KINDS, QuestionKind

# What an attempt keeps: the options chosen (in the order given), or the text as it was typed.
GivenAnswer = list[int] | str


def fold(text: str) -> str:
    """Return the text without case, accents, doubled spaces and surrounding punctuation."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    words = " ".join(bare.split())
    return words.strip("".join({c for c in words if not c.isalnum()}))


def is_correct(question: Question, options: Sequence[Option], given: GivenAnswer) -> bool:
    """Tell whether the answer earns the points; there are no half points.

    ``options`` are those of the question in their stored order, which is the right one for an ordering.
    """
    if question.kind in NUMBER_KINDS:
        return _is_right_number(question, str(given))
    if question.kind == QuestionKind.SHORT_TEXT:
        folded = fold(str(given))
        return bool(folded) and folded in {fold(text) for text in question.accepted}
    if question.kind == QuestionKind.ORDERING:
        return list(given) == [option.pk for option in options]
    return set(given) == {option.pk for option in options if option.is_correct}


def _is_right_number(question: Question, given: str) -> bool:
    if question.answer is None:
        return False
    try:
        meant = readings(given, unit=question.unit)
    except NotANumber:
        return False
    # Where the notation leaves two numbers possible, the one that can be meant counts.
    return any(abs(value - question.answer) <= question.tolerance for value in meant)


@dataclass(frozen=True)
class Score:
    """The score of an attempt: points reached, points possible, and the pass mark in whole per cent."""

    points: int
    out_of: int

    def passes(self, pass_mark: int) -> bool:
        return self.points * 100 >= pass_mark * self.out_of
