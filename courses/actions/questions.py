"""Writing the questions of a draft."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position
from courses.actions.content import lock_draft
from courses.models import Lesson, Option, Question
from courses.states import QuestionKind


@dataclass(frozen=True)
class OptionWords:
    """An answer option as its author wrote it."""

    text: str
    is_correct: bool = False
    feedback: str = ""


@transaction.atomic
def add_question(
    *,
    lesson: Lesson,
    kind: str,
    options: Sequence[OptionWords] = (),
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Question:
    """Add a question at the end of the quiz. ``fields`` are others of ``Question``.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key.
    """
    lock_draft(lesson.module.release_id)
    words = {"kind": QuestionKind(kind), **fields}
    if first := key and first_result(lesson.questions.all(), key, **words):
        return first
    question = Question(
        lesson=lesson,
        kind=QuestionKind(kind),
        position=next_position(lesson.questions.all()),
        form_key=key,
        **fields,
    )
    question.save()
    _write_options(question, options)
    return question


@transaction.atomic
def edit_question(
    *,
    question: Question,
    options: Sequence[OptionWords] = (),
    edit_number: int | None = None,
    **fields: Any,
) -> Question:
    """Change the question; its options are replaced by the given ones, in their order.

    ``edit_number`` is the one this copy was opened with: other words raise ``EditedElsewhere`` when the
    question was saved since.
    """
    lock_draft(question.lesson.module.release_id)
    stored = Question.objects.get(pk=question.pk)
    words = {**fields, "tolerance": fields.get("tolerance") or Decimal(0)}
    is_other = any(getattr(stored, name) != value for name, value in words.items())
    if is_other or options_of(stored) != list(options):
        check_edit_number(stored, edit_number)
    for name, value in words.items():
        setattr(stored, name, value)
    stored.save()
    stored.options.all().delete()
    _write_options(stored, options)
    return stored


def options_of(question: Question) -> list[OptionWords]:
    """Return the options of a question as its author wrote them."""
    return [
        OptionWords(option.text, option.is_correct, option.feedback)
        for option in question.options.order_by("position", "pk")
    ]


@transaction.atomic
def remove_question(*, question: Question) -> None:
    """Take the question out of the draft."""
    lock_draft(question.lesson.module.release_id)
    question.delete()


@transaction.atomic
def move_question(*, question: Question, step: int) -> None:
    """Move the question one place up (-1) or down (+1); at the edge nothing happens."""
    lock_draft(question.lesson.module.release_id)
    move_by_one(Question.objects.filter(lesson=question.lesson_id).in_order(), question, step)


def _write_options(question: Question, options: Sequence[OptionWords]) -> None:
    Option.objects.bulk_create(
        Option(
            question=question,
            position=position,
            text=option.text,
            is_correct=option.is_correct,
            feedback=option.feedback,
        )
        for position, option in enumerate(options, start=1)
    )
