"""Imports of other catalogues."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.vocabularies.models.topics import Topic


class ImportState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    READY = "ready", _("Read: ready to be written")
    REFUSED = "refused", _("Not taken")
    QUEUED = "queued", _("Waiting to be written")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Written")
    DROPPED = "dropped", _("Dropped")


RUNNING_STATES = frozenset(
    {ImportState.WAITING, ImportState.READING, ImportState.QUEUED, ImportState.WRITING}
)


# A worker that reports nothing for this long was stopped.
STALE = dt.timedelta(minutes=10)


class ImportQuerySet(models.QuerySet["Import"]):
    def waiting(self) -> Self:
        """Return the imports that wait for a worker, the oldest first."""
        states = [ImportState.WAITING, ImportState.QUEUED]
        return self.filter(state__in=states).order_by("started_at", "pk")

    def stalled(self, now: dt.datetime) -> Self:
        """Return the imports whose worker was stopped while it read or wrote."""
        states = [ImportState.READING, ImportState.WRITING]
        return self.filter(state__in=states, touched_at__lt=now - STALE)

    def newest_first(self) -> Self:
        return self.select_related("started_by").order_by("-started_at", "-pk")


class Import(models.Model):
    """A file whose rows are checked first and then written: all of them, or none."""

    State = ImportState

    class Meta:
        constraints = [
            only_choices("state", ImportState.values, name="import_state_known"),
            models.UniqueConstraint(fields=["started_by", "form_key"], name="import_started_once"),
        ]

    name = models.CharField(_("file"), max_length=200)
    ending = models.CharField(max_length=4)
    content = models.FileField(upload_to="imports/", max_length=200)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.WAITING
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    # How many rows have each verdict, and the first of those that say something.
    counts = models.JSONField(default=dict)
    shown = models.JSONField(default=list)
    problem = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    # When a worker last said how far it is.
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, editable=False)

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:import_detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES
