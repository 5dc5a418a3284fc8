"""Respondents that were made one of two, with all that is needed to part them again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from library.recommendations.models.respondents import Respondent


class RespondentMerge(models.Model):
    """Two respondents of one organisation or place that became one; it is kept when they are parted again."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(gone=F("kept")), name="respondentmerge_of_two"),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(parted_at=None),
                name="respondentmerge_at_a_time_is_one",
            ),
        ]

    gone = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="merged")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField()
    parted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    parted_at = models.DateTimeField(null=True)
    # The keys of what moved, and of what was said anew; see ``library.recommendations.actions.merging``.
    moved = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
