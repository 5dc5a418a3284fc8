"""Invitations to a cohort, by email address."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import MailedInvitation
from core.constraints import in_order, only_choices
from courses.models.cohorts import Cohort
from courses.states import InvitationState


class CohortInvitationQuerySet(models.QuerySet["CohortInvitation"]):
    def waiting(self, *, now: dt.datetime) -> Self:
        """Return invitations that can still be answered."""
        return self.filter(
            state=InvitationState.OPEN, expires_at__gt=now, cohort__cancelled_at=None
        )

    def with_names(self) -> Self:
        """Load the names of the cohort, its course and the person who invites."""
        return self.select_related("cohort__release__course", "invited_by")


class CohortInvitation(MailedInvitation):
    """One person is asked to join a cohort."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "cohort",
                Lower("email"),
                condition=Q(state=InvitationState.OPEN),
                name="cohort_invitation_one_open_per_address",
            ),
            only_choices("state", InvitationState.values, name="cohort_invitation_state_known"),
            in_order("invited_at", "expires_at", name="cohort_invitation_ends_later"),
        ]

    salt = "courses.cohort-invitation"

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN
    )

    objects = CohortInvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.cohort)

    def get_absolute_url(self) -> str:
        return reverse("courses:cohort_invitation", args=[self.token()])
