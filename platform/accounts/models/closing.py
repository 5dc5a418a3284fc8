"""The wish to have an account closed, from the day it is said until the account is closed or kept."""

from django.conf import settings
from django.db import models


class ClosingRequest(models.Model):
    """What a person chose when they asked to have their account closed. ``User.closes_at`` says when.

    It goes when they keep the account, and stays when it is closed: what becomes of posts is read from it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="closing_request",
        primary_key=True,
    )
    asked_at = models.DateTimeField()
    erases_posts = models.BooleanField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.asked_at:%Y-%m-%d}"
