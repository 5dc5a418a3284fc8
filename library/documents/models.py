"""The text of files, extracted by a worker for the search."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.catalogue.models.records import File

# A worker that reports nothing for this long was stopped.
STALE = dt.timedelta(minutes=10)


class ExtractionState(models.TextChoices):
    """How far the text extraction of a file is."""

    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    READ = "read", _("Read")
    EMPTY = "empty", _("No text in it")
    FAILED = "failed", _("Could not be read")


class FileTextQuerySet(models.QuerySet["FileText"]):
    def waiting(self) -> Self:
        """Return the files that wait for a worker, the oldest first."""
        return self.filter(state=ExtractionState.WAITING).order_by("changed_at", "pk")

    def stalled(self, now: dt.datetime) -> Self:
        """Return the files whose worker was stopped during extraction."""
        return self.filter(state=ExtractionState.READING, changed_at__lt=now - STALE)

    def without_text(self) -> Self:
        """Return files without text that editors should see: broken ones, and scans. Their text is not loaded."""
        troubled = [ExtractionState.FAILED, ExtractionState.EMPTY]
        return self.filter(state__in=troubled).defer("text")


class FileText(models.Model):
    """The text of one document, for the index only: readers open the document itself."""

    State = ExtractionState

    class Meta:
        constraints = [
            only_choices("state", ExtractionState.values, name="filetext_state_known"),
        ]
        indexes = [models.Index(fields=["state", "changed_at"], name="filetext_by_state")]

    file = models.OneToOneField(
        File, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ExtractionState, default=ExtractionState.WAITING
    )
    text = models.TextField(blank=True)
    # What editors should know: why it failed, or what is missing from the text.
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = FileTextQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_id}: {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {ExtractionState.WAITING, ExtractionState.READING}

    @property
    def needs_attention(self) -> bool:
        return self.state in {ExtractionState.FAILED, ExtractionState.EMPTY}
