"""The questions of a quiz in files."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.importing.exercises import check_exercise, decimal_in
from courses.importing.problems import Check
from courses.lessons.publishing_checks import missing_in_question
from courses.models import ExerciseData, Option, Question
from courses.states import QuestionKind

_LONGEST_PROMPT = 2_000


@dataclass(frozen=True)
class QuestionDraft:
    """A question and its options, not saved yet."""

    question: Question
    options: list[Option]
    # The file stem of the lesson to read again.
    taught_in: str = ""
    # Of an exercise on real figures.
    data: ExerciseData | None = None


def check_question(
    check: Check, file: str, index: int, data: Mapping[str, Any], *, stems: Container[str]
) -> QuestionDraft:
    where = f"questions[{index}]."
    kind = str(data.get("kind", ""))
    if kind not in QuestionKind.values:
        kinds = ", ".join(QuestionKind.values)
        check.add(file, f"{where}kind", _("Choose one of: %(kinds)s.") % {"kinds": kinds})
        return QuestionDraft(Question(), [])
    explanation = "explanation" if "explanation" in data else "feedback"
    question = Question(
        kind=kind,
        position=index,
        prompt=check.text(data, "prompt", file, where=where, most=_LONGEST_PROMPT),
        explanation=check.text(data, explanation, file, where=where, most=2_000, need=False),
        hint=check.text(data, "hint", file, where=where, most=500, need=False),
        points=data.get("points", 1),
        unit=check.text(data, "unit", file, where=where, most=40, need=False),
        accepted=[str(item) for item in data.get("accepted") or []],
    )
    if not isinstance(question.points, int) or not 1 <= question.points <= 20:
        check.add(file, f"{where}points", _("Write a whole number from 1 to 20."))
    if kind == QuestionKind.NUMERIC:
        question.answer = decimal_in(check, data.get("answer"), file, f"{where}answer")
        question.tolerance = decimal_in(
            check, data.get("tolerance", 0), file, f"{where}tolerance"
        ) or Decimal(0)
    exercise = check_exercise(check, file, where, data, question) if kind == QuestionKind.MEASURE else None  # fmt: skip
    options = _options(check, file, where, data)
    for lack in missing_in_question(question, options):
        check.add(file, where.rstrip("."), lack)
    taught_in = check.text(data, "taught_in", file, where=where, most=80, need=False)
    if taught_in and taught_in not in stems:
        words = {"stem": taught_in}
        check.add(file, f"{where}taught_in", _("There is no file %(stem)s.md.") % words)
    return QuestionDraft(question, options, taught_in, exercise)


def _options(check: Check, file: str, where: str, data: Mapping[str, Any]) -> list[Option]:
    return [
        Option(
            position=number,
            text=check.text(item, "text", file, where=f"{where}options[{number}].", most=500),
            is_correct=bool(item.get("correct", False)),
            feedback=check.text(
                item, "feedback", file, where=f"{where}options[{number}].", most=1_000, need=False
            ),
        )
        for number, item in enumerate(
            check.items(data, "options", file, dict, where=where), start=1
        )
    ]
