"""Who gets the newsletter."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.vocabularies.models import Topic
from newsletters.states import SubscriberState


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def receiving(self) -> Self:
        """Return those to whom an issue may be sent; whose account is inactive gets none."""
        return self.filter(Q(user=None) | Q(user__is_active=True), state=SubscriberState.ACTIVE)

    def at_address(self, address: str) -> Self:
        """Return whoever is reached at this address: by their account first."""
        return self.filter(Q(address=address) | Q(user__email=address)).order_by(
            models.F("user").asc(nulls_last=True), "pk"
        )


class Subscriber(models.Model):
    """Somebody who asked for the newsletter: an address without an account, or a person with one.

    The row is deleted when they unsubscribe.
    """

    class Meta:
        constraints = [
            only_choices("state", SubscriberState.values, name="subscriber_state_known"),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(address="") | Q(user__isnull=False, address=""),
                name="subscriber_has_one_address",
            ),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="subscriber_once_by_address"
            ),
            models.CheckConstraint(
                condition=Q(address=models.functions.Lower("address")),
                name="subscriber_address_is_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(state=SubscriberState.ASKED) | Q(confirmed_at__isnull=False),
                name="subscriber_confirmed_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubscriberState.SUPPRESSED) | Q(suppressed_at__isnull=False),
                name="subscriber_suppressed_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="subscriber_in_order")]

    address = models.EmailField(_("email address"), max_length=254, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="newsletter_subscription",
    )
    state = models.CharField(max_length=10, choices=SubscriberState, default=SubscriberState.ASKED)
    # Stands in signed links, so that a restored database does not let one open another's.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Without any, everything is sent.
    topics = models.ManyToManyField(Topic, related_name="newsletter_subscribers")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    suppressed_at = models.DateTimeField(null=True)

    objects = SubscriberQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"

    @property
    def email(self) -> str:
        """Return where their mail goes: a person may have changed the address of their account."""
        return self.user.email if self.user else self.address

    @property
    def is_active(self) -> bool:
        return self.state == SubscriberState.ACTIVE

    @property
    def is_suppressed(self) -> bool:
        return self.state == SubscriberState.SUPPRESSED
