"""Invitations to a cohort, by email address."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import in_order, only_choices
from courses.models.cohorts import Cohort
from courses.states import InvitationState

_SALT = "courses.cohort-invitation"


class CohortInvitationQuerySet(models.QuerySet["CohortInvitation"]):
    def waiting(self, *, now: dt.datetime) -> Self:
        """Return invitations that can still be answered."""
        return self.filter(
            state=InvitationState.OPEN, expires_at__gt=now, cohort__cancelled_at=None
        )

    def with_token(self, token: str) -> Self:
        """Return the invitation this token was made for; none when it was forged or altered."""
        try:
            pk, email = signing.loads(token, salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=pk, email=email)

    def with_names(self) -> Self:
        """Load the names of the cohort, its course and the person who invites."""
        return self.select_related("cohort__release__course", "invited_by")


class CohortInvitation(models.Model):
    """One person, who may not have an account yet, is asked to join a cohort. It can be accepted once.

    Its token is not kept: it is signed anew when it is needed, so nobody can read it from the database.
    """

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

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email address"), max_length=254)
    message = models.TextField(_("message"), max_length=1_000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("can be answered until"))

    objects = CohortInvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.cohort)

    def token(self) -> str:
        """Return the signed token of the mailed link, known only to who reads the mail."""
        return signing.dumps([self.pk, self.email], salt=_SALT)

    def get_absolute_url(self) -> str:
        return reverse("courses:cohort_invitation", args=[self.token()])

    def is_open(self, *, now: dt.datetime) -> bool:
        return self.state == InvitationState.OPEN and self.expires_at > now
