"""What was mended in a published release: words of a lesson, and the key of a question."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, in_order, not_blank
from courses.models.content import Lesson
from courses.models.learning import Answer
from courses.models.questions import Question


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Correction(AppendOnlyModel):
    """A correction of a published lesson: what it said before and after, and what its readers are told."""

    class Meta:
        constraints = [not_blank("note", name="correction_has_a_note")]

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="corrections")
    title_before = models.CharField(max_length=150)
    title_after = models.CharField(max_length=150)
    body_before = models.TextField(blank=True)
    body_after = models.TextField(blank=True)
    # Of an image that the lesson shows: its name, and what it was said to show.
    image = models.CharField(max_length=80, blank=True)
    alt_before = models.CharField(max_length=500, blank=True)
    alt_after = models.CharField(max_length=500, blank=True)
    note = models.CharField(_("what was corrected"), max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        return self.lesson.get_absolute_url()


class RequirementChange(AppendOnlyModel):
    """A published lesson is no longer needed for the certificate, or is needed again."""

    class Meta:
        constraints = [not_blank("reason", name="requirement_changed_for_a_reason")]

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="requirement_changes")
    is_required = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        return self.lesson.get_absolute_url()


class Regrade(models.Model):
    """The key of a published question was corrected, and the attempts were marked again."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "form_key"], name="regrade_made_once"),
            not_blank("reason", name="regrade_has_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="regrade_undone_by_somebody",
            ),
            in_order("made_at", "undone_at", name="regrade_undone_later"),
        ]

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="regrades")
    form_key = models.UUIDField()
    # The key as ``courses.progress.regrading`` writes it down.
    key_before = models.JSONField()
    key_after = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    may_lower = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.question.lesson.title

    def get_absolute_url(self) -> str:
        return self.question.lesson.get_absolute_url()


class RegradedAnswer(AppendOnlyModel):
    """How one answer, and with it its attempt, was marked before and after a regrade."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regrade", "answer"], name="answer_regraded_once"),
        ]

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="answers")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    was_correct = models.BooleanField()
    points_before = models.PositiveSmallIntegerField()
    points_after = models.PositiveSmallIntegerField()
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.points_before} → {self.points_after}"
