"""Invitations to a network, by email address."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import MailedInvitation
from core.constraints import in_order, only_choices
from networks.models.networks import Network
from networks.states import InvitationState


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, *, now: dt.datetime) -> Self:
        """Invitations that can still be answered."""
        return self.filter(state=InvitationState.OPEN, expires_at__gt=now)

    def with_names(self) -> Self:
        """Load the name of the network and of the person who invites."""
        return self.select_related("network", "invited_by")

    def newest_first(self) -> Self:
        return self.order_by("-invited_at", "-pk")


class Invitation(MailedInvitation):
    """One person is asked to join a network."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "network",
                Lower("email"),
                condition=Q(state=InvitationState.OPEN),
                name="invitation_one_open_per_address",
            ),
            only_choices("state", InvitationState.values, name="invitation_state_known"),
            in_order("invited_at", "expires_at", name="invitation_ends_after_it_starts"),
        ]

    salt = "networks.invitation"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="invitations")
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN
    )

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.network)

    def get_absolute_url(self) -> str:
        return reverse("networks:invitation_detail", args=[self.token()])
