"""Taking a place that is set aside for an organisation, under the lock of the cohort."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from courses.actions.places import (
    count_places,
    latest_place,
    lock_cohort,
    lock_texts,
    take_place,
)
from courses.cohorts.obstacles import reason_against
from courses.cohorts.standing import standing_of
from courses.models import (
    CohortInvitation,
    Enrolment,
    OrganisationPlace,
    OrganisationPlaces,
)
from courses.refusals import CohortClosed, EnrolmentClosed


class NoPlacesOfOrganisation(Conflict):
    """All places of the organisation are taken, or handed out by name."""

    def __init__(self) -> None:
        super().__init__(
            _("All places of this organisation are taken or handed out. Ask its representative.")
        )


def places_to_hand_out(places: OrganisationPlaces, *, at: dt.datetime) -> int:
    """Return how many places are neither taken nor kept for somebody who was named. Two queries."""
    named = CohortInvitation.objects.filter(places=places).waiting(now=at).count()
    return max(0, places.number - places.used.count() - named)


@transaction.atomic
def take_organisation_place(
    *,
    places: OrganisationPlaces,
    user: User,
    at: dt.datetime,
    invitation: CohortInvitation | None = None,
) -> Enrolment:
    """Give the person a place of the organisation, whose representative sees their name. Repeats safely.

    The places are set aside, so they are there until the cohort ends. Raises ``NoPlacesOfOrganisation``,
    ``CohortClosed``, ``EnrolmentClosed``, and what keeps somebody from a cohort, such as ``InAnotherCohort``.
    """
    cohort = lock_cohort(places.cohort_id)
    latest = latest_place(user, cohort)
    if latest is not None and latest.cohort_id == cohort.pk and latest.is_here:
        return latest
    if standing_of(cohort, at).is_ended:
        raise CohortClosed
    if not lock_texts(cohort):
        raise EnrolmentClosed
    count_places(cohort)
    # Read under the lock: whoever took the last one, or gave it back, held it before.
    kept = OrganisationPlaces.objects.filter(pk=places.pk).first()
    # Of a place that is kept by name only its own invitation is asked.
    left = places_to_hand_out(kept, at=at) if kept else 0
    if invitation is not None and kept:
        left = kept.number - kept.used.count()
    if kept is None or left < 1:
        raise NoPlacesOfOrganisation
    if refusal := reason_against(cohort, latest, at=at):
        raise refusal
    place = take_place(user, cohort, latest, by=user, at=at)
    # Whoever comes from a cohort that is over may have had a place of an organisation there.
    OrganisationPlace.objects.update_or_create(
        enrolment=place, defaults={"places": kept, "taken_at": at}
    )
    count_places(cohort)
    return place
