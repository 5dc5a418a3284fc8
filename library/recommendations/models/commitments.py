"""Commitments: what a respondent will do about a recommendation, and what it tells of it."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, in_order, not_blank, only_choices
from core.types import Person
from core.validators import no_control_characters
from library.catalogue.models import Record
from library.recommendations.models.responses import Response
from library.recommendations.states import CommitmentState

# Without an update for so long a commitment is shown as stale; its representative is reminded before.
STALE_AFTER = dt.timedelta(days=180)
REMIND_AFTER = dt.timedelta(days=150)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: Person) -> Self:
        """Return the commitments of responses that this reader may see."""
        return self.filter(response__in=Response.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(state=CommitmentState.OPEN)

    def overdue(self, today: dt.date) -> Self:
        """Return the open ones whose last day is over."""
        return self.filter(overdue_on(today))

    def stale(self, at: dt.datetime) -> Self:
        """Return the open ones of which nothing was told for half a year."""
        return self.filter(stale_at(at))

    def needing_update(self, at: dt.datetime, today: dt.date) -> Self:
        """Return the open ones whose representatives are asked for an update."""
        return self.filter(
            overdue_on(today) | Q(state=CommitmentState.OPEN, heard_at__lte=at - REMIND_AFTER)
        )

    def for_list(self) -> Self:
        """Load everything that a row shows."""
        return self.select_related(
            "response__recommendation",
            "response__respondent__organisation",
            "response__respondent__place",
        )

    def in_order(self) -> Self:
        """Return commitments by their last day."""
        return self.order_by("due_on", "pk")


def overdue_on(day: dt.date) -> Q:
    """Return the condition of commitments that are open after their last day."""
    return Q(state=CommitmentState.OPEN, due_on__lt=day)


def stale_at(at: dt.datetime) -> Q:
    """Return the condition of open commitments of which nothing was told for half a year."""
    return Q(state=CommitmentState.OPEN, heard_at__lte=at - STALE_AFTER)


# Open commitments whose last day was moved to a later one.
POSTPONED = Q(state=CommitmentState.OPEN, due_on__gt=F("first_due_on"))


class Commitment(models.Model):
    """An action that follows from a response: who leads it, by when, in which steps."""

    State = CommitmentState

    class Meta:
        constraints = [
            not_blank("action", name="commitment_says_what"),
            only_choices("state", CommitmentState.values, name="commitment_state_known"),
            in_order("starts_on", "due_on", name="commitment_ends_later"),
            models.UniqueConstraint(fields=["made_by", "form_key"], name="commitment_made_once"),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="commitment_by_due"),
            models.Index(fields=["state", "heard_at"], name="commitment_by_heard"),
        ]

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="commitments")
    action = models.CharField(_("action"), max_length=300, validators=[no_control_characters])
    about = models.TextField(
        _("details"), max_length=4_000, blank=True, validators=[MaxLengthValidator(4_000)]
    )
    lead = models.CharField(
        _("who leads it"), max_length=150, blank=True, validators=[no_control_characters]
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("until"))
    # The last day that was promised at first; nothing while it never moved.
    first_due_on = models.DateField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=CommitmentState, default=CommitmentState.OPEN)
    # When something was last told of it.
    heard_at = models.DateTimeField(editable=False)
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(editable=False)

    objects = CommitmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.action

    def get_absolute_url(self) -> str:
        return reverse("recommendations:commitment_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == CommitmentState.OPEN

    @property
    def is_postponed(self) -> bool:
        """Tell whether its last day is later than the one that was promised at first."""
        return self.first_due_on is not None and self.due_on > self.first_due_on


class Milestone(models.Model):
    """A step of a commitment, with the update that told that it was reached."""

    class Meta:
        constraints = [
            not_blank("title", name="milestone_has_a_title"),
            models.UniqueConstraint(fields=["commitment", "title"], name="milestone_titles_differ"),
        ]

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("until"))
    reached_in = models.ForeignKey(
        "CommitmentUpdate",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="milestones",
    )

    def __str__(self) -> str:
        return self.title


class EarlierPromise(AppendOnlyModel):
    """What a commitment said before it was edited. It stays readable, so that no edit hides what was promised."""

    class Meta:
        indexes = [models.Index(fields=["commitment", "-changed_at"], name="earlierpromise_newest")]

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="earlier")
    action = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    lead = models.CharField(max_length=150, blank=True)
    starts_on = models.DateField(null=True)
    due_on = models.DateField()
    # One on each line, as the form has them: the day, then what is reached.
    milestones = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When it was edited, and so no longer said this.
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.commitment_id} until {self.changed_at:%Y-%m-%d}"


class CommitmentUpdate(AppendOnlyModel):
    """What was told of a commitment, and the evidence for it. It stays as it was told."""

    class Meta:
        constraints = [
            not_blank("words", name="commitmentupdate_says_something"),
            only_choices("state", CommitmentState.values, name="commitmentupdate_state_known"),
            models.UniqueConstraint(
                fields=["recorded_by", "form_key"], name="commitmentupdate_recorded_once"
            ),
        ]
        indexes = [
            models.Index(fields=["commitment", "-recorded_at"], name="commitmentupdate_newest")
        ]

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="updates")
    words = models.TextField(
        _("what happened"), max_length=4_000, validators=[MaxLengthValidator(4_000)]
    )
    # The state after it.
    state = models.CharField(max_length=10, choices=CommitmentState)
    document = models.URLField(_("evidence elsewhere"), max_length=500, blank=True)
    record = models.ForeignKey(
        Record,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitment_updates",
        verbose_name=_("evidence in the library"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    form_key = models.UUIDField(editable=False)

    def __str__(self) -> str:
        return f"{self.commitment_id} at {self.recorded_at:%Y-%m-%d}"
