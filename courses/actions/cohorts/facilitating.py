"""What a facilitator does for learners of a cohort: write to them, and count a lesson as done."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from courses.actions.completion import complete_if_done, lock_enrolment, record_completion
from courses.actions.places import lock_cohort
from courses.kinds import COHORT_MESSAGE, LESSON_TICKED
from courses.models import (
    Cohort,
    CohortMessage,
    Enrolment,
    Lesson,
    LessonCompletion,
    StaffTick,
)
from courses.refusals import AlreadyDone, NotInCohort, OwnProgress
from notifications.actions import notify


@transaction.atomic
def write_to_learners(
    *,
    cohort: Cohort,
    places: Collection[Enrolment],
    words: str,
    by: User,
    key: uuid.UUID,
    at: dt.datetime,
) -> CohortMessage:
    """Write to these learners of the cohort; each gets a mail, and reads it on the page of the cohort.

    The same ``key`` and words send nothing again. Raises ``NotInCohort`` when none of them is in it any more, and
    ``AlreadySubmitted``.
    """
    cohort = lock_cohort(cohort.pk)
    earlier = CohortMessage.objects.filter(sender=by)
    if first := first_result(earlier, key, cohort_id=cohort.pk, words=words):
        return first
    here = Enrolment.objects.not_left().filter(cohort=cohort, pk__in=[one.pk for one in places])
    people = list(User.objects.open().filter(pk__in=here.values("user")).order_by("pk"))
    if not people:
        raise NotInCohort
    message = CohortMessage.objects.create(
        cohort=cohort, sender=by, words=words, sent_at=at, form_key=key
    )
    message.recipients.set(people)
    notify(
        recipients=people,
        kind=COHORT_MESSAGE,
        key=f"{COHORT_MESSAGE.name}:{message.pk}",
        target=message,
        at=at,
        text=words,
        person=by,
        course=cohort.release.course,
    )
    return message


@transaction.atomic
def tick_lesson(
    *, enrolment: Enrolment, lesson: Lesson, reason: str, by: User, at: dt.datetime
) -> StaffTick:
    """Count a lesson as done for a learner and tell them why; with the last one the course is completed.

    The same reason given twice changes nothing. Raises ``AlreadyDone`` for a lesson that is done, ``OwnProgress`` for
    one's own place, and ``NotLearning``.
    """
    enrolment = lock_enrolment(enrolment, lesson, passes_prerequisites=True)
    if enrolment.user_id == by.pk:
        raise OwnProgress
    earlier = StaffTick.objects.filter(enrolment=enrolment, lesson=lesson, reason=reason)
    if first := earlier.first():
        return first
    if LessonCompletion.objects.filter(enrolment=enrolment, lesson=lesson).exists():
        raise AlreadyDone
    tick = StaffTick.objects.create(
        enrolment=enrolment, lesson=lesson, reason=reason, ticked_by=by, ticked_at=at
    )
    record_completion(enrolment, lesson, at=at)
    notify(
        recipients=[enrolment.user],
        kind=LESSON_TICKED,
        key=f"{LESSON_TICKED.name}:{tick.pk}",
        target=tick,
        at=at,
        text=reason,
    )
    complete_if_done(enrolment, at=at)
    return tick
