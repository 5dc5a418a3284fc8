"""The history of granted and revoked roles."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.constraints import only_choices


class RoleGrant(models.Model):
    """A role was given or taken away. A row is written once and never changed."""

    class Meta:
        constraints = [only_choices("role", Role.values, name="role_grant_role_known")]
        indexes = [models.Index(fields=["user", "at"], name="role_grant_of_person")]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    is_granted = models.BooleanField(_("given"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    def __str__(self) -> str:
        return f"{'+' if self.is_granted else '-'}{self.role}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises ``TypeError`` when it is there already: history is not edited."""
        if not self._state.adding:
            raise TypeError("A line of history is written once.")
        super().save(*args, **kwargs)
