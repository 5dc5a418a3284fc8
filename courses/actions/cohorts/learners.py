"""What facilitators do with the learners of a cohort: add, move, take out."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from courses.actions.cohorts.inviting import invite_many
from courses.actions.places import (
    count_places,
    fill_from_waiting_list,
    latest_place,
    lock_cohort,
    lock_cohorts,
    lock_texts,
    take_place,
    tell_of_place,
)
from courses.cohorts.lists import CheckedList, check_list
from courses.cohorts.obstacles import reason_against
from courses.cohorts.standing import standing_of
from courses.kinds import COHORT_LEFT
from courses.models import Cohort, Enrolment
from courses.refusals import (
    CohortClosed,
    CohortFull,
    EnrolmentClosed,
    ListNotWhole,
    NotInCohort,
)
from courses.states import EnrolmentState
from notifications.actions import notify


@transaction.atomic
def add_learners(
    *, cohort: Cohort, addresses: Sequence[str], by: User, at: dt.datetime
) -> CheckedList:
    """Add everybody of a list and invite those without an account; all of them or nobody. They are told.

    Facilitators add people whatever the dates of enrolment and past the waiting list, but not past the number of
    places. Repeats safely. Raises ``ListNotWhole``, ``CohortClosed`` once the cohort has ended, ``EnrolmentClosed``
    and ``TooManyMails``.
    """
    cohort = lock_cohort(cohort.pk)
    if standing_of(cohort, at).is_ended:
        raise CohortClosed
    if not lock_texts(cohort):
        raise EnrolmentClosed
    count_places(cohort)
    checked = check_list(cohort, addresses, at=at)
    if not checked.is_whole:
        raise ListNotWhole
    for user in checked.added:
        place = take_place(user, cohort, latest_place(user, cohort), by=by, at=at)
        tell_of_place(place, cohort, at=at)
    count_places(cohort)
    invite_many(cohort, checked.invited, by=by, at=at)
    return checked


@transaction.atomic
def move_learner(*, enrolment: Enrolment, cohort: Cohort, by: User, at: dt.datetime) -> Enrolment:
    """Move a learner to another cohort of the course, with everything they have done; they are told.

    The place they leave goes to the next who waits for it. Repeats safely. Raises ``NotInCohort`` for somebody who
    is in no cohort any more, ``CohortFull``, ``CohortClosed`` for a cohort that has ended, ``InNewerRelease`` and
    ``EnrolmentClosed``.
    """
    cohorts = {one.pk: one for one in lock_cohorts({cohort.pk, enrolment.cohort_id or cohort.pk})}
    target = cohorts[cohort.pk]
    latest = latest_place(enrolment.user, target)
    if latest is not None and latest.cohort_id == target.pk and latest.is_here:
        return latest
    before = cohorts.get(latest.cohort_id or 0) if latest else None
    if latest is None or before is None or latest.state != EnrolmentState.ACTIVE:
        raise NotInCohort
    if standing_of(target, at).is_ended:
        raise CohortClosed
    if not lock_texts(target):
        raise EnrolmentClosed
    count_places(target)
    if target.places_left == 0:
        raise CohortFull
    latest.cohort = None
    if refusal := reason_against(target, latest, at=at):
        raise refusal
    place = take_place(enrolment.user, target, latest, by=by, at=at)
    count_places(target)
    tell_of_place(place, target, at=at)
    fill_from_waiting_list(before, at=at)
    return place


@transaction.atomic
def remove_learner(*, enrolment: Enrolment, reason: str, at: dt.datetime) -> Enrolment:
    """Take a learner out of their cohort; they go on alone with what they have done, and read the reason.

    The place goes to the next who waits. Raises ``NotInCohort``.
    """
    if enrolment.cohort_id is None:
        raise NotInCohort
    cohort = lock_cohort(enrolment.cohort_id)
    # Before the place, as whoever gets the next one needs it after.
    lock_texts(cohort)
    mine = Enrolment.objects.select_for_update(of=("self",)).filter(
        pk=enrolment.pk, cohort=cohort, state=EnrolmentState.ACTIVE
    )
    place = mine.select_related("release__course", "user").first()
    if place is None:
        raise NotInCohort
    place.cohort = None
    place.save(update_fields=["cohort"])
    notify(
        recipients=[place.user],
        kind=COHORT_LEFT,
        key=f"{COHORT_LEFT.name}:{cohort.pk}:{place.pk}:{at.isoformat()}",
        target=place.release.course,
        at=at,
        text=reason,
        cohort=cohort,
    )
    fill_from_waiting_list(cohort, at=at)
    return place
