"""What editors decide about what the authors of a case study learnt, and under what they placed it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from core.constraints import not_blank, only_choices
from courses.models import Lesson, LessonCitation
from courses.states import CourseState
from library.catalogue.models import Record
from library.gaps.models import EvidenceGap
from library.recommendations.models import Recommendation
from submissions.models.submissions import Submission
from submissions.states import WITH_REASON, TriageState

LONGEST_NOTE = 500
LONGEST_REASON = 1_000


class Triage(models.Model):
    """What an editor decided about what the authors of a case study learnt. Without a row nobody has begun."""

    State = TriageState

    class Meta:
        constraints = [
            only_choices("state", TriageState.values, name="triage_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(each.value for each in WITH_REASON)) | ~Q(reason=""),
                name="triage_without_placement_says_why",
            ),
        ]

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="triage")
    state = models.CharField(max_length=10, choices=TriageState, default=TriageState.OPEN)
    reason = models.CharField(gettext_lazy("reason"), max_length=LONGEST_REASON, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.submission.title

    def get_absolute_url(self) -> str:
        """Return where its authors read under what their work is placed."""
        return f"{self.submission.get_absolute_url()}#placed"


class PlacementQuerySet(models.QuerySet["Placement"]):
    def readable(self) -> Self:
        """Leave out withdrawn works and recommendations, hidden gaps, and lessons that no longer cite the work."""
        citing = LessonCitation.objects.filter(
            version__record=OuterRef("submission__record"),
            lesson__lineage=OuterRef("lesson__lineage"),
            lesson__module__release__course=OuterRef("lesson__module__release__course"),
            lesson__module__release__course__state=CourseState.PUBLISHED,
            lesson__module__release__published_at__isnull=False,
            lesson__module__release__superseded_at=None,
        )
        gaps = EvidenceGap.objects.public()
        there = (
            Q(recommendation__in=Recommendation.objects.published())
            | Q(gap__in=gaps)
            | Q(gap__merged_into__in=gaps)
            | Exists(citing)
        )
        return self.filter(there, submission__record__in=Record.objects.published())

    def under_gap(self, gap: EvidenceGap) -> Self:
        """Return placements under the gap, and under those that were merged into it."""
        return self.filter(Q(gap=gap) | Q(gap__merged_into=gap))

    def with_targets(self) -> Self:
        """Load what a line says of each, the earliest first. One query."""
        return self.select_related(
            "recommendation", "gap__merged_into", "lesson__module__release__course"
        ).order_by("placed_at", "pk")


class Placement(models.Model):
    """What was learnt in a case study is shown here: under a recommendation, an evidence gap or a lesson of a course."""

    class Meta:
        constraints = [
            not_blank("note", name="placement_has_a_note"),
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False, gap=None, lesson=None)
                | Q(recommendation=None, gap__isnull=False, lesson=None)
                | Q(recommendation=None, gap=None, lesson__isnull=False),
                name="placement_is_under_one_thing",
            ),
            models.UniqueConstraint(
                fields=["submission", "recommendation"], name="placement_recommendation_once"
            ),
            models.UniqueConstraint(fields=["submission", "gap"], name="placement_gap_once"),
            models.UniqueConstraint(fields=["submission", "lesson"], name="placement_lesson_once"),
        ]

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="placements")
    recommendation = models.ForeignKey(
        Recommendation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    gap = models.ForeignKey(EvidenceGap, null=True, on_delete=models.PROTECT, related_name="+")
    # As it was in the release of that day; the same lesson of later releases has the same lineage.
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.CASCADE, related_name="+")
    # The further evidence that this placement added to the lesson; nothing where the lesson cited the work before.
    citation = models.ForeignKey(
        LessonCitation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(gettext_lazy("note"), max_length=LONGEST_NOTE)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placements"
    )
    placed_at = models.DateTimeField()

    objects = PlacementQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def shown_gap(self) -> EvidenceGap | None:
        """Return the gap, or the one that it was merged into; load them ``with_targets``."""
        return (self.gap.merged_into or self.gap) if self.gap else None

    @property
    def title(self) -> str:
        """Return the name of what it is placed under; load it ``with_targets``."""
        if self.recommendation:
            return f"{self.recommendation.reference} {self.recommendation.title}"
        return str(self.shown_gap or self.lesson)

    @property
    def kind(self) -> StrOrPromise:
        """Return what sort of thing it is placed under."""
        if self.recommendation_id:
            return _("Recommendation")
        return _("Evidence gap") if self.gap_id else _("Lesson")

    @property
    def about(self) -> str:
        """Return the course of the lesson; load it ``with_targets``."""
        return str(self.lesson.module.release.course) if self.lesson else ""

    def get_absolute_url(self) -> str:
        """Return the page on which it is shown; of a lesson its line on the page of the course, which everyone may read."""
        if self.lesson:
            return f"{self.lesson.module.release.course.get_absolute_url()}#{self.lesson.anchor}"
        shown = self.recommendation or self.shown_gap
        return shown.get_absolute_url() if shown else ""
