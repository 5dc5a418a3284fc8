"""Imports of other catalogues."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.catalogue.models.records import Record
from library.vocabularies.models.topics import Topic


class ImportState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", _("Waiting to be checked")
    READING = "reading", _("Being checked")
    READY = "ready", _("Ready to import")
    REFUSED = "refused", _("Not imported")
    QUEUED = "queued", _("Waiting to import")
    WRITING = "writing", _("Importing")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Cancelled")
    UNDO_QUEUED = "to-undo", _("Waiting to be undone")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


RUNNING_STATES = frozenset(
    {
        ImportState.WAITING,
        ImportState.READING,
        ImportState.QUEUED,
        ImportState.WRITING,
        ImportState.UNDO_QUEUED,
        ImportState.UNDOING,
    }
)

DROPPABLE_STATES = frozenset(
    {ImportState.WAITING, ImportState.READY, ImportState.REFUSED, ImportState.FAILED}
)

# A worker that reports nothing for this long was stopped.
STALE = dt.timedelta(minutes=10)


class ImportQuerySet(models.QuerySet["Import"]):
    def waiting(self) -> Self:
        """Return the imports that wait for a worker, the oldest first."""
        states = [ImportState.WAITING, ImportState.QUEUED, ImportState.UNDO_QUEUED]
        return self.filter(state__in=states).order_by("started_at", "pk")

    def stalled(self, now: dt.datetime) -> Self:
        """Return the imports whose worker was stopped at its work."""
        states = [ImportState.READING, ImportState.WRITING, ImportState.UNDOING]
        return self.filter(state__in=states, touched_at__lt=now - STALE)

    def newest_first(self) -> Self:
        return self.select_related("started_by", "undone_by").order_by("-started_at", "-pk")


class Import(models.Model):
    """A file whose rows are checked first and then written: all of them, or none."""

    State = ImportState

    class Meta:
        constraints = [
            only_choices("state", ImportState.values, name="import_state_known"),
            models.UniqueConstraint(fields=["started_by", "form_key"], name="import_started_once"),
            models.CheckConstraint(
                condition=models.Q(undone_by=None) | models.Q(undone_at__isnull=False),
                name="import_undone_has_a_day",
            ),
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
    # How many rows have an id that is none of ours.
    ids_ignored = models.PositiveIntegerField(default=0, db_default=0)
    # How often a worker has begun its present step.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    # When a worker last said how far it is.
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True)
    # Who asked to undo it, and when.
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, editable=False)

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:import_detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES

    @property
    def can_be_dropped(self) -> bool:
        """Tell whether nothing of it is written, and no worker is at it."""
        return self.state in DROPPABLE_STATES and self.finished_at is None

    @property
    def step_to_repeat(self) -> ImportState:
        """Return where it waits for another try once it has failed: to be undone, written or read."""
        if self.undone_at:
            return ImportState.UNDO_QUEUED
        return ImportState.QUEUED if self.counts else ImportState.WAITING


class ImportChangeQuerySet(models.QuerySet["ImportChange"]):
    def count_by_kind(self) -> dict[str, int]:
        """Count the new records, the changed ones, those edited since they came, and those that undoing kept."""
        is_edited = models.Q(is_new=True, record__edit_number__gt=0)
        return self.aggregate(
            new=models.Count("pk", filter=models.Q(is_new=True)),
            changed=models.Count("pk", filter=models.Q(is_new=False)),
            edited=models.Count("pk", filter=is_edited),
            kept=models.Count("pk", filter=~models.Q(kept=[])),
        )


class ImportChange(models.Model):
    """What an import does to one record: it is new, or by field the values before and after.

    Those of a changed record are there from the reading on, so that they can be seen before they are written.
    Of topics, places and terms they are the keys, of creators all that is known of each.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["begun", "record"], name="importchange_once"),
        ]

    begun = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    is_new = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    is_written = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)
    # What undoing left as it was: the names of fields, or "state" for a record that was new.
    kept = models.JSONField(default=list)

    objects = ImportChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.begun_id}: {self.record_id}"
