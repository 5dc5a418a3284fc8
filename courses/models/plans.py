"""Action plans with their evidence, revisions and outcomes."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.append_only import AppendOnlyModel
from core.constraints import in_order
from core.types import Person
from courses.models.learning import Enrolment
from library.catalogue.models import Record, Version
from library.catalogue.models.records import RecordQuerySet
from library.catalogue.states import RecordState
from library.vocabularies.models import Topic

# After so many weeks the owner of a finished plan is asked what came of it.
OUTCOME_WEEKS = (6, 12)


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def visible_to(self, user: Person) -> Self:
        """Keep the person's own plans. Whom they share one with sees it through what it was shared in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(owner=user)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def of_owner(self, user: Person) -> Self:
        """One's own plans, the newest first, each with ``last_outcome_week`` and ``has_newer_evidence``."""
        last = PlanOutcome.objects.filter(plan=OuterRef("pk")).order_by("-week").values("week")[:1]
        newer = PlanEvidence.objects.with_newer_version().filter(plan=OuterRef("pk"))
        return (
            self.visible_to(user)
            .annotate(last_outcome_week=Subquery(last), has_newer_evidence=Exists(newer))
            .newest_first()
        )

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class ActionPlan(models.Model):
    """An action plan: what one person will try against one inequality, and how they will measure it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(enrolment__isnull=False),
                name="plan_one_an_enrolment",
            ),
            models.UniqueConstraint(fields=["owner", "form_key"], name="plan_started_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | (
                    ~Q(place="")
                    & ~Q(group="")
                    & ~Q(inequality="")
                    & ~Q(trial="")
                    & ~Q(partners="")
                    & ~Q(measure="")
                    & Q(review_on__isnull=False)
                ),
                name="plan_finished_is_whole",
                violation_error_message=_("A finished plan answers every question."),
            ),
            in_order("created_at", "finished_at", name="plan_finished_later"),
        ]

    # What a finished plan must hold.
    NEEDED = ("place", "group", "inequality", "trial", "partners", "measure", "review_on")
    WORDS = ("title", *NEEDED)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="action_plans"
    )
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    form_key = models.UUIDField(editable=False)
    title = models.CharField(_("title"), max_length=150, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    group = models.CharField(_("group"), max_length=300, blank=True)
    inequality = models.TextField(_("inequality"), max_length=2_000, blank=True)
    trial = models.TextField(_("what I will try"), max_length=4_000, blank=True)
    partners = models.TextField(_("with whom"), max_length=2_000, blank=True)
    measure = models.TextField(_("how I will measure it"), max_length=2_000, blank=True)
    review_on = models.DateField(_("by when"), null=True, blank=True)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="action_plans"
    )
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ActionPlanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or str(_("Action plan without a title"))

    def get_absolute_url(self) -> str:
        return reverse("courses:plan_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    def outcome_due_on(self, week: int) -> dt.date | None:
        """Return the day from which the owner is asked for the outcome of the plan."""
        if self.finished_at is None:
            return None
        return timezone.localdate(self.finished_at) + dt.timedelta(weeks=week)


class PlanRevision(AppendOnlyModel):
    """A revision: what a finished plan said before it was changed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="revision_number_is_unique"),
        ]

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    words = models.JSONField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id}, {self.number}"

    @property
    def as_plan(self) -> dict[str, Any]:
        """Return the text under the field names of a plan."""
        return {**self.words, "review_on": dt.date.fromisoformat(self.words["review_on"])}


class PlanOutcome(AppendOnlyModel):
    """An outcome: what came of a plan after some weeks, in its owner's words."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(week__in=OUTCOME_WEEKS), name="outcome_week_is_asked_for"
            ),
            models.UniqueConstraint(fields=["plan", "form_key"], name="outcome_recorded_once"),
        ]

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="outcomes")
    form_key = models.UUIDField()
    week = models.PositiveSmallIntegerField(_("weeks after"))
    happened = models.TextField(_("what happened"), max_length=4_000)
    change = models.TextField(_("what changed in the measure"), max_length=2_000, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id} after {self.week} weeks"


class PlanEvidenceQuerySet(models.QuerySet["PlanEvidence"]):
    def of(self, record: Record) -> Self:
        """Return evidence that names a version of the record, or of a duplicate merged into it."""
        return self.filter(Q(version__record=record) | Q(version__record__replaced_by=record))

    def with_newer_version(self) -> Self:
        """Return evidence whose record has a newer version on which the owner has not decided."""
        newest = F("version__record__current_version")
        return (
            self.filter(version__record__state=RecordState.PUBLISHED)
            .exclude(version=newest)
            .exclude(looked_at=newest)
        )

    def in_order(self) -> Self:
        """Return evidence in the order in which the owner added it."""
        return self.order_by("added_at", "pk")

    def works(self) -> RecordQuerySet:
        """Return the published records among the evidence."""
        return Record.objects.published().filter(pk__in=self.values("version__record"))

    def for_display(self) -> Self:
        """Load the evidence in order, with its records, the versions named and the newest ones."""
        return self.select_related("version__record__current_version").in_order()


class PlanEvidence(models.Model):
    """A plan rests on this fixed version of a library record, and its owner says why.

    Evidence goes on: a finished plan takes it, too. Who may read the plan may read what it rests on.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="plan_rests_on_once"),
        ]

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="evidence")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("how it supports the plan"), max_length=500, blank=True)
    added_at = models.DateTimeField(editable=False)
    # The newer version that the owner looked at, and left the plan as it is.
    looked_at = models.ForeignKey(
        Version, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PlanEvidenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id} rests on {self.version_id}"

    @property
    def has_newer_version(self) -> bool:
        """Tell whether there is an undecided newer version, for evidence loaded ``for_display``."""
        record = self.version.record
        newest = record.current_version_id
        return record.is_published and newest not in (self.version_id, self.looked_at_id)


def evidence_of_plans(path: str = "") -> Prefetch[str]:
    """Load what each plan rests on with one query; ``path`` leads from the rows to their plan."""
    lookup = f"{path}__evidence" if path else "evidence"
    return Prefetch(lookup, PlanEvidence.objects.for_display())
