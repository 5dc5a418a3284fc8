"""Live sessions: events that belong to cohorts, and lessons that are done by coming to one."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.cohorts import Cohort
from courses.models.content import Lesson
from events.models import Event


class CohortEvent(models.Model):
    """An event that is a live session of a cohort. One event can be a session of several cohorts."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "event"], name="cohort_event_is_one"),
        ]

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="live_sessions")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="of_cohorts")
    # The lesson of the cohort's release that is done by coming to this session.
    lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="live_sessions"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.event_id} of {self.cohort_id}"


class LiveLesson(models.Model):
    """What counts for a lesson of the kind “live session”, besides coming to one."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="live")
    counts_recording = models.BooleanField(_("watching the recording counts"), default=True)
    # What people do who learn alone, or could not come.
    instead = models.TextField(_("what to do instead"), max_length=5_000, blank=True)

    def __str__(self) -> str:
        return self.lesson.title


def live_lesson_of(lesson: Lesson) -> LiveLesson:
    """Return what counts for the lesson; what is usual, where its author has not said."""
    return LiveLesson.objects.filter(lesson=lesson).first() or LiveLesson(lesson=lesson)
