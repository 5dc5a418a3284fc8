"""What each of the two tells the coordinators of their mentoring: after the first session, half-way, at the end."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from core.types import Person
from mentoring.models.matches import Match
from mentoring.states import LIVE_STATES, MatchState

# A question stands on my home for this long.
ASKED_FOR = dt.timedelta(days=30)
LOWEST, HIGHEST = 1, 5
SCORES = ("useful", "openness", "progress")


class FeedbackStage(models.TextChoices):
    """When feedback is asked for."""

    FIRST = "first", _("After the first session")
    MIDDLE = "middle", _("Half-way")
    END = "end", _("At the end")
    # Written in earlier versions at the end, for each other: nobody else was to read it.
    SHARED = "shared", _("To each other")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def shared(self) -> Self:
        """Return what the two wrote to each other in earlier versions."""
        return self.filter(stage=FeedbackStage.SHARED)

    def for_coordinators(self) -> Self:
        """Return what was given for coordinators."""
        return self.exclude(stage=FeedbackStage.SHARED).exclude(given_at=None)

    def read_by_coordinator(self, user: Person) -> Self:
        """Return what this coordinator reads: nothing of a mentoring in which they are one of the two."""
        mine = Q(match__mentor=user.pk) | Q(match__mentee=user.pk)
        return self.for_coordinators().exclude(mine)

    def to_give(self) -> Self:
        """Return what can be given now: one at the end only once it has ended, the others only before."""
        live = Q(match__state__in=LIVE_STATES)
        ended = Q(match__state=MatchState.ENDED)
        in_time = (live & ~Q(stage=FeedbackStage.END)) | (ended & Q(stage=FeedbackStage.END))
        return self.filter(in_time, given_at=None)

    def waiting(self) -> Self:
        """Return what people are reminded of: nothing of a mentoring that the institute has paused."""
        return self.to_give().exclude(match__state=MatchState.SUSPENDED)

    def asked_after(self, moment: dt.datetime) -> Self:
        return self.filter(asked_at__gt=moment)


class Feedback(models.Model):
    """The feedback of one of the two: asked for once, given at most once. The other person never reads it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["match", "author", "stage"], name="feedback_one_per_person_and_stage"
            ),
            only_choices("stage", FeedbackStage.values, name="feedback_stage_known"),
            models.CheckConstraint(
                condition=Q(given_at=None)
                | Q(stage=FeedbackStage.SHARED)
                | Q(useful__isnull=False, openness__isnull=False, progress__isnull=False),
                name="feedback_has_answers_when_given",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{f"{name}__gte": LOWEST, f"{name}__lte": HIGHEST}),
                    name=f"feedback_{name}_is_1_to_5",
                )
                for name in SCORES
            ),
        ]

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="feedback")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(
        _("when"), max_length=20, choices=FeedbackStage, default=FeedbackStage.SHARED
    )
    asked_at = models.DateTimeField(_("asked"), null=True, editable=False)
    useful = models.PositiveSmallIntegerField(_("useful"), null=True)
    openness = models.PositiveSmallIntegerField(_("can speak openly"), null=True)
    progress = models.PositiveSmallIntegerField(_("progress"), null=True)
    text = models.TextField(_("words"), max_length=1_000, blank=True)
    given_at = models.DateTimeField(_("given"), null=True)

    objects = FeedbackQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Feedback"))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:feedback_give", args=[self.pk])
