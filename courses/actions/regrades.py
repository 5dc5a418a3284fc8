"""Marking a published question again by a corrected key, and taking that back."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from courses.actions.completion import complete_if_done, record_completion
from courses.actions.releases import lock_release
from courses.kinds import REGRADE_UNDONE, REGRADED
from courses.models import Answer, Attempt, Enrolment, Option, Question, Regrade, RegradedAnswer
from courses.progress.grading import Score
from courses.progress.regrading import Key, Regraded, key_of, regraded, with_key
from courses.refusals import AlreadyUndone, NothingCorrected, NotPublished
from courses.states import GONE
from notifications.actions import notify


@transaction.atomic
def regrade_question(
    *,
    question: Question,
    key: Key,
    reason: str,
    may_lower: bool,
    by: User,
    form_key: uuid.UUID,
    at: dt.datetime,
) -> Regrade:
    """Correct the key of a published question and mark the attempts at its quiz again.

    Nobody is lowered unless ``may_lower``, and no completion is ever taken back. Who passes now has done the quiz
    from this moment on. Everyone whose points change is told. The same ``form_key`` and words give the first
    regrade again. Raises ``NotPublished``, ``NothingCorrected`` and ``AlreadySubmitted``.
    """
    question = _lock(question)
    earlier = Regrade.objects.filter(question=question)
    if first := first_result(earlier, form_key, key_after=dict(key), reason=reason):
        return first
    before = key_of(question)
    if dict(before) == dict(key):
        raise NothingCorrected
    moved = [each for each in regraded(question, key) if may_lower or not each.is_lowered]
    regrade = Regrade.objects.create(
        question=question,
        form_key=form_key,
        key_before=before,
        key_after=dict(key),
        reason=reason,
        may_lower=may_lower,
        made_by=by,
        made_at=at,
    )
    _store_key(question, key)
    for each in moved:
        _mark_again(regrade, each, at=at)
    notify(
        recipients={each.answer.attempt.enrolment.user for each in moved},
        kind=REGRADED,
        key=f"{REGRADED.name}:{regrade.pk}",
        target=regrade,
        at=at,
        text=reason,
    )
    return regrade


def _lock(question: Question) -> Question:
    """Lock the question and the places of all who answered it, so that nobody is marked by two keys at once."""
    lock_release(question.lesson.module.release_id)
    rows = Question.objects.select_for_update(of=("self",), no_key=True).select_related(
        "lesson__module__release__course"
    )
    locked = rows.get(pk=question.pk)
    if locked.lesson.module.release.is_draft:
        raise NotPublished
    places = Enrolment.objects.filter(release=locked.lesson.module.release)
    list(places.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return locked


def _store_key(question: Question, key: Key) -> None:
    question, options = with_key(question, key)
    question.edit_number += 1
    question.save(update_fields=["answer", "tolerance", "accepted", "edit_number"])
    Option.objects.bulk_update(options, ["is_correct", "position"])


def _mark_again(regrade: Regrade, each: Regraded, *, at: dt.datetime) -> None:
    attempt = each.answer.attempt
    RegradedAnswer.objects.create(
        regrade=regrade,
        answer=each.answer,
        was_correct=each.answer.is_correct,
        points_before=attempt.points,
        points_after=each.points,
        passed_before=attempt.is_passed,
        passed_after=each.is_passed,
    )
    _mark(each.answer, is_right=each.is_correct, points=each.points, is_passed=each.is_passed)
    place = Enrolment.objects.select_related("release__course", "user").get(pk=attempt.enrolment_id)
    if each.is_passed and place.state not in GONE:
        record_completion(place, regrade.question.lesson, at=at)
        complete_if_done(place, at=at)


def _mark(answer: Answer, *, is_right: bool, points: int, is_passed: bool) -> None:
    """Write the marks anew. What was given, and when, never changes."""
    worth = answer.question.points if is_right else 0
    Answer.objects.filter(pk=answer.pk).update(is_correct=is_right, points=worth)
    Attempt.objects.filter(pk=answer.attempt_id).update(points=points, is_passed=is_passed)


@transaction.atomic
def undo_regrade(*, regrade: Regrade, by: User, at: dt.datetime) -> Regrade:
    """Put the key and the marks back as they were before the regrade; what was completed stays completed.

    Repeats safely. Raises ``AlreadyUndone`` when the question was regraded again since.
    """
    question = _lock(regrade.question)
    regrade = Regrade.objects.select_for_update().get(pk=regrade.pk)
    if regrade.undone_at is not None:
        return regrade
    if Regrade.objects.filter(question=question, pk__gt=regrade.pk, undone_at=None).exists():
        raise AlreadyUndone
    _store_key(question, regrade.key_before)
    answers = regrade.answers.select_related("answer__question", "answer__attempt__enrolment__user")
    people = set()
    for each in answers.order_by("-pk"):
        attempt = Attempt.objects.get(pk=each.answer.attempt_id)
        points = attempt.points + each.points_before - each.points_after
        score = Score(points=points, out_of=attempt.out_of)
        is_passed = score.passes(question.lesson.pass_mark)
        _mark(each.answer, is_right=each.was_correct, points=points, is_passed=is_passed)
        people.add(each.answer.attempt.enrolment.user)
    regrade.undone_by, regrade.undone_at = by, at
    regrade.save(update_fields=["undone_by", "undone_at"])
    notify(
        recipients=people,
        kind=REGRADE_UNDONE,
        key=f"{REGRADE_UNDONE.name}:{regrade.pk}",
        target=regrade,
        at=at,
    )
    return regrade
