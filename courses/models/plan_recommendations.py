"""Which recommendations an action plan acts on."""

from typing import Self

from django.db import models

from courses.models.plans import ActionPlan
from library.recommendations.models import Recommendation


class PlanRecommendationQuerySet(models.QuerySet["PlanRecommendation"]):
    def in_order(self) -> Self:
        """Return them in the order in which the owner named them, with the recommendations."""
        return self.select_related("recommendation").order_by("added_at", "pk")


class PlanRecommendation(models.Model):
    """A plan acts on a recommendation of a report, as its owner says. A finished plan takes it, too."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "recommendation"], name="plan_acts_on_once"),
        ]

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="acts_on")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(editable=False)

    objects = PlanRecommendationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id} acts on {self.recommendation_id}"
