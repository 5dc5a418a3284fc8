"""What facilitators do for learners of a cohort: lessons that they tick, and what they write to them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, not_blank
from core.types import Person
from courses.models.cohorts import Cohort
from courses.models.content import Lesson
from courses.models.learning import Enrolment


class StaffTick(AppendOnlyModel):
    """A lesson that somebody of the staff counted as done for a learner, with the reason."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_ticked_once"),
            not_blank("reason", name="staff_tick_has_a_reason"),
        ]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="staff_ticks")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        return self.enrolment.get_absolute_url()


class CohortMessageQuerySet(models.QuerySet["CohortMessage"]):
    def written_to(self, user: Person) -> Self:
        """Return what was written to this person, the newest first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipients=user).order_by("-sent_at", "-pk")


class CohortMessage(models.Model):
    """What a facilitator wrote to learners of a cohort, and to whom."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "form_key"], name="cohort_message_sent_once"),
            not_blank("words", name="cohort_message_says_something"),
        ]

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipients = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("recipients"), related_name="+"
    )
    words = models.TextField(_("message"), max_length=4_000)
    sent_at = models.DateTimeField()
    form_key = models.UUIDField()

    objects = CohortMessageQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.cohort)

    def get_absolute_url(self) -> str:
        slug = self.cohort.release.course.slug
        return f"{reverse('courses:cohort_detail', args=[slug, self.cohort_id])}#messages"
