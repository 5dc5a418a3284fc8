"""The private calendar address of a person."""

import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

_SALT = "calendars.feed"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def with_token(self, token: str) -> "CalendarFeed | None":
        """Return the feed that this token opens; none when it was forged, replaced, or its account is not open."""
        try:
            user, secret = signing.loads(token, salt=_SALT)
            key, nonce = int(user), uuid.UUID(secret)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        feeds = self.filter(user=key, secret=nonce, user__is_active=True, user__closed_at=None)
        return feeds.select_related("user").first()


class CalendarFeed(models.Model):
    """A calendar that programs subscribe to. Whoever has its address reads it, so a new secret ends the old one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_feed",
        primary_key=True,
    )
    secret = models.UUIDField(default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_read_on = models.DateField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}"

    def get_absolute_url(self) -> str:
        return reverse("calendars:feed", args=[self.token()])

    def token(self) -> str:
        """Return the signed text that opens the feed until its secret changes."""
        return signing.dumps([self.user_id, self.secret.hex], salt=_SALT)
