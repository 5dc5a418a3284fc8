"""Flags of members, the cases that moderators decide, and pauses from posting."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role as StaffRole
from core.constraints import in_order, only_choices
from core.types import Person
from networks.models.discussions import Discussion, Post
from networks.models.networks import Membership, Network
from networks.states import UNDECIDED, CaseState

APPEAL_WITHIN = dt.timedelta(days=30)


class FlagReason(models.TextChoices):
    """Why a member flags what somebody wrote."""

    PATIENT = "patient", _("Personal or patient information")
    ABUSE = "abuse", _("Abuse or harassment")
    ILLEGAL = "illegal", _("Against the law")
    SPAM = "spam", _("Spam or advertising")
    OFF_TOPIC = "off_topic", _("Off topic")


class CaseQuerySet(models.QuerySet["Case"]):
    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)

    def about(self, discussion: Discussion, post: Post | None) -> Self:
        """Return the cases about a post, or about a discussion as a whole."""
        return self.filter(discussion=discussion, post=post)

    def visible_to(self, user: Person) -> Self:
        """Moderators see the cases of their networks, and administrators those that need them.

        Nobody sees a case about their own words: it names who flagged them.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(author=user)
        mine = Membership.objects.moderators().filter(network=OuterRef("network"), user=user)
        seen = Q(Exists(mine))
        if user.is_superuser or user.has_role(StaffRole.ADMINISTRATOR):
            seen |= Q(escalated_at__isnull=False) | ~Q(Exists(_impartial_moderators()))
        return self.filter(seen).exclude(own)

    def visible_to_reader(self, reader: OuterRef) -> Self:
        """Say in a query what ``visible_to`` says of one known reader; their own words are left to the caller."""
        mine = Membership.objects.moderators().filter(network=OuterRef("network"), user=reader)
        administrators = User.objects.administrators().filter(pk=reader)
        needs_one = Q(escalated_at__isnull=False) | ~Q(Exists(_impartial_moderators()))
        return self.filter(Q(Exists(mine)) | (Q(Exists(administrators)) & needs_one))

    def for_handling_by(self, user: Person) -> Self:
        """Return the cases that this person may decide: impartial moderators, or else administrators.

        With what was passed to the administrators it is the other way round. Nobody decides on their own words, on a
        flag of their own, or on an appeal against their own decision.
        """
        if not user.is_authenticated:
            return self.none()
        impartial = _impartial_moderators()
        is_for_moderators = Q(escalated_at__isnull=True) | ~Q(Exists(_impartial_administrators()))
        may = Q(Exists(impartial.filter(user=user))) & is_for_moderators
        if user.is_superuser or user.has_role(StaffRole.ADMINISTRATOR):
            may |= Q(escalated_at__isnull=False) | ~Q(Exists(impartial))
        flagged = Flag.objects.filter(case=OuterRef("pk"), person=user)
        return self.filter(may).exclude(Q(author=user) | Q(decided_by=user) | Q(Exists(flagged)))

    def told_to_author(self, user: User) -> Self:
        """Return the cases about this person's words that they know of: something was hidden, or upheld."""
        known = (
            Q(hidden_at__isnull=False) | Q(state=CaseState.UPHELD) | Q(appealed_at__isnull=False)
        )
        return self.filter(known, author=user)

    def with_flags(self) -> Self:
        """Load what a table shows of each case, and add ``flag_count``."""
        things = self.select_related("network", "discussion", "post", "author", "claimed_by")
        return things.annotate(flag_count=Count("flags"))

    def oldest_first(self) -> Self:
        return self.order_by("opened_at", "pk")


def _impartial_moderators() -> models.QuerySet[Membership]:
    """Describe the moderators of a case's network who neither wrote, flagged nor decided it."""
    flagged = Flag.objects.filter(case=OuterRef(OuterRef("pk")), person=OuterRef("user"))
    return (
        Membership.objects.moderators()
        .filter(network=OuterRef("network"), user__is_active=True)
        .exclude(user=OuterRef("author"))
        # A comparison with NULL would leave out everybody.
        .exclude(user=Coalesce(OuterRef("decided_by"), 0))
        .exclude(Exists(flagged))
    )


