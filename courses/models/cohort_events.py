"""Live sessions: events that belong to cohorts."""

from django.db import models
from django.utils import timezone

from courses.models.cohorts import Cohort
from events.models import Event


class CohortEvent(models.Model):
    """An event that is a live session of a cohort. One event can be a session of several cohorts."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "event"], name="cohort_event_is_one"),
        ]

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="live_sessions")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="of_cohorts")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.event_id} of {self.cohort_id}"
