"""Places in cohorts: counted under the lock of the cohort, and given to the waiting list when one is free.

Locks are taken in this order: cohorts by their keys, releases by their keys, then enrolments and what hangs on them.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, Sum

from accounts.models import User
from courses.actions.moving import move_to_release
from courses.actions.progress import store_progress
from courses.cohorts.obstacles import reason_against
from courses.cohorts.standing import moves_up
from courses.kinds import COHORT_PLACE
from courses.models import (
    Cohort,
    Course,
    Enrolment,
    OrganisationPlace,
    OrganisationPlaces,
    Release,
    WaitingPlace,
)
from courses.states import ENROLMENT_FLOW, CourseState, EnrolmentState
from notifications.actions import notify


def lock_cohort(pk: int) -> Cohort:
    """Lock one cohort, so that those who want its last place take turns."""
    return lock_cohorts([pk])[0]


def lock_cohorts(keys: Iterable[int]) -> list[Cohort]:
    """Lock these cohorts by their keys; whoever needs several locks them at once. Raises ``DoesNotExist``."""
    wanted = sorted(set(keys))
    rows = Cohort.objects.select_for_update(of=("self",), no_key=True)
    found = list(rows.select_related("release__course").filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise Cohort.DoesNotExist
    return found


def lock_cohorts_of(enrolments: Iterable[Enrolment]) -> list[Cohort]:
    """Lock the cohorts in which these enrolments are; nothing for people who learn alone."""
    return lock_cohorts({place.cohort_id for place in enrolments if place.cohort_id})


def lock_texts(cohort: Cohort) -> bool:
    """Lock what the cohort learns from, and tell whether its course is published.

    So nobody closes the course, or changes what it asks for, while somebody gets in.
    """
    current = Q(published_at__isnull=False, superseded_at=None, course=cohort.release.course_id)
    rows = Release.objects.select_for_update(no_key=True)
    list(rows.filter(Q(pk=cohort.release_id) | current).order_by("pk"))
    # Read after the lock: whoever closes the course holds it before.
    cohort.release.course = Course.objects.get(pk=cohort.release.course_id)
    return cohort.release.course.state == CourseState.PUBLISHED


def people_in(cohort: Cohort, *, with_waiting: bool = False) -> list[User]:
    """Return who learns in the cohort, and perhaps those on its waiting list."""
    learning = Enrolment.objects.active().filter(cohort=cohort).values("user")
    wanted = Q(pk__in=learning)
    if with_waiting:
        wanted |= Q(pk__in=cohort.waiting.values("user"))
    return list(User.objects.open().filter(wanted).order_by("pk"))


def count_places(cohort: Cohort) -> None:
    """Count the places that are taken in a cohort whose row is locked, and those set aside for organisations."""
    cohort.taken = Enrolment.objects.not_left().filter(cohort=cohort).count()
    cohort.reserved = _set_aside(cohort)
    cohort.save(update_fields=["taken", "reserved"])


def _set_aside(cohort: Cohort) -> int:
    """Return how many places of organisations nobody has. Who has left the cohort has given theirs back."""
    rows = OrganisationPlaces.objects.filter(cohort=cohort)
    number: int = rows.aggregate(Sum("number"))["number__sum"] or 0
    if not number:
        return 0
    here = Enrolment.objects.not_left().filter(cohort=cohort)
    used = OrganisationPlace.objects.filter(places__cohort=cohort)
    used.exclude(enrolment__in=here).delete()
    return number - used.count()


def latest_place(user: User, cohort: Cohort) -> Enrolment | None:
    """Return the place that the person took last in the course of the cohort."""
    mine = Enrolment.objects.filter(user=user, release__course=cohort.release.course_id)
    return mine.select_related("release__course", "user", "cohort").newest_first().first()


def take_place(
    user: User, cohort: Cohort, latest: Enrolment | None, *, by: User, at: dt.datetime
) -> Enrolment:
    """Give the person a place in the cohort, with what they have done so far. Cohort and release are locked."""
    WaitingPlace.objects.filter(
        user=user, cohort__release__course=cohort.release.course_id
    ).delete()
    if latest is None or (
        latest.state == EnrolmentState.COMPLETED and latest.release_id != cohort.release_id
    ):
        place = Enrolment.objects.create(
            user=user, release=cohort.release, cohort=cohort, joined_at=at, enrolled_at=at
        )
        store_progress(place)
        return place
    latest = _locked(latest)
    if latest.state == EnrolmentState.LEFT:
        ENROLMENT_FLOW.make("return", latest, actor=by, at=at)
    if latest.release_id != cohort.release_id:
        return move_to_release(latest, cohort.release, at=at, cohort=cohort)
    latest.cohort, latest.joined_at = cohort, at
    latest.save(update_fields=["cohort", "joined_at"])
    return latest


def _locked(place: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "release__course", "user"
    )
    return rows.get(pk=place.pk)


def fill_from_waiting_list(cohort: Cohort, *, at: dt.datetime) -> int:
    """Count the places of a locked cohort and give each free one to the next who waits. Return how many moved up.

    They are told, and have the place at once. Whoever cannot take it any more loses their place on the list.
    """
    count_places(cohort)
    moved = 0
    for waiting in WaitingPlace.objects.filter(cohort=cohort).select_related("user").in_order():
        if not moves_up(cohort, at) or not lock_texts(cohort):
            break
        moved += _move_up(cohort, waiting, at=at)
    return moved


def _move_up(cohort: Cohort, waiting: WaitingPlace, *, at: dt.datetime) -> int:
    latest = latest_place(waiting.user, cohort)
    if not waiting.user.is_active or reason_against(cohort, latest, at=at):
        waiting.delete()
        return 0
    place = take_place(waiting.user, cohort, latest, by=waiting.user, at=at)
    count_places(cohort)
    tell_of_place(place, cohort, at=at)
    return 1


def tell_of_place(place: Enrolment, cohort: Cohort, *, at: dt.datetime) -> None:
    """Tell the learner that they have a place in the cohort now, which somebody else gave them."""
    notify(
        recipients=[place.user],
        kind=COHORT_PLACE,
        key=f"{COHORT_PLACE.name}:{cohort.pk}:{place.pk}:{at.isoformat()}",
        target=cohort,
        at=at,
        course=cohort.release.course,
    )
