"""Submitting answers to a quiz."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from core.forms.form_keys import AlreadySubmitted, first_result
from courses.actions.completion import (
    complete_if_done,
    lock_enrolment,
    record_completion,
)
from courses.models import Answer, Attempt, Enrolment, Lesson, Question, QuizDraft
from courses.progress.attempts_left import attempts_left
from courses.progress.grading import GivenAnswer, Score, is_correct
from courses.refusals import AnswersMissing, AttemptsUsedUp


@transaction.atomic
def keep_answers(
    *, enrolment: Enrolment, lesson: Lesson, answers: Mapping[str, list[str]], at: dt.datetime
) -> QuizDraft:
    """Keep what was answered so far, as the form sent it, until the quiz is sent in. Repeats safely.

    Raises ``NotLearning``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    draft, _is_new = QuizDraft.objects.update_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"answers": dict(answers), "saved_at": at}
    )
    return draft


@transaction.atomic
def submit_attempt(
    *,
    enrolment: Enrolment,
    lesson: Lesson,
    answers: Mapping[int, GivenAnswer],
    key: uuid.UUID,
    at: dt.datetime,
) -> Attempt:
    """Grade the answers, keep the attempt, and complete the lesson when it passes.

    ``answers`` holds, by the key of each question, the chosen option keys (for an ordering in the
    order given) or the text typed. The same ``key`` and answers give the first attempt again. Attempts
    are counted under the lock of the enrolment. Raises ``AttemptsUsedUp``, ``AnswersMissing``,
    ``NotLearning`` and ``AlreadySubmitted``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    earlier = Attempt.objects.filter(enrolment=enrolment)
    repeated = first_result(earlier, key, lesson_id=lesson.pk)
    if repeated is not None:
        given_before = dict(repeated.answers.values_list("question", "given"))
        if given_before != dict(answers):
            raise AlreadySubmitted
        return repeated
    tries = attempts_left(enrolment, lesson)
    if tries.allowed is not None and not tries.may_try:
        raise AttemptsUsedUp(tries.allowed)
    questions = list(Question.objects.filter(lesson=lesson).in_order().with_options())
    if not questions or any(not answers.get(question.pk) for question in questions):
        raise AnswersMissing
    graded = [
        (q, answers[q.pk], is_correct(q, list(q.options.all()), answers[q.pk])) for q in questions
    ]
    score = Score(
        points=sum(question.points for question, _, is_right in graded if is_right),
        out_of=sum(question.points for question in questions),
    )
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        lesson=lesson,
        number=tries.made + 1,
        form_key=key,
        points=score.points,
        out_of=score.out_of,
        is_passed=score.passes(lesson.pass_mark),
        submitted_at=at,
    )
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt,
            question=question,
            given=given,
            is_correct=is_right,
            points=question.points if is_right else 0,
        )
        for question, given, is_right in graded
    )
    QuizDraft.objects.filter(enrolment=enrolment, lesson=lesson).delete()
    if attempt.is_passed:
        record_completion(enrolment, lesson, at=at)
        complete_if_done(enrolment, at=at)
    return attempt
