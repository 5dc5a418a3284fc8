"""Asking for another attempt at a quiz, and giving one."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role
from core.forms.form_keys import first_result
from courses.actions.completion import lock_enrolment
from courses.kinds import ATTEMPT_ASKED, ATTEMPTS_GIVEN
from courses.models import (
    AttemptRequest,
    Cohort,
    Course,
    Enrolment,
    ExtraAttempts,
    Lesson,
    used_up_by,
)
from courses.progress.attempts_left import attempts_left
from courses.refusals import AttemptsNotUsedUp, OwnProgress
from notifications.actions import notify


def facilitators_of(course: Course) -> QuerySet[User]:
    """Return who looks after the learners: the facilitators named, or else those of all courses."""
    named = User.objects.open().filter(
        pk__in=Course.facilitators.through.objects.filter(course=course).values("user")
    )
    return named if named.exists() else User.objects.open().with_role(Role.FACILITATOR)


def who_looks_after(enrolment: Enrolment) -> list[User]:
    """Return the facilitators of the learner's cohort and of their course."""
    people = list(facilitators_of(enrolment.release.course))
    if enrolment.cohort_id:
        named = Cohort.facilitators.through.objects.filter(cohort=enrolment.cohort_id)
        people += User.objects.open().filter(pk__in=named.values("user"))
    return list({person.pk: person for person in people}.values())


@transaction.atomic
def ask_for_attempt(
    *, enrolment: Enrolment, lesson: Lesson, words: str, at: dt.datetime
) -> AttemptRequest:
    """Ask the facilitators for another attempt, with a few words, and notify them.

    Repeats safely until another attempt has been made. Raises ``AttemptsNotUsedUp`` while there are attempts
    left or the quiz is passed, and ``NotLearning``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    made = attempts_left(enrolment, lesson).made
    if not used_up_by(enrolment).filter(pk=lesson.pk).exists():
        raise AttemptsNotUsedUp
    request, _is_new = AttemptRequest.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, made=made, defaults={"words": words, "asked_at": at}
    )
    notify(
        recipients=who_looks_after(enrolment),
        kind=ATTEMPT_ASKED,
        key=f"{ATTEMPT_ASKED.name}:{request.pk}",
        target=request,
        at=at,
        text=request.words,
        learner=enrolment.user.full_name,
    )
    return request


@transaction.atomic
def give_attempts(
    *,
    enrolment: Enrolment,
    lesson: Lesson,
    number: int,
    reason: str,
    by: User,
    key: uuid.UUID,
    at: dt.datetime,
) -> ExtraAttempts:
    """Give the learner more attempts at the quiz and tell them, with the reason.

    The same ``key`` and words give the first ones again. Raises ``AttemptsNotUsedUp`` for a quiz that needs no
    more attempts, ``OwnProgress`` for one's own place, ``NotLearning`` and ``AlreadySubmitted``.
    """
    enrolment = lock_enrolment(enrolment, lesson, passes_prerequisites=True)
    if enrolment.user_id == by.pk:
        raise OwnProgress
    earlier = ExtraAttempts.objects.filter(enrolment=enrolment)
    if first := first_result(earlier, key, lesson_id=lesson.pk, number=number, reason=reason):
        return first
    if not used_up_by(enrolment).filter(pk=lesson.pk).exists():
        raise AttemptsNotUsedUp
    given = ExtraAttempts.objects.create(
        enrolment=enrolment,
        lesson=lesson,
        number=number,
        reason=reason,
        given_by=by,
        given_at=at,
        form_key=key,
    )
    notify(
        recipients=[enrolment.user],
        kind=ATTEMPTS_GIVEN,
        key=f"{ATTEMPTS_GIVEN.name}:{given.pk}",
        target=given,
        at=at,
        text=reason,
    )
    return given
