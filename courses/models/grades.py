"""Grades: how much each item of a cohort counts, and what facilitators changed by hand, with the reason."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, not_blank, only_choices
from core.types import Person
from courses.models.cohorts import Cohort
from courses.models.content import Lesson, Release
from courses.models.learning import Enrolment

MOST_WEIGHT = 100


class GradeTarget(models.TextChoices):
    """What a grade is for."""

    LESSON = "lesson", _("A lesson")
    ATTENDANCE = "attendance", _("Live sessions attended")
    TOTAL = "total", _("Total")


class GradeAct(models.TextChoices):
    """What a facilitator did with a grade by hand."""

    GRADE = "grade", _("Gave another grade")
    EXCUSE = "excuse", _("Excused")
    CLEAR = "clear", _("Went back to the computed grade")


class GradeWeight(models.Model):
    """How much an item counts in the total: as the authors of a release say, or as a cohort that takes it changed it.

    Without a row of its cohort an item has the weight of the release, and without that the usual one of its kind.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "lesson"], name="grade_weight_once_a_lesson"),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(target=GradeTarget.ATTENDANCE),
                name="grade_weight_once_for_attendance",
            ),
            models.UniqueConstraint(
                fields=["release", "lesson"], name="grade_weight_once_in_a_release"
            ),
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(target=GradeTarget.ATTENDANCE),
                name="grade_weight_once_for_attendance_in_a_release",
            ),
            models.CheckConstraint(
                condition=Q(cohort=None, release__isnull=False)
                | Q(cohort__isnull=False, release=None),
                name="grade_weight_is_of_a_cohort_or_a_release",
            ),
            models.CheckConstraint(
                condition=Q(target=GradeTarget.LESSON, lesson__isnull=False)
                | Q(target=GradeTarget.ATTENDANCE, lesson=None),
                name="grade_weight_is_of_one_item",
            ),
            models.CheckConstraint(
                condition=Q(weight__lte=MOST_WEIGHT), name="grade_weight_has_a_limit"
            ),
        ]

    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="grade_weights"
    )
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.CASCADE, related_name="grade_weights"
    )
    target = models.CharField(max_length=10, choices=GradeTarget)
    lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), validators=[MaxValueValidator(MOST_WEIGHT)]
    )

    def __str__(self) -> str:
        return f"{self.lesson or self.get_target_display()}: {self.weight}"


class WeightChange(AppendOnlyModel):
    """What somebody who looks after a cohort changed in its weights, and why."""

    class Meta:
        constraints = [not_blank("reason", name="weight_change_has_a_reason")]

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="weight_changes")
    # Each with the ``title`` of the item, and the weights ``before`` and ``after``.
    weights = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.reason[:60]}"


class GradeImportQuerySet(models.QuerySet["GradeImport"]):
    def newest_first(self) -> Self:
        return self.order_by("-imported_at", "-pk")


class GradeImport(models.Model):
    """Grades that were read from one file, which can be taken back together."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "form_key"], name="grade_import_once"),
        ]

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="grade_imports")
    reason = models.CharField(_("reason"), max_length=500)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField()

    objects = GradeImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.imported_at:%Y-%m-%d %H:%M}"


class GradeChangeQuerySet(models.QuerySet["GradeChange"]):
    def visible_to(self, user: Person) -> Self:
        """Return changes of one's own grades, and of those of learners that this person looks after."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))

    def holding(self) -> Self:
        """Return the change that holds for each learner and item: the last one."""
        later = GradeChange.objects.filter(
            Q(lesson=OuterRef("lesson")) | Q(lesson=None, target=OuterRef("target")),
            enrolment=OuterRef("enrolment"),
            target=OuterRef("target"),
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later))

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class GradeChange(AppendOnlyModel):
    """What somebody changed in a grade by hand, and why. The last one of an item holds; the others are its history.

    What a learner has completed is no grade: no change lowers it.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "form_key", "lesson"],
                condition=Q(target=GradeTarget.LESSON),
                name="grade_of_lesson_changed_once",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "form_key", "target"],
                condition=~Q(target=GradeTarget.LESSON),
                name="grade_changed_once",
            ),
            only_choices("act", GradeAct.values, name="grade_change_act_known"),
            models.CheckConstraint(
                condition=Q(target=GradeTarget.LESSON, lesson__isnull=False)
                | Q(target__in=[GradeTarget.ATTENDANCE, GradeTarget.TOTAL], lesson=None),
                name="grade_change_is_of_one_item",
            ),
            models.CheckConstraint(
                condition=Q(act=GradeAct.GRADE, percent__gte=0, percent__lte=100)
                | (~Q(act=GradeAct.GRADE) & Q(percent=None)),
                name="grade_change_has_its_grade",
            ),
            models.CheckConstraint(
                condition=~Q(act=GradeAct.EXCUSE, target=GradeTarget.TOTAL),
                name="grade_change_excuses_from_an_item",
            ),
            not_blank("reason", name="grade_change_has_a_reason"),
        ]
        indexes = [models.Index(fields=["enrolment", "target", "lesson"], name="gradechange_of")]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="grade_changes")
    target = models.CharField(max_length=10, choices=GradeTarget)
    lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    act = models.CharField(max_length=10, choices=GradeAct)
    percent = models.DecimalField(
        _("grade in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    reason = models.CharField(_("reason"), max_length=500)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    by_import = models.ForeignKey(
        GradeImport, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    # The change that this one took back.
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_key = models.UUIDField()

    objects = GradeChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.lesson or self.get_target_display())

    def get_absolute_url(self) -> str:
        """Return where the learner reads their grades; load ``enrolment__release__course`` with it."""
        return reverse("courses:my_grades", args=[self.enrolment.release.course.slug])

    @property
    def shown_reason(self) -> str:
        """Return why the grade is what it is now: nothing once the only change of it was undone."""
        is_back = self.undoes_id is not None and self.act == GradeAct.CLEAR
        return "" if is_back else self.reason

    @property
    def item(self) -> str:
        """Return the key of the item in addresses and files."""
        return str(self.lesson_id) if self.lesson_id else self.target
