"""Invitations to a cohort, by email address."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import MailedInvitation
from accounts.models.organisations import Organisation
from core.constraints import in_order, only_choices
from core.types import Person
from courses.models.cohorts import Cohort
from courses.models.learning import Enrolment
from courses.states import InvitationState


class CohortInvitationQuerySet(models.QuerySet["CohortInvitation"]):
    def waiting(self, *, now: dt.datetime) -> Self:
        """Return invitations that can still be answered."""
        return self.filter(
            state=InvitationState.OPEN, expires_at__gt=now, cohort__cancelled_at=None
        )

    def with_names(self) -> Self:
        """Load the names of the cohort, its course and the person who invites."""
        return self.select_related(
            "cohort__release__course",
            "invited_by",
            "places__organisation",
            "places__representative",
        )


class OrganisationPlacesQuerySet(models.QuerySet["OrganisationPlaces"]):
    def visible_to(self, user: Person) -> Self:
        """Return those that this person hands out for an organisation."""
        return self.filter(representative=user.pk) if user.is_authenticated else self.none()

    def in_order(self) -> Self:
        return self.order_by("organisation__name", "pk")


class OrganisationPlaces(models.Model):
    """Places of a cohort that are set aside for an organisation, whose representative hands them out."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "organisation"], name="organisation_places_once_a_cohort"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="organisation_places_are_some"),
        ]

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="organisation_places")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField(_("places"))
    # What the link of the organisation holds. A new one makes the old link worthless.
    key = models.CharField(max_length=43, unique=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = OrganisationPlacesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("courses:organisation_places", args=[self.pk])


class OrganisationPlace(models.Model):
    """Somebody took a place of an organisation, knowing that its representative sees their name."""

    places = models.ForeignKey(OrganisationPlaces, on_delete=models.CASCADE, related_name="used")
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.CASCADE, related_name="organisation_place"
    )
    taken_at = models.DateTimeField(_("taken"))

    def __str__(self) -> str:
        return f"{self.enrolment_id} of {self.places_id}"


class CohortInvitation(MailedInvitation):
    """One person is asked to join a cohort."""

    class Meta:
        constraints = [
            # Each facilitator and each organisation has an invitation of its own: none takes away what another wrote.
            models.UniqueConstraint(
                "cohort",
                "invited_by",
                Lower("email"),
                condition=Q(state=InvitationState.OPEN, places=None),
                name="cohort_invitation_one_open_per_sender",
            ),
            models.UniqueConstraint(
                "places",
                Lower("email"),
                condition=Q(state=InvitationState.OPEN, places__isnull=False),
                name="cohort_invitation_one_open_per_places",
            ),
            only_choices("state", InvitationState.values, name="cohort_invitation_state_known"),
            in_order("invited_at", "expires_at", name="cohort_invitation_ends_later"),
        ]

    salt = "courses.cohort-invitation"

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    # The organisation's places of which it hands out one.
    places = models.ForeignKey(
        OrganisationPlaces,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN
    )

    objects = CohortInvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.cohort)

    def get_absolute_url(self) -> str:
        return reverse("courses:cohort_invitation", args=[self.token()])
