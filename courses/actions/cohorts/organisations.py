"""Places that are set aside for organisations: given, handed out, taken, and taken back. Counted under the lock of the cohort."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.refusals import Conflict
from courses.actions.cohorts.inviting import invite_to_cohort, withdraw_cohort_invitation
from courses.actions.cohorts.organisation_places import (
    NoPlacesOfOrganisation,
    places_to_hand_out,
)
from courses.actions.places import (
    count_places,
    fill_from_waiting_list,
    lock_cohort,
    lock_texts,
)
from courses.cohorts.standing import standing_of
from courses.kinds import ORGANISATION_PLACES, ORGANISATION_PLACES_ENDED
from courses.models import (
    Cohort,
    CohortInvitation,
    OrganisationPlaces,
)
from courses.refusals import CohortClosed, NotEnoughPlaces
from courses.states import INVITATION_FLOW, InvitationState
from notifications.actions import notify


class PlacesInUse(Conflict):
    """Fewer places were to be set aside than have been taken."""

    def __init__(self, used: int) -> None:
        super().__init__(
            format_lazy(_("{} of these places have been taken. Enter that many or more."), used)
        )


class HandedOutBySomeoneElse(Conflict):
    """The organisation has another representative since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Someone else hands out these places now."))


@transaction.atomic
def set_places_aside(
    *,
    cohort: Cohort,
    organisation: Organisation,
    representative: User,
    number: int,
    at: dt.datetime,
) -> OrganisationPlaces:
    """Set so many places of the cohort aside for the organisation, and tell its representative. Repeats safely.

    Whoever was its representative before is told that they no longer hand out the places.
    Places that are no longer set aside go to the waiting list. Raises ``CohortClosed`` once the cohort has ended,
    ``NotEnoughPlaces`` for more than are left, and ``PlacesInUse`` for fewer than were taken.
    """
    cohort = lock_cohort(cohort.pk)
    if standing_of(cohort, at).is_ended:
        raise CohortClosed
    lock_texts(cohort)
    count_places(cohort)
    earlier = OrganisationPlaces.objects.filter(cohort=cohort, organisation=organisation).first()
    used = earlier.used.count() if earlier else 0
    if number < used:
        raise PlacesInUse(used)
    more = number - (earlier.number if earlier else 0)
    if cohort.places_left is not None and more > cohort.places_left:
        raise NotEnoughPlaces(cohort.places_left)
    places = earlier or OrganisationPlaces(
        cohort=cohort, organisation=organisation, key=secrets.token_urlsafe(24), created_at=at
    )
    is_told = earlier is not None and earlier.representative_id == representative.pk
    if earlier is not None and not is_told:
        _tell_that_it_ended(earlier, cohort, at)
    places.representative, places.number = representative, number
    places.save()
    count_places(cohort)
    if more < 0:
        fill_from_waiting_list(cohort, at=at)
    if not is_told:
        notify(
            recipients=[representative],
            kind=ORGANISATION_PLACES,
            key=f"{ORGANISATION_PLACES.name}:{places.pk}:{representative.pk}:{at.isoformat()}",
            target=places,
            at=at,
            cohort=cohort,
            course=cohort.release.course,
        )
    return places


@transaction.atomic
def give_places_back(*, places: OrganisationPlaces, at: dt.datetime) -> None:
    """Set no place aside any more: those that nobody has taken are free again. Repeats safely.

    Who has taken one stays in the cohort; open invitations to the others still lead to a place while there is one. The
    representative is told, unless the cohort has ended.
    """
    cohort = lock_cohort(places.cohort_id)
    lock_texts(cohort)
    _end_doubles(places, at)
    kept = OrganisationPlaces.objects.filter(pk=places.pk)
    if (given := kept.first()) and not standing_of(cohort, at).is_ended:
        _tell_that_it_ended(given, cohort, at)
    kept.delete()
    fill_from_waiting_list(cohort, at=at)


def _tell_that_it_ended(places: OrganisationPlaces, cohort: Cohort, at: dt.datetime) -> None:
    """Tell the representative that they hand out these places no longer."""
    notify(
        recipients=[places.representative],
        kind=ORGANISATION_PLACES_ENDED,
        key=f"{ORGANISATION_PLACES_ENDED.name}:{places.pk}:{at.isoformat()}",
        target=cohort.release.course,
        at=at,
        cohort=cohort,
    )


def _end_doubles(places: OrganisationPlaces, at: dt.datetime) -> None:
    """End invitations to places of the organisation whose sender has also sent one that is not to such a place."""
    open_ones = CohortInvitation.objects.filter(cohort=places.cohort_id, state=InvitationState.OPEN)
    others = set(open_ones.filter(places=None).values_list("invited_by", "email"))
    for invitation in open_ones.filter(places=places).order_by("pk"):
        key = (invitation.invited_by_id, invitation.email)
        if key in others:
            INVITATION_FLOW.make("withdraw", invitation, actor=None, at=at)
        others.add(key)


@transaction.atomic
def hand_out_place(
    *, places: OrganisationPlaces, email: str, by: User, at: dt.datetime, message: str = ""
) -> CohortInvitation:
    """Invite the person at this address to a place of the organisation, which is kept for them until they answer.

    Raises ``NoPlacesOfOrganisation``, ``HandedOutBySomeoneElse``, and what ``invite_to_cohort`` raises.
    """
    cohort = lock_cohort(places.cohort_id)
    count_places(cohort)
    kept = _handed_out_by(places, by)
    same = CohortInvitation.objects.filter(cohort=cohort, email=email.strip().lower(), places=kept)
    # One that has expired keeps no place: to send it again takes a place as any other does.
    if not same.waiting(now=at).exists() and places_to_hand_out(kept, at=at) < 1:
        raise NoPlacesOfOrganisation
    return invite_to_cohort(
        cohort=cohort,
        email=email,
        by=by,
        at=at,
        message=message,
        tells_obstacles=False,
        places=kept,
    )


@transaction.atomic
def take_place_back(
    *, invitation: CohortInvitation, places: OrganisationPlaces, by: User, at: dt.datetime
) -> None:
    """Take back a place that was handed out by name. Raises ``TransitionNotAllowed`` once it was answered, and ``HandedOutBySomeoneElse``."""
    lock_cohort(places.cohort_id)
    _handed_out_by(places, by)
    withdraw_cohort_invitation(invitation=invitation, by=by, at=at)


@transaction.atomic
def renew_key(*, places: OrganisationPlaces, by: User) -> OrganisationPlaces:
    """Give the organisation a new link; the old one leads nowhere. Raises ``HandedOutBySomeoneElse``."""
    lock_cohort(places.cohort_id)
    places = _handed_out_by(places, by)
    places.key = secrets.token_urlsafe(24)
    places.save(update_fields=["key"])
    return places


def _handed_out_by(places: OrganisationPlaces, by: User) -> OrganisationPlaces:
    """Return the places as they are now, for who hands them out; the caller holds the lock of the cohort.

    A facilitator may have changed their number, named somebody else or given them back meanwhile.
    """
    kept = OrganisationPlaces.objects.filter(pk=places.pk).first()
    if kept is None:
        raise NoPlacesOfOrganisation
    if kept.representative_id != by.pk:
        raise HandedOutBySomeoneElse
    return kept
