"""Action plans with their figures, evidence, revisions and outcomes."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.charts.series import written
from core.constraints import AppendOnlyModel, in_order, not_blank
from core.types import Person
from courses.models.learning import Enrolment
from indicators.calculator.models import DataSet
from indicators.catalogue.models import Indicator, Release
from library.catalogue.models import Record, Version
from library.catalogue.models.records import RecordQuerySet
from library.catalogue.states import RecordState
from library.vocabularies.models import Place, Topic

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
    # Whether those with whom the plan is shared read its outcomes as well.
    shares_outcomes = models.BooleanField(default=False, editable=False)
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

    @property
    def baseline(self) -> "PlanBaseline | None":
        """Return the figure that the plan starts from. Its rows are loaded by ``parts_of_plans``."""
        return next((row for row in self.baselines.all() if row.removed_at is None), None)

    @property
    def shared_outcomes(self) -> "list[PlanOutcome]":
        """Return the outcomes that others may read, the earliest first. Loaded by ``parts_of_plans``."""
        return list(self.outcomes.all()) if self.shares_outcomes else []

    def outcome_due_on(self, week: int) -> dt.date | None:
        """Return the day from which the owner is asked for the outcome of the plan."""
        if self.finished_at is None:
            return None
        return timezone.localdate(self.finished_at) + dt.timedelta(weeks=week)


class PlanBaseline(models.Model):
    """The figure of an inequality that a plan starts from, kept as it was when it was chosen, and the target.

    Its source may be replaced or deleted since: the links then lead nowhere, and what is written here stays. One that
    is removed or changed is kept for the outcomes that were measured against it.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(removed_at=None), name="baseline_one_a_plan"
            ),
            not_blank("subject", name="baseline_says_what_it_is_about"),
            not_blank("measure_name", name="baseline_names_its_measure"),
            models.CheckConstraint(
                condition=Q(target=None, target_on=None)
                | Q(target__isnull=False, target_on__isnull=False),
                name="baseline_target_has_its_day",
                violation_error_message=_("A target has a value and a date."),
            ),
            models.CheckConstraint(
                condition=Q(lower=None, upper=None)
                | (Q(lower__isnull=False) & Q(upper__gte=F("lower"))),
                name="baseline_interval_is_whole",
            ),
        ]

    # What it is, apart from its links, its target and its moments.
    FACTS = (
        *("subject", "place_name", "period", "divided_by", "measure", "measure_name", "value"),
        *("lower", "upper", "unit", "decimals", "sentence", "groups"),
        *("source", "source_address", "licence"),
    )

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="baselines")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.SET_NULL, related_name="+")
    release = models.ForeignKey(Release, null=True, on_delete=models.SET_NULL, related_name="+")
    data_set = models.ForeignKey(DataSet, null=True, on_delete=models.SET_NULL, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of the page of the indicator, with what was chosen there.
    address = models.CharField(max_length=500, blank=True)

    subject = models.CharField(max_length=300)
    place_name = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=60, blank=True)
    divided_by = models.CharField(max_length=120, blank=True)
    measure = models.CharField(max_length=60)
    measure_name = models.CharField(max_length=250)
    value = models.FloatField()
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    unit = models.CharField(max_length=160, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    sentence = models.TextField(blank=True)
    # The groups in their order, each with its value in words.
    groups = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=500, blank=True)
    source_address = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=120, blank=True)

    target = models.FloatField(null=True)
    target_on = models.DateField(null=True)
    chosen_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """Return what it is about, where and when: “Obesity in Year 6, England, 2017/18”."""
        return ", ".join(filter(None, [self.subject, self.place_name, self.period]))

    def number(self, value: float) -> str:
        """Write a value of this measure with its unit."""
        text = written(value, self.decimals)
        return f"{text}\N{NO-BREAK SPACE}{self.unit}" if self.unit else text

    @property
    def value_in_words(self) -> str:
        """Return the value with its unit, and its interval where one is known."""
        value = self.number(self.value)
        if self.lower is None or self.upper is None:
            return value
        return gettext("%(value)s (95 %% interval: %(lower)s to %(upper)s)") % {
            "value": value,
            "lower": written(self.lower, self.decimals),
            "upper": written(self.upper, self.decimals),
        }

    @property
    def target_in_words(self) -> str:
        """Return the target with its day, or nothing."""
        if self.target is None or self.target_on is None:
            return ""
        return gettext("%(value)s by %(day)s") % {
            "value": self.number(self.target),
            "day": formats.date_format(self.target_on, "j F Y"),
        }

    @property
    def group_head(self) -> list[str]:
        """Return the headings of the table of its groups."""
        return [self.divided_by or gettext("Group"), gettext("Value")]

    @property
    def words(self) -> dict[str, str]:
        """Return what a page shows of it, for a revision of the plan."""
        names = ("heading", "measure_name", "value_in_words", "target_in_words", "source")
        return {name: getattr(self, name) for name in names}


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
            models.CheckConstraint(
                condition=Q(value=None, baseline=None)
                | Q(value__isnull=False, baseline__isnull=False),
                name="outcome_value_has_its_measure",
            ),
        ]

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="outcomes")
    form_key = models.UUIDField()
    week = models.PositiveSmallIntegerField(_("weeks after"))
    happened = models.TextField(_("what happened"), max_length=4_000)
    change = models.TextField(_("what changed in the measure"), max_length=2_000, blank=True)
    # The figure now, in the measure of the baseline that the plan had then.
    value = models.FloatField(_("value now"), null=True)
    baseline = models.ForeignKey(
        PlanBaseline, null=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id} after {self.week} weeks"

    @property
    def value_in_words(self) -> str:
        """Return the measure and its value, or nothing where none was given; for outcomes with their baseline loaded."""
        if self.value is None or self.baseline is None:
            return ""
        return f"{self.baseline.measure_name}: {self.baseline.number(self.value)}"


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


def parts_of_plans(path: str = "") -> list[Prefetch[str]]:
    """Load what pages show of plans beside their words: evidence, the figure they start from, and outcomes.

    One query each; ``path`` leads from the rows to their plan.
    """
    start = f"{path}__" if path else ""
    outcomes = PlanOutcome.objects.select_related("baseline")
    return [
        Prefetch(f"{start}evidence", PlanEvidence.objects.for_display()),
        Prefetch(f"{start}baselines", PlanBaseline.objects.filter(removed_at=None)),
        Prefetch(f"{start}outcomes", outcomes.order_by("week", "recorded_at", "pk")),
    ]
