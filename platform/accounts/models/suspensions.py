"""Accounts that an administrator has suspended, and why."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def in_force(self) -> Self:
        """Suspensions that nobody has lifted."""
        return self.filter(lifted_at=None)


class Suspension(models.Model):
    """From ``at`` until it is lifted nobody can sign in with the account. A person has one at a time."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user", condition=Q(lifted_at=None), name="suspension_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="suspension_lifted_by_somebody",
            ),
            not_blank("reason", name="suspension_has_a_reason"),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suspensions"
    )
    reason = models.TextField(_("reason"), max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    objects = SuspensionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at:%Y-%m-%d}"
