"""What learners plan to do in their place, how that plan changed, and what came of it."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import in_order
from core.types import Person
from courses.models.facts import Fact
from courses.models.learning import Enrolment
from library.models import Topic

# After so many weeks the owner of a finished plan is asked what came of it.
OUTCOME_WEEKS = (6, 12)


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def visible_to(self, user: Person) -> Self:
        """A plan is its owner's. Whom they share it with sees it through what it was shared in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(owner=user)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def of_owner(self, user: Person) -> Self:
        """One's own plans, the newest first, each with ``last_outcome_week``."""
        last = PlanOutcome.objects.filter(plan=OuterRef("pk")).order_by("-week").values("week")[:1]
        return self.visible_to(user).annotate(last_outcome_week=Subquery(last)).newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class ActionPlan(models.Model):
    """What one person will try against one inequality, and how they will see whether it works."""

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
        """The day from which the owner is asked what came of the plan."""
        if self.finished_at is None:
            return None
        return timezone.localdate(self.finished_at) + dt.timedelta(weeks=week)


class PlanRevision(Fact):
    """What a finished plan said at one moment."""

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
        """The words under the names that a plan has them."""
        return {**self.words, "review_on": dt.date.fromisoformat(self.words["review_on"])}


class PlanOutcome(Fact):
    """What came of a plan after so many weeks, in its owner's words."""

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
