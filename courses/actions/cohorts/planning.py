"""Planning, changing, cancelling and deleting cohorts."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from courses.actions.cohorts.live_sessions import cancel_live_sessions
from courses.actions.places import fill_from_waiting_list, lock_cohort, people_in
from courses.kinds import COHORT_CANCELLED, COHORT_CHANGED, COHORT_GIVEN, COHORT_TAKEN
from courses.models import Cohort, Course, Enrolment, Release
from courses.refusals import (
    CapacityBelowPresent,
    CohortCancelled,
    CohortHasLearners,
    CohortHasSessions,
    NoFacilitator,
    NothingToPlan,
)
from notifications.actions import notify

# A change of these is told to the learners.
_TOLD = ("starts_on", "ends_on", "time_zone")


@transaction.atomic
def plan_cohort(
    *,
    course: Course,
    facilitators: Collection[User],
    by: User,
    key_of_form: uuid.UUID,
    at: dt.datetime,
    **words: Any,
) -> Cohort:
    """Plan a cohort of the newest published release of the course.

    The same form key and words give the first one again. Raises ``NothingToPlan`` for a course that was never
    published, ``NoFacilitator`` and ``AlreadySubmitted``.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    compared = {name: word for name, word in words.items() if name != "key"}
    if first := first_result(
        Cohort.objects.select_related("release__course"), key_of_form, **compared
    ):
        return first
    release = Release.objects.current().filter(course=course).first()
    if release is None:
        raise NothingToPlan
    if not facilitators:
        raise NoFacilitator
    release.course = course
    cohort = Cohort.objects.create(release=release, form_key=key_of_form, created_at=at, **words)
    name_facilitators(cohort, facilitators, by=by, at=at)
    return cohort


@transaction.atomic
def change_cohort(
    *, cohort: Cohort, facilitators: Collection[User], by: User, at: dt.datetime, **words: Any
) -> Cohort:
    """Change a cohort. Its learners hear of other dates, and places that are added go to those who wait for one.

    Whoever facilitates it from now on, or no longer, is told, but not ``by`` of themselves.

    Raises ``CapacityBelowPresent`` when more people are in it than there would be places, ``NoFacilitator`` and
    ``CohortCancelled``.
    """
    cohort = lock_cohort(cohort.pk)
    if cohort.cancelled_at is not None:
        raise CohortCancelled
    if not facilitators:
        raise NoFacilitator
    capacity = words.get("capacity", cohort.capacity)
    if capacity is not None and capacity < cohort.taken + cohort.reserved:
        raise CapacityBelowPresent(cohort.taken + cohort.reserved)
    before = [getattr(cohort, name) for name in _TOLD]
    for name, value in words.items():
        setattr(cohort, name, value)
    cohort.save(update_fields=list(words))
    name_facilitators(cohort, facilitators, by=by, at=at)
    if before != [getattr(cohort, name) for name in _TOLD]:
        notify(
            recipients=people_in(cohort),
            kind=COHORT_CHANGED,
            key=f"{COHORT_CHANGED.name}:{cohort.pk}:{at.isoformat()}",
            target=cohort,
            at=at,
            course=cohort.release.course,
        )
    fill_from_waiting_list(cohort, at=at)
    return cohort


def name_facilitators(
    cohort: Cohort, facilitators: Collection[User], *, by: User, at: dt.datetime
) -> None:
    """Let these people facilitate the cohort and nobody else, and tell those for whom that is new.

    The caller holds the lock of the cohort, and has loaded ``release__course`` with it.
    """
    before = {person.pk: person for person in cohort.facilitators.all()}
    now = {person.pk: person for person in facilitators}
    cohort.facilitators.set(facilitators)
    course = cohort.release.course
    notify(
        recipients=[now[key] for key in sorted(now.keys() - before.keys() - {by.pk})],
        kind=COHORT_GIVEN,
        key=f"{COHORT_GIVEN.name}:{cohort.pk}:{at.isoformat()}",
        target=cohort,
        at=at,
        course=course,
    )
    notify(
        recipients=[before[key] for key in sorted(before.keys() - now.keys() - {by.pk})],
        kind=COHORT_TAKEN,
        key=f"{COHORT_TAKEN.name}:{cohort.pk}:{at.isoformat()}",
        target=course,
        at=at,
        cohort=cohort,
    )


@transaction.atomic
def cancel_cohort(*, cohort: Cohort, by: User, reason: str, at: dt.datetime) -> Cohort:
    """Cancel a cohort and tell its learners and those on its waiting list why.

    Learners keep their places in the course and what they have done, and go on alone. Upcoming live sessions that are only for this cohort are cancelled with the same reason. Repeats safely.
    """
    cohort = lock_cohort(cohort.pk)
    if cohort.cancelled_at is not None:
        return cohort
    cohort.cancelled_at, cohort.cancelled_because = at, reason
    cohort.save(update_fields=["cancelled_at", "cancelled_because"])
    notify(
        recipients=people_in(cohort, with_waiting=True),
        kind=COHORT_CANCELLED,
        key=f"{COHORT_CANCELLED.name}:{cohort.pk}",
        target=cohort,
        at=at,
        text=reason,
        course=cohort.release.course,
    )
    cancel_live_sessions(cohort, by=by, reason=reason, at=at)
    return cohort


@transaction.atomic
def delete_cohort(*, cohort: Cohort) -> None:
    """Delete a cohort that nobody was ever in and that has no live sessions.

    Raises ``CohortHasLearners`` and ``CohortHasSessions``; such a cohort is cancelled instead.
    """
    cohort = lock_cohort(cohort.pk)
    if Enrolment.objects.filter(cohort=cohort).exists() or cohort.waiting.exists():
        raise CohortHasLearners
    if cohort.live_sessions.exists():
        raise CohortHasSessions
    cohort.delete()