def _impartial_administrators() -> models.QuerySet[User]:
    """Describe the administrators who neither wrote, flagged nor decided a case."""
    flagged = Flag.objects.filter(case=OuterRef(OuterRef("pk")), person=OuterRef("pk"))
    return (
        User.objects.administrators()
        .exclude(pk=OuterRef("author"))
        .exclude(pk=Coalesce(OuterRef("decided_by"), 0))
        .exclude(Exists(flagged))
    )


class Case(models.Model):
    """What was flagged once or many times, and what became of it. One case for each thing at a time."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(state__in=UNDECIDED), name="case_one_open_per_post"
            ),
            models.UniqueConstraint(
                fields=["discussion"],
                condition=Q(state__in=UNDECIDED, post=None),
                name="case_one_open_per_discussion",
            ),
            only_choices("state", CaseState.values, name="case_state_known"),
            models.CheckConstraint(
                condition=~Q(state=CaseState.CLAIMED) | Q(claimed_by__isnull=False),
                name="case_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.UPHELD, CaseState.DISMISSED])
                | Q(decided_at__isnull=False),
                name="case_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("decided_by")),
                name="case_appeal_is_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["network", "state"], name="case_of_network")]

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="cases")
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="cases")
    # Empty for a case about the discussion as a whole.
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=CaseState, default=CaseState.OPEN, editable=False
    )
    opened_at = models.DateTimeField(_("flagged"))
    # The words were hidden before somebody decided on a flag: they are shown again if the case is dismissed.
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision = models.TextField(_("decision"), max_length=1_000, blank=True)
    appealed_at = models.DateTimeField(_("appealed"), null=True, blank=True)
    appeal = models.TextField(_("appeal"), max_length=2_000, blank=True)
    # Who decided on the appeal: never the same person.
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.discussion.title

    def get_absolute_url(self) -> str:
        return reverse("networks:case_detail", args=[self.network.slug, self.pk])

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_upheld(self) -> bool:
        return self.state == CaseState.UPHELD

    @property
    def is_claimed(self) -> bool:
        return self.state == CaseState.CLAIMED

    def can_be_appealed(self, at: dt.datetime) -> bool:
        """Tell whether the author may still ask somebody else to look again: once, within 30 days."""
        return (
            self.is_upheld
            and self.appealed_at is None
            and self.decided_at is not None
            and at < self.decided_at + APPEAL_WITHIN
        )


class Flag(models.Model):
    """What one member says is wrong with a post or a discussion."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="flag_one_per_person_and_case"),
            only_choices("reason", FlagReason.values, name="flag_reason_known"),
        ]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=FlagReason)
    words = models.TextField(_("what is wrong"), max_length=1_000, blank=True)
    created_at = models.DateTimeField(_("flagged"))

    def __str__(self) -> str:
        return self.get_reason_display()


class PauseQuerySet(models.QuerySet["Pause"]):
    def in_force(self, at: dt.datetime) -> Self:
        """Return pauses that have neither ended nor been lifted."""
        return self.filter(ends_at__gt=at, lifted_at=None)


class Pause(models.Model):
    """A time in which a member reads in a network and does not post. It ends by itself, or by hand."""

    class Meta:
        constraints = [in_order("begins_at", "ends_at", name="pause_ends_after_it_begins")]
        indexes = [models.Index(fields=["network", "user", "ends_at"], name="pause_of_member")]

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="pauses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    reason = models.TextField(_("reason"), max_length=1_000)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PauseQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.network)

    def get_absolute_url(self) -> str:
        return self.network.get_absolute_url()


def pause_of(user: User, network: Network, at: dt.datetime) -> Pause | None:
    """Return the pause that keeps this person from posting now, the longest one first."""
    rows = Pause.objects.filter(user=user, network=network).in_force(at)
    return rows.order_by("-ends_at", "-pk").first()
