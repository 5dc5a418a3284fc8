"""Corrections that readers propose and editors decide on."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from library.catalogue.models.records import Record, is_library_staff
from library.curation.states import ProposalState


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own proposals; for editors all of them."""
        if not user.is_authenticated:
            return self.none()
        return self if is_library_staff(user) else self.filter(by=user)

    def open(self) -> Self:
        """Return the proposals that wait for a decision, of records that can still be corrected."""
        return self.filter(state=ProposalState.OPEN)


class Proposal(models.Model):
    """What a reader would correct in one record, field by field, and why."""

    State = ProposalState

    class Meta:
        constraints = [
            not_blank("reason", name="proposal_says_why"),
            only_choices("state", ProposalState.values, name="proposal_state_known"),
            models.UniqueConstraint(fields=["by", "form_key"], name="proposal_made_once"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.OPEN) | Q(decided_at=None),
                name="proposal_open_is_undecided",
            ),
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="proposal_waiting")]

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="proposals")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # By field, as the form has them: what stood there and what is proposed.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(_("why"), max_length=2_000, validators=[MaxLengthValidator(2_000)])
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    # The fields that were taken over, and what the editor answers.
    taken = models.JSONField(default=list)
    answer = models.CharField(_("answer"), max_length=1_000, blank=True)
    form_key = models.UUIDField(editable=False)

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.record.title

    def get_absolute_url(self) -> str:
        return reverse("library:proposal_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN
