"""Assessments of case studies: two judgements of one version, and the stage that follows from them."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, only_choices
from core.types import Person
from library.catalogue.models import Record, Version
from library.catalogue.models.records import RecordQuerySet
from library.practice.rule import Findings, combined
from library.practice.states import (
    AssessmentState,
    Criterion,
    Degree,
    MeasureKind,
    PracticeStage,
)
from library.vocabularies.choices import RecordType

LONGEST = 500


def case_studies() -> RecordQuerySet:
    """Return the published case studies, which alone are judged."""
    return Record.objects.published().filter(type=RecordType.CASE_STUDY)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def of(self, record: Record) -> Self:
        """Return the assessments of all versions of a record."""
        return self.filter(version__record=record)

    def current(self) -> Self:
        """Return those of the newest version of its record that were not withdrawn."""
        return self.exclude(state=AssessmentState.WITHDRAWN).filter(
            version=F("version__record__current_version")
        )

    def published(self) -> Self:
        """Return those that everyone may read: both judgements were given, whatever came after."""
        return self.filter(
            settled_at__isnull=False, version__record__in=case_studies().values("pk")
        )

    def outdated(self) -> Self:
        """Return those that still count for a version that is no longer the newest."""
        counting = self.exclude(state=AssessmentState.WITHDRAWN)
        return counting.exclude(version=F("version__record__current_version"))

    def with_judgements(self) -> Self:
        """Load the judgements with all that they say, and who gave them."""
        judgements = Judgement.objects.select_related("judge").prefetch_related("degrees")
        return self.select_related("version").prefetch_related(
            Prefetch("judgements", judgements.order_by("number"))
        )


class Assessment(models.Model):
    """Two judgements of one version of a case study, and the stage that follows."""

    State = AssessmentState

    class Meta:
        constraints = [
            only_choices("state", AssessmentState.values, name="assessment_state_known"),
            only_choices("stage", ["", *PracticeStage.values], name="assessment_stage_known"),
            models.UniqueConstraint(
                fields=["version"],
                condition=~Q(state=AssessmentState.WITHDRAWN),
                name="assessment_of_version_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.SETTLED) | Q(settled_at__isnull=False),
                name="assessment_settled_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(settled_at__isnull=False),
                name="assessment_stage_is_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.WITHDRAWN) | ~Q(reason=""),
                name="assessment_withdrawn_says_why",
            ),
        ]

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=10, choices=AssessmentState, default=AssessmentState.OPEN)
    # What followed from the rule when the second judgement was given; empty for none.
    stage = models.CharField(_("stage"), max_length=10, choices=PracticeStage, blank=True)
    reason = models.CharField(_("why it was withdrawn"), max_length=LONGEST, blank=True)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.version_id}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("library:practice_detail", args=[self.version.record_id])

    @property
    def is_open(self) -> bool:
        return self.state == AssessmentState.OPEN

    @property
    def is_settled(self) -> bool:
        return self.state == AssessmentState.SETTLED

    @property
    def findings(self) -> Findings:
        """Return what counts of both judgements. Takes no query for assessments ``with_judgements()``."""
        first, second = (each.findings for each in self.judgements.all())
        return combined(first, second)


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own judgements, and those of others once both of a version were given."""
        settled = Q(assessment__in=Assessment.objects.published().values("pk"))
        return self.filter(settled | Q(judge=user) if user.is_authenticated else settled)


class Judgement(AppendOnlyModel):
    """What one editor found in one version, criterion by criterion, without seeing the other's."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="judgement_numbers_differ"
            ),
            models.UniqueConstraint(fields=["assessment", "judge"], name="judgement_by_two_people"),
            models.UniqueConstraint(fields=["judge", "form_key"], name="judgement_given_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=2), name="judgement_is_one_of_two"
            ),
            models.CheckConstraint(
                condition=Q(measure=MeasureKind.NONE, baseline="", outcome="", evaluation="")
                | (Q(measure=MeasureKind.VALUES, evaluation="") & ~Q(baseline="") & ~Q(outcome=""))
                | (Q(measure=MeasureKind.EVALUATION, baseline="", outcome="") & ~Q(evaluation="")),
                name="judgement_measure_is_named",
            ),
        ]

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="judgements")
    number = models.PositiveSmallIntegerField()
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judgements"
    )
    measure = models.CharField(_("measure"), max_length=10, choices=MeasureKind)
    baseline = models.CharField(_("value before"), max_length=200, blank=True)
    outcome = models.CharField(_("value after"), max_length=200, blank=True)
    evaluation = models.CharField(_("evaluation"), max_length=300, blank=True)
    given_at = models.DateTimeField()
    form_key = models.UUIDField(editable=False)

    objects = JudgementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.assessment_id}, {self.number}"

    @property
    def has_measure(self) -> bool:
        return self.measure != MeasureKind.NONE

    @property
    def findings(self) -> Findings:
        """Return what the judgement found. Takes no query with its degrees loaded."""
        degrees = {Criterion(d.criterion): Degree(d.degree) for d in self.degrees.all()}
        return Findings(degrees, self.has_measure)


class CriterionDegree(AppendOnlyModel):
    """How far one judge found one criterion met, and why."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["judgement", "criterion"], name="criteriondegree_is_one"
            ),
            only_choices("criterion", Criterion.values, name="criteriondegree_criterion_known"),
            only_choices("degree", Degree.values, name="criteriondegree_degree_known"),
            models.CheckConstraint(
                condition=Q(degree=Degree.NOT_TOLD) | ~Q(words=""),
                name="criteriondegree_says_why",
            ),
        ]

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="degrees")
    criterion = models.CharField(max_length=20, choices=Criterion)
    degree = models.CharField(max_length=10, choices=Degree)
    words = models.TextField(
        _("why"), max_length=LONGEST, blank=True, validators=[MaxLengthValidator(LONGEST)]
    )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.degree}"
