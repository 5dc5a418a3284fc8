"""What keeps somebody from a place in a cohort, apart from its places and dates."""

import datetime as dt

from core.refusals import Refusal
from courses.cohorts.standing import standing_of
from courses.models import Cohort, Enrolment
from courses.refusals import AlreadyCompleted, InAnotherCohort, InNewerRelease
from courses.states import EnrolmentState


def reason_against(cohort: Cohort, latest: Enrolment | None, *, at: dt.datetime) -> Refusal | None:
    """Return the refusal that keeps this person from a place in the cohort, whatever is free.

    ``AlreadyCompleted``, ``InNewerRelease``, or ``InAnotherCohort`` while that other one goes on.
    """
    if latest is None:
        return None
    if latest.release.number > cohort.release.number:
        return InNewerRelease()
    if latest.release_id == cohort.release_id and latest.state == EnrolmentState.COMPLETED:
        return AlreadyCompleted()
    is_elsewhere = latest.cohort_id not in (None, cohort.pk)
    if is_elsewhere and latest.state == EnrolmentState.ACTIVE and not _is_ended(latest, at):
        return InAnotherCohort(str(latest.cohort))
    return None


def _is_ended(place: Enrolment, at: dt.datetime) -> bool:
    return place.cohort is None or standing_of(place.cohort, at).is_ended
