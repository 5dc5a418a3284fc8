"""What invitations by email have in common, whatever they invite to."""

import datetime as dt
from typing import ClassVar, TypeVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

_Invitation = TypeVar("_Invitation", bound="MailedInvitation")


class MailedInvitation(models.Model):
    """One person, who may not have an account yet, is asked to join something. It can be accepted once.

    Its token is not kept: it is signed anew when it is needed, so nobody can read it from the database. A subclass has
    a ``state``, whose value of an invitation that waits is ``open``, and a ``salt`` of its own.
    """

    class Meta:
        abstract = True

    salt: ClassVar[str]
    state: str

    email = models.EmailField(_("email address"), max_length=254)
    message = models.TextField(_("message"), max_length=1_000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))

    def token(self) -> str:
        """Return the signed token of the mailed link, known only to who reads the mail."""
        return signing.dumps([self.pk, self.email], salt=self.salt)

    def is_open(self, *, now: dt.datetime) -> bool:
        return self.state == "open" and self.expires_at > now


def with_token(
    invitations: models.QuerySet[_Invitation], token: str
) -> models.QuerySet[_Invitation]:
    """Keep the invitation this token was made for; none when it was forged or altered."""
    try:
        pk, email = signing.loads(token, salt=invitations.model.salt)
    except (signing.BadSignature, ValueError, TypeError):
        return invitations.none()
    return invitations.filter(pk=pk, email=email)
