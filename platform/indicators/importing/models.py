"""Imports of figures."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from indicators.catalogue.models import Release


class DataImportState(models.TextChoices):
    """How far an import of figures is."""

    WAITING = "waiting", _("Waiting to be checked")
    READING = "reading", _("Being checked")
    READY = "ready", _("Ready to import")
    REFUSED = "refused", _("Not imported")
    QUEUED = "queued", _("Waiting to import")
    WRITING = "writing", _("Importing")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Cancelled")


_S = DataImportState
RUNNING_STATES = frozenset({_S.WAITING, _S.READING, _S.QUEUED, _S.WRITING})
DROPPABLE_STATES = frozenset({_S.WAITING, _S.READY, _S.REFUSED, _S.FAILED})
# A worker that reports nothing for this long was stopped.
STALE = dt.timedelta(minutes=10)


class DataImportQuerySet(models.QuerySet["DataImport"]):
    def waiting(self) -> Self:
        """Return the imports that wait for a worker, the oldest first."""
        return self.filter(state__in=[_S.WAITING, _S.QUEUED]).order_by("started_at", "pk")

    def stalled(self, now: dt.datetime) -> Self:
        """Return the imports whose worker was stopped at its work."""
        return self.filter(state__in=[_S.READING, _S.WRITING], touched_at__lt=now - STALE)

    def newest_first(self) -> Self:
        return self.select_related("release", "started_by").order_by("-started_at", "-pk")


class DataImport(models.Model):
    """A file of figures for a draft of a release: its rows are checked first, then all are written, or none."""

    class Meta:
        constraints = [
            only_choices("state", _S.values, name="data_import_state_known"),
            models.UniqueConstraint(
                fields=["started_by", "form_key"], name="data_import_started_once"
            ),
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(_("file"), max_length=200)
    content = models.FileField(upload_to="figures/", max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=_S, default=_S.WAITING)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    # How many rows have each verdict, and the first of those that say something.
    counts = models.JSONField(default=dict)
    shown = models.JSONField(default=list)
    # In which encoding and with which separator the file was read.
    read_as = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, editable=False)

    objects = DataImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:import_detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES

    @property
    def can_be_dropped(self) -> bool:
        """Tell whether nothing of it is written, and no worker is at it."""
        return self.state in DROPPABLE_STATES
