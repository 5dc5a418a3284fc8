"""Getting into a cohort by oneself, and out of it again."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from courses.actions.learning import check_courses_before
from courses.actions.places import (
    count_places,
    fill_from_waiting_list,
    latest_place,
    lock_cohort,
    lock_texts,
    take_place,
)
from courses.cohorts.obstacles import reason_against
from courses.cohorts.standing import way_in
from courses.models import Cohort, Enrolment, WaitingPlace
from courses.refusals import (
    CohortClosed,
    CohortFull,
    EnrolmentClosed,
    InvitationNeeded,
    WrongKey,
)
from courses.states import EnrolmentState, Entry, WayIn


@transaction.atomic
def join_cohort(
    *, cohort: Cohort, user: User, at: dt.datetime, key: str = ""
) -> Enrolment | WaitingPlace:
    """Take a place in the cohort, or the next one on its waiting list when all are taken.

    Whoever learns in the course already brings what they have done. Repeats safely. Raises ``InvitationNeeded``,
    ``WrongKey``, ``CohortClosed`` outside the time of enrolment, ``CohortFull`` without a waiting list,
    ``EnrolmentClosed`` for a course that is not published, ``CourseNeeded`` unless a facilitator invited or added them, ``AlreadyCompleted``, ``InNewerRelease`` and
    ``InAnotherCohort``.
    """
    return get_in(cohort, user, may_enter=lambda locked: _check_entry(locked, user, key), at=at)


def _check_entry(cohort: Cohort, user: User, key: str) -> None:
    if cohort.entry in {Entry.INVITATION, Entry.STAFF}:
        raise InvitationNeeded
    if cohort.entry == Entry.KEY and _plain(key) != _plain(cohort.key):
        raise WrongKey
    if latest_place(user, cohort) is None:
        check_courses_before(user, cohort.release.course)


def _plain(key: str) -> str:
    return " ".join(key.split()).casefold()


def get_in(
    cohort: Cohort, user: User, *, may_enter: Callable[[Cohort], None], at: dt.datetime
) -> Enrolment | WaitingPlace:
    """Lock the cohort and give the person a place, or one on the waiting list. Within a transaction."""
    cohort = lock_cohort(cohort.pk)
    latest = latest_place(user, cohort)
    if latest is not None and latest.cohort_id == cohort.pk and latest.is_here:
        return latest
    may_enter(cohort)
    fill_from_waiting_list(cohort, at=at)
    latest = latest_place(user, cohort)
    if latest is not None and latest.cohort_id == cohort.pk and latest.is_here:
        # The list has just moved up to them.
        return latest
    way = way_in(cohort, at)
    if way in {WayIn.NOT_YET, WayIn.CLOSED}:
        raise CohortClosed
    if not lock_texts(cohort):
        raise EnrolmentClosed
    if refusal := reason_against(cohort, latest, at=at):
        raise refusal
    if way == WayIn.FULL:
        raise CohortFull
    if way == WayIn.WAITING_LIST:
        waiting, _is_new = WaitingPlace.objects.get_or_create(
            cohort=cohort, user=user, defaults={"joined_at": at}
        )
        return waiting
    place = take_place(user, cohort, latest, by=user, at=at)
    count_places(cohort)
    return place


@transaction.atomic
def leave_waiting_list(*, cohort: Cohort, user: User) -> None:
    """Give up a place on the waiting list. Repeats safely."""
    cohort = lock_cohort(cohort.pk)
    WaitingPlace.objects.filter(cohort=cohort, user=user).delete()


@transaction.atomic
def leave_cohort(*, cohort: Cohort, user: User, at: dt.datetime) -> Enrolment | None:
    """Leave the cohort and go on alone with what was done; the place goes to the next who waits. Repeats safely."""
    cohort = lock_cohort(cohort.pk)
    # Before the place, as whoever gets the next one needs it after.
    lock_texts(cohort)
    mine = Enrolment.objects.select_for_update(of=("self",)).filter(
        cohort=cohort, user=user, state=EnrolmentState.ACTIVE
    )
    place = mine.select_related("release__course").first()
    if place is not None:
        place.cohort = None
        place.save(update_fields=["cohort"])
        fill_from_waiting_list(cohort, at=at)
    return place
