"""Grading answers: whether one is right, and the score of an attempt (``courses.actions.attempts`` saves it)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from courses.models import Option, Question
from courses.states import QuestionKind

# What an attempt keeps: the options chosen (in the order given), or the text as it was typed.
GivenAnswer = list[int] | str

_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "‑": "-", "﹣": "-", "-": "-"})
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’_]+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_GROUPED_THE_OTHER_WAY = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_LONGEST_NUMBER = 30


class NotANumber(ValueError):
    """The text cannot be read as one number."""


def read_number(text: str, *, unit: str = "") -> Decimal:
    """Read a number as people write it: ``1,234.5``, ``1 234,5``, ``−3``, ``12 %`` with its unit.

    A single comma before exactly three digits groups thousands, as in English (``1,234``); any other
    single comma is the decimal sign. Raises ``NotANumber``.
    """
    value = unicodedata.normalize("NFKC", text).strip().translate(_MINUS_SIGNS)
    plain_unit = unicodedata.normalize("NFKC", unit).strip()
    if plain_unit and value.casefold().endswith(plain_unit.casefold()):
        value = value[: -len(plain_unit)]
    value = _SPACES.sub("", value)
    if len(value) > _LONGEST_NUMBER:
        raise NotANumber(text)
    if _GROUPED.fullmatch(value):
        value = value.replace(",", "")
    elif _GROUPED_THE_OTHER_WAY.fullmatch(value):
        value = value.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(value):
        value = value.replace(",", ".")
    else:
        raise NotANumber(text)
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise NotANumber(text) from error


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
    if question.kind == QuestionKind.NUMERIC:
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
        value = read_number(given, unit=question.unit)
    except NotANumber:
        return False
    return abs(value - question.answer) <= question.tolerance


@dataclass(frozen=True)
class Score:
    """The score of an attempt: points reached, points possible, and the pass mark in whole per cent."""

    points: int
    out_of: int

    def passes(self, pass_mark: int) -> bool:
        return self.points * 100 >= pass_mark * self.out_of
