"""Exercises of a draft on real figures: added, changed, renewed from newer figures. The answer is the engine's."""

import uuid
from typing import Any

from django.db import transaction

from core.forms.edit_conflicts import EditedElsewhere, check_edit_number
from core.forms.form_keys import first_result
from core.queries.ordering import next_position
from courses.actions.content import lock_draft
from courses.excerpts.exercises import Figures, Tolerance, fill
from courses.excerpts.newer import newer_than
from courses.models import ExerciseData, Lesson, Question
from courses.states import QuestionKind
from indicators.excerpts.excerpt import Selection


@transaction.atomic
def add_exercise(
    *,
    lesson: Lesson,
    figures: Figures,
    measure: str,
    is_size: bool,
    tolerance: Tolerance,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Question:
    """Add a question to the quiz that asks for a measure of these figures; its answer is worked out and kept.

    The same ``key`` and words give the first one again. Raises ``ReleaseFrozen``, ``ExcerptRefused`` for figures that are
    not there, ``NotReadable`` and ``MeasureRefused`` for those of which the measure has no meaning.
    """
    lock_draft(lesson.module.release_id)
    words = {"kind": QuestionKind.MEASURE, **fields}
    if first := key and first_result(lesson.questions.all(), key, **words):
        return first
    question = Question(
        lesson=lesson, position=next_position(lesson.questions.all()), form_key=key, **words
    )
    data = ExerciseData(measure=measure, is_size=is_size)
    return _write(question, data, figures, tolerance)


@transaction.atomic
def edit_exercise(
    *,
    question: Question,
    figures: Figures,
    measure: str,
    is_size: bool,
    tolerance: Tolerance,
    edit_number: int | None = None,
    **fields: Any,
) -> Question:
    """Change words, figures or measure of an exercise; its answer is worked out anew. Raises as ``add_exercise``.

    Other words raise ``EditedElsewhere`` when the question was saved since the copy of ``edit_number`` was opened.
    """
    lock_draft(question.lesson.module.release_id)
    stored = Question.objects.select_related("data").get(pk=question.pk)
    before = (stored.answer, stored.tolerance, *_state(stored.data))
    is_other = any(getattr(stored, name) != value for name, value in fields.items())
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.data.measure, stored.data.is_size = measure, is_size
    fill(stored, stored.data, figures, tolerance)
    if is_other or before != (stored.answer, stored.tolerance, *_state(stored.data)):
        _check(stored, edit_number)
    stored.save()
    stored.data.save()
    return stored


@transaction.atomic
def renew_exercise(*, data: ExerciseData) -> ExerciseData:
    """Take the figures of the release that replaces those of an exercise, and work out its answer anew. Repeats safely.

    Raises ``ReleaseFrozen``, and ``ExcerptRefused`` or ``MeasureRefused`` where that cannot be: nothing changes then.
    """
    data = ExerciseData.objects.select_related("release", "question__lesson__module").get(
        pk=data.pk
    )
    lock_draft(data.question.lesson.module.release_id)
    newer = newer_than(data.release) if data.release else None
    if newer is None or data.selection is None:
        return data
    selection = Selection.from_plain({**data.selection, "release": newer.pk})
    tolerance = Tolerance(data.tolerance_percent or data.question.tolerance, data.tolerance_percent is not None)  # fmt: skip
    data.question.edit_number += 1
    _write(data.question, data, selection, tolerance)
    return data


def _write(
    question: Question, data: ExerciseData, figures: Figures, tolerance: Tolerance
) -> Question:
    fill(question, data, figures, tolerance)
    question.save()
    data.question = question
    data.save()
    return question


def _check(question: Question, edit_number: int | None) -> None:
    """Raise the number of saves, or tell of a save between with the question as it was stored by that."""
    if edit_number is not None and edit_number != question.edit_number:
        raise EditedElsewhere(Question.objects.select_related("data").get(pk=question.pk))
    check_edit_number(question, edit_number)


def _state(data: ExerciseData) -> tuple[Any, ...]:
    """Return all that makes an exercise what it is, so that two can be compared."""
    names = ("measure", "is_size", "figures", "values", "unit", "is_ordered", "better", "source", "title", "tolerance_percent")  # fmt: skip
    return tuple(getattr(data, name) for name in names)
