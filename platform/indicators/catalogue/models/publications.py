"""Drafts that a worker publishes."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.catalogue.models.releases import Release

# A worker that reports nothing for this long was stopped.
STALE = dt.timedelta(minutes=10)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def waiting(self, now: dt.datetime) -> Self:
        """Return those that no worker is at, the oldest first."""
        free = Q(touched_at=None) | Q(touched_at__lt=now - STALE)
        return self.filter(free, problem="").order_by("asked_at", "pk")


class Publication(models.Model):
    """That a draft shall be published: small numbers of large releases take a worker a minute to find."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="publication")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    # When the worker that is at it last told so.
    touched_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Why the release is a draft again.
    problem = models.CharField(max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.release_id}, asked for at {self.asked_at}"
