"""Bulk edits, kept so that they can be undone."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from library.catalogue.models.records import Record


class BulkEdit(models.Model):
    """A bulk edit: one change that one editor made in many records."""

    class Meta:
        constraints = [
            not_blank("words", name="bulkedit_says_what"),
            models.UniqueConstraint(fields=["by", "form_key"], name="bulkedit_made_once"),
            models.CheckConstraint(
                condition=models.Q(undone_by=None) | models.Q(undone_at__isnull=False),
                name="bulkedit_undone_has_a_day",
            ),
        ]

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What was changed, in words for editors.
    words = models.CharField(_("what was changed"), max_length=1_000)
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return self.words


class BulkChange(models.Model):
    """What a bulk edit changed in one record: by field, the values before and after.

    Of topics, places and terms these are the keys that were taken away and that were added.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk_edit", "record"], name="bulkchange_once"),
        ]

    bulk_edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="changes")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    # What undoing left as it was, because it had been edited since: the names of fields.
    kept = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.bulk_edit_id}: {self.record_id}"
