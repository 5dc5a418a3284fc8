"""Goals of a match."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from mentoring.models.matches import Match
from mentoring.states import GoalState


class GoalQuerySet(models.QuerySet["Goal"]):
    def open(self) -> Self:
        return self.filter(state=GoalState.OPEN)

    def soonest_first(self) -> Self:
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class Goal(models.Model):
    """What the mentee wants to reach, how they will know, and by when."""

    class Meta:
        constraints = [
            only_choices("state", GoalState.values, name="goal_state_known"),
            not_blank("text", name="goal_is_not_empty"),
            models.UniqueConstraint(fields=["match", "form_key"], name="goal_sent_once"),
        ]

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    measure = models.CharField(_("how we will measure it"), max_length=300, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=GoalState, default=GoalState.OPEN)
    settled_on = models.DateField(_("reached or dropped on"), null=True, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GoalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{reverse('mentoring:match_detail', args=[self.match_id])}#goals"
