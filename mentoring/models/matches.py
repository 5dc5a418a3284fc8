"""Matches and their signed agreements."""

import datetime as dt
import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.addresses import address_of
from core.constraints import not_blank, only_choices
from core.types import Person
from mentoring.models.requests import MentoringRequest
from mentoring.states import LIVE_STATES, WORKING_STATES, MatchState

# Private notes are erased a year after the end, which is announced thirty days before.
PRIVATE_NOTES_WRITTEN_FOR = dt.timedelta(days=335)


class EndKind(models.TextChoices):
    """How a mentoring ended; the words beside it are for coordinators alone."""

    REACHED = "reached", _("We reached what we set out for")
    TIME = "time", _("One of us has no time for it now")
    FIT = "fit", _("We did not fit well together")
    OTHER = "other", _("Another reason")
    REASSIGNED = "reassigned", _("The coordinator found another mentor")
    CLOSED = "closed", _("An account was closed")


# What the two can choose; the others are known without asking.
CHOSEN_ENDS = (EndKind.REACHED, EndKind.TIME, EndKind.FIT, EndKind.OTHER)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of an agreement's text, by which a signature knows what it signed."""
    return hashlib.sha256(text.encode()).hexdigest()


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own matches; no role sees those of others."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(mentor=user) | Q(mentee=user))

    def live(self) -> Self:
        """Return matches that take one of their mentor's places."""
        return self.filter(state__in=LIVE_STATES)

    def with_people(self) -> Self:
        return self.select_related("mentor", "mentee", "organisation", "request__plan")

    def locked(self) -> Self:
        """Lock the rows of the matches, but not those of their people."""
        return self.select_for_update(of=("self",)).select_related("mentor", "mentee")


class Match(models.Model):
    """A mentor and a mentee who work together, from the accepted request to its end."""

    class Meta:
        constraints = [
            only_choices("state", MatchState.values, name="match_state_known"),
            only_choices("end_kind", ["", *EndKind.values], name="match_end_kind_known"),
            not_blank("agreement", name="match_has_an_agreement"),
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")), name="match_is_between_two_people"
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(state__in=sorted(LIVE_STATES)),
                name="match_one_live_per_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.ENDED) | Q(ended_at__isnull=False),
                name="match_has_an_end_when_ended",
            ),
        ]

    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="matches_as_mentor"
    )
    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="matches_as_mentee"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="matches"
    )
    request = models.OneToOneField(MentoringRequest, on_delete=models.PROTECT, related_name="match")
    agreement = models.TextField(_("agreement"), max_length=5_000)
    agreement_html = models.TextField(editable=False)
    state = models.CharField(max_length=20, choices=MatchState, default=MatchState.SIGNING)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    end_kind = models.CharField(_("how it ended"), max_length=20, choices=EndKind, blank=True)
    end_reason = models.TextField(_("why it ended"), max_length=1_000, blank=True)
    # Since when the mentee lets the mentor see how they do in their courses.
    progress_shared_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When people were told that the notes will be erased: nothing is erased before they had time to copy it.
    private_notes_told_at = models.DateTimeField(null=True, editable=False)
    shared_notes_told_at = models.DateTimeField(null=True, editable=False)

    objects = MatchQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Mentoring"))

    def get_absolute_url(self) -> str:
        return address_of("mentoring:match_detail", self.pk)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    def takes_private_notes(self, at: dt.datetime) -> bool:
        """Tell whether a note for oneself would be kept long enough for its author to be told of its erasure."""
        return self.ended_at is None or at < self.ended_at + PRIVATE_NOTES_WRITTEN_FOR

    @property
    def is_working(self) -> bool:
        """Tell whether the two work together: it is live and not suspended."""
        return self.state in WORKING_STATES

    @property
    def agreement_hash(self) -> str:
        return fingerprint(self.agreement)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> Self:
        """Return the signatures under the present text."""
        return self.filter(voided_at=None)


class Signature(models.Model):
    """One person's name under the agreement, with the very text they read."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["match", "user"],
                condition=Q(voided_at=None),
                name="signature_one_standing_per_person",
            ),
        ]

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text as signed"))
    text_hash = models.CharField(_("fingerprint of the text"), max_length=64)
    signed_at = models.DateTimeField(_("signed"))
    voided_at = models.DateTimeField(_("void since"), null=True, editable=False)

    objects = SignatureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text_hash[:12]
