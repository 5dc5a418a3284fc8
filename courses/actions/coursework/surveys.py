"""Writing the questions of a survey, and answering them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position
from core.small_numbers import SMALLEST_SHOWN
from courses.actions.completion import complete_if_done, lock_enrolment, record_completion
from courses.actions.content import lock_draft
from courses.models import Enrolment, Lesson, LessonCompletion, SurveyQuestion, SurveyResponse
from courses.refusals import NothingAnswered


@transaction.atomic
def add_survey_question(
    *,
    lesson: Lesson,
    kind: str,
    prompt: str,
    options: Sequence[str] = (),
    key: uuid.UUID | None = None,
) -> SurveyQuestion:
    """Add a question at the end of the survey.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key.
    """
    lock_draft(lesson.module.release_id)
    words = {"kind": kind, "prompt": prompt, "options": list(options)}
    questions = SurveyQuestion.objects.filter(lesson=lesson)
    if first := key and first_result(questions, key, **words):
        return first
    return SurveyQuestion.objects.create(
        lesson=lesson, position=next_position(questions), form_key=key, **words
    )


@transaction.atomic
def edit_survey_question(
    *,
    question: SurveyQuestion,
    kind: str,
    prompt: str,
    options: Sequence[str] = (),
    edit_number: int | None = None,
) -> SurveyQuestion:
    """Change a question. Raises ``EditedElsewhere`` when it was saved since this copy was opened."""
    lock_draft(question.lesson.module.release_id)
    stored = SurveyQuestion.objects.get(pk=question.pk)
    words = {"kind": kind, "prompt": prompt, "options": list(options)}
    if any(getattr(stored, name) != value for name, value in words.items()):
        check_edit_number(stored, edit_number)
    for name, value in words.items():
        setattr(stored, name, value)
    stored.save()
    return stored


@transaction.atomic
def move_survey_question(*, question: SurveyQuestion, step: int) -> None:
    """Move a question one place up (-1) or down (+1); at the edge nothing happens."""
    lock_draft(question.lesson.module.release_id)
    siblings = SurveyQuestion.objects.filter(lesson=question.lesson_id)
    move_by_one(siblings.in_order(), question, step)


@transaction.atomic
def remove_survey_question(*, question: SurveyQuestion) -> None:
    """Take a question out of the survey of a draft."""
    lock_draft(question.lesson.module.release_id)
    question.delete()


@transaction.atomic
def answer_survey(
    *, enrolment: Enrolment, lesson: Lesson, answers: Mapping[int, str], at: dt.datetime
) -> bool:
    """Keep the answers apart from their learner, and the lesson as done. Return whether they were the first.

    Whoever has done the lesson has answered: nothing more is kept of them. Raises ``NothingAnswered`` and ``NotLearning``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    if LessonCompletion.objects.filter(enrolment=enrolment, lesson=lesson).exists():
        return False
    given = {str(pk): words for pk, words in answers.items() if words.strip()}
    if not given:
        raise NothingAnswered
    # Those who answer at the same moment take turns, so that each group has five.
    Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)
    number = SurveyResponse.objects.filter(lesson=lesson).count()
    SurveyResponse.objects.create(lesson=lesson, group=number // SMALLEST_SHOWN, answers=given)
    record_completion(enrolment, lesson, at=at)
    complete_if_done(enrolment, at=at)
    return True
