"""Saved searches, and gaps: searches that found nothing."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from library.catalogue.models.records import Record


class Rhythm(models.TextChoices):
    """How often a saved search tells what is new."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    NEVER = "never", _("Never")


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own saved searches."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def due_on(self, day: dt.date) -> Self:
        """Return the searches that have not been run on that day, or in the seven days up to it."""
        week = day - dt.timedelta(days=7)
        return self.filter(
            Q(rhythm=Rhythm.DAILY, checked_on__lt=day)
            | Q(rhythm=Rhythm.WEEKLY, checked_on__lte=week)
        )


class SavedSearch(models.Model):
    """A search that someone keeps, to come back to it or to be told of what is new."""

    Rhythm = Rhythm

    class Meta:
        constraints = [
            not_blank("name", name="savedsearch_has_a_name"),
            only_choices("rhythm", Rhythm.values, name="savedsearch_rhythm_known"),
            models.UniqueConstraint(fields=["user", "query"], name="savedsearch_is_one"),
        ]
        indexes = [models.Index(fields=["rhythm", "checked_on"], name="savedsearch_due")]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=100)
    # The words and filters as an address has them, always in the same order.
    query = models.CharField(max_length=2_000, blank=True)
    rhythm = models.CharField(
        _("tell me about new records"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY
    )
    saved_at = models.DateTimeField()
    checked_on = models.DateField()
    told = models.ManyToManyField(Record, related_name="+")

    objects = SavedSearchQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('library:finder')}?{self.query}"


class GapState(models.TextChoices):
    """What editors decided about a gap."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    DISMISSED = "dismissed", _("Not a gap")


class GapQuerySet(models.QuerySet["Gap"]):
    def most_wanted_first(self) -> Self:
        return self.order_by("-times", "-last_on", "pk")


class Gap(models.Model):
    """Words that were searched for without any result: perhaps evidence that is missing.

    Nothing in it tells who searched.
    """

    State = GapState

    class Meta:
        constraints = [
            not_blank("text", name="gap_has_words"),
            only_choices("state", GapState.values, name="gap_state_known"),
            models.UniqueConstraint(fields=["text"], name="gap_is_one"),
        ]
        indexes = [models.Index(fields=["state", "-times"], name="gap_most_wanted")]

    text = models.CharField(_("words"), max_length=100)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_on = models.DateField(_("first searched"))
    last_on = models.DateField(_("last searched"))
    state = models.CharField(_("state"), max_length=10, choices=GapState, default=GapState.OPEN)
    note = models.CharField(_("note"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = GapQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text
