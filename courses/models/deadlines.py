"""Deadlines of a cohort, and what was shifted for one person."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from courses.models.cohorts import Cohort
from courses.models.content import Lesson, Module
from courses.models.learning import Enrolment

MOST_DAYS = 1_000


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def for_display(self) -> Self:
        """Load what each deadline is for, in the order of the course."""
        return self.select_related("module", "lesson__module").order_by("pk")


class Deadline(models.Model):
    """The last day for a lesson, or for all lessons of a module that have no deadline of their own.

    It is a day of the calendar, or so many days after the cohort starts; in a rolling cohort, after the learner joined.
    """

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lesson=None) ^ Q(module=None), name="deadline_is_for_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) ^ Q(days_after=None), name="deadline_has_one_day"
            ),
            models.UniqueConstraint(fields=["cohort", "lesson"], name="deadline_once_a_lesson"),
            models.UniqueConstraint(fields=["cohort", "module"], name="deadline_once_a_module"),
        ]

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="deadlines")
    lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    module = models.ForeignKey(
        Module, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    due_on = models.DateField(_("last day"), null=True, blank=True)
    days_after = models.PositiveSmallIntegerField(
        _("days after the start"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_DAYS)],
    )

    objects = DeadlineQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.lesson or self.module)


class DeadlineShift(models.Model):
    """Another last day for one person, with the reason."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "enrolment"], name="deadline_shifted_once_a_person"
            ),
            not_blank("reason", name="deadline_shift_has_a_reason"),
        ]

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="shifts")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="deadline_shifts"
    )
    due_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=500)
    shifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shifted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.deadline)

    def get_absolute_url(self) -> str:
        return self.deadline.cohort.get_absolute_url()
