"""Concerns that people report, and the log of who looked at them and what was done."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.constraints import not_blank, only_choices
from core.types import Person
from safeguarding.states import ConcernState


def not_about(person: Any) -> Q:
    """Return the condition of concerns that this person, or ``OuterRef``, may handle.

    A concern is about whom it names. Where it names nobody, it may be about the only other person of its page.
    """
    names_another = Q(person__isnull=False) & ~Q(person=person)
    names_nobody = Q(person=None) & (Q(only_other=None) | ~Q(only_other=person))
    return names_another | names_nobody


class ConcernQuerySet(models.QuerySet["Concern"]):
    def for_lead(self, user: Person) -> Self:
        """Return what a safeguarding lead reads: every concern that cannot be about the lead. Nobody else reads any."""
        if not user.is_authenticated or not user.has_role(Role.SAFEGUARDING_LEAD):
            return self.none()
        return self.filter(not_about(user))

    def reported_by(self, user: Person) -> Self:
        """Return the person's own reports."""
        return self.filter(reporter=user) if user.is_authenticated else self.none()

    def open(self) -> Self:
        return self.exclude(state=ConcernState.CLOSED)

    def with_people(self) -> Self:
        return self.select_related("reporter", "person")


class Concern(models.Model):
    """What somebody reported. Its words are for the safeguarding lead and the reporter, and nobody else."""

    class Meta:
        constraints = [
            only_choices("state", ConcernState.values, name="concern_state_known"),
            not_blank("words", name="concern_is_not_empty"),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("reporter")),
                name="concern_is_about_somebody_else",
            ),
            models.UniqueConstraint(fields=["reporter", "form_key"], name="concern_sent_once"),
        ]

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns_reported"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("about"),
    )
    # The only person, besides the reporter, whom the page was about on which it was reported.
    only_other = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Whom the page was about when it was reported, where these were few.
    on_page = models.ManyToManyField(settings.AUTH_USER_MODEL, editable=False, related_name="+")
    # The address of the page on which it was reported; empty when it was none of ours.
    where = models.CharField(_("page"), max_length=300, blank=True)
    words = models.TextField(_("what happened"), max_length=5_000)
    state = models.CharField(max_length=20, choices=ConcernState, default=ConcernState.REPORTED)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    assess_by = models.DateTimeField(_("assess by"), editable=False)

    objects = ConcernQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Concern %(number)d") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        return reverse("safeguarding:concern_detail", args=[self.pk])

    @property
    def may_be_about(self) -> int | None:
        """Return the key of whom it names; where it names nobody, of the only other person of its page."""
        return self.person_id or self.only_other_id


class OwnReport(Concern):
    """A concern as its reporter sees it, at another address than the lead's."""

    class Meta:
        proxy = True

    def get_absolute_url(self) -> str:
        return reverse("safeguarding:report_detail", args=[self.pk])


class UnheldConcern(Concern):
    """A concern that waits because nobody can read it: its address is the page on which roles are given."""

    class Meta:
        proxy = True

    def get_absolute_url(self) -> str:
        return reverse("accounts:people")


class EntryKind(models.TextChoices):
    """What an entry in the log of a concern tells."""

    LOOKED = "looked", _("Opened the concern")
    MOVED = "moved", _("Changed the status")
    NOTED = "noted", _("Wrote a note")
    SUSPENDED = "suspended", _("Suspended")
    LIFTED = "lifted", _("Lifted the suspension")


class ConcernEntry(models.Model):
    """A line in the log of a concern: who looked or did something, and when. Written once and never changed."""

    class Meta:
        constraints = [
            only_choices("kind", EntryKind.values, name="concern_entry_kind_known"),
        ]
        indexes = [models.Index(fields=["concern", "at"], name="concern_entry_of")]

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=20, choices=EntryKind)
    words = models.TextField(_("note"), max_length=5_000, blank=True)
    at = models.DateTimeField(_("at"))

    def __str__(self) -> str:
        return self.kind

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises ``TypeError`` when it is there already: a log is not edited."""
        if not self._state.adding:
            raise TypeError("A line of a log is written once.")
        super().save(*args, **kwargs)
