"""When somebody was asked to fill in their profile, without which nobody can be suggested to them, or they to nobody."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ProfileAskQuerySet(models.QuerySet["ProfileAsk"]):
    def latest_of(self, person: User | OuterRef) -> Self:
        """Return the moments at which this person was asked, the last one first."""
        return self.filter(person=person).order_by("-asked_at", "-pk")


class ProfileAsk(models.Model):
    """A coordinator's wish that somebody fills in what mentors are suggested by."""

    class Meta:
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="profile_ask_newest"),
            models.Index(fields=["asked_by", "asked_at"], name="profile_ask_of_coordinator"),
        ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile_asks"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))

    objects = ProfileAskQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("What is missing from my profile"))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:profile_missing")
