"""Advice cases: what is asked, by whom and until when, the draft, and what was sent."""

import datetime as dt
import zoneinfo
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from advice.states import ADVISED, TAKING_PART, UNSENT, AdviceKind, AdviceOutcomeKind, AdviceState
from core.constraints import not_blank, only_choices
from core.times.moments import in_zone
from core.types import Person
from core.validators import no_control_characters, no_control_characters_in_paragraphs
from library.catalogue.models import Record, Version
from library.recommendations.models import Recommendation
from library.vocabularies.models import Place

LONGEST_ASKED = 4_000
LONGEST_ANSWER = 3_000
LONGEST_DRAFT = 60_000
# The questions that every piece of advice answers, in the words that writers see.
EQUITY_QUESTIONS = {
    "who_gains": _("Who gains from it?"),
    "who_loses": _("Who loses, or pays for it?"),
    "who_is_unseen": _("Which groups does it overlook?"),
    "gradient": _("How large is the difference between the best and the worst off?"),
    "monitoring": _("How will we know whether the difference shrinks?"),
}
# Roles that start cases and can lead them.
STAFF_ROLES = frozenset({Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR})


def is_coordinator(user: Person) -> bool:
    """Tell whether this person sees every case, by their role. Administrators do not, unless they coordinate."""
    return user.is_authenticated and user.has_role(Role.COORDINATOR)


class AdviceCaseQuerySet(models.QuerySet["AdviceCase"]):
    def public(self) -> Self:
        """Return the cases that everyone may know of."""
        return self.filter(is_confidential=False)

    def advised(self) -> Self:
        """Return cases whose advice was sent."""
        return self.filter(state__in=ADVISED)

    def unsent(self) -> Self:
        """Return cases in which somebody still has to do something before the advice is sent."""
        return self.filter(state__in=UNSENT)

    def of_team(self, user: Person) -> Self:
        """Return the cases that this person leads, signs off, writes or reviews."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_on_team(user))

    def worked_on_by(self, user: Person) -> Self:
        """Return the cases whose draft this person may read: their own, and for coordinators all."""
        return self if is_coordinator(user) else self.of_team(user)

    def visible_to(self, user: Person) -> Self:
        """Return public cases; confidential ones for their team and for coordinators alone."""
        if not user.is_authenticated:
            return self.public()
        if is_coordinator(user):
            return self
        return self.filter(Q(is_confidential=False) | _on_team(user))

    def saying(self, words: str) -> Self:
        """Return cases with these words in their title, what is asked, or who asks."""
        return self.filter(
            Q(title__icontains=words) | Q(asked__icontains=words) | Q(body__icontains=words)
        )

    def for_list(self) -> Self:
        """Load what a row of a list shows."""
        return self.select_related("place", "lead", "record")

    def for_work(self) -> Self:
        """Add ``is_done``, so that cases in which nothing is left to do come last."""
        return self.annotate(is_done=ExpressionWrapper(~Q(state__in=UNSENT), BooleanField()))

    def soonest_first(self) -> Self:
        """Return cases by their closing moment; those without one come last."""
        return self.order_by(F("closes_at").asc(nulls_last=True), "pk")

    def totals(self) -> dict[str, int]:
        """Count cases asked and advised, and the outcomes that are decided. One query."""
        return self.aggregate(
            asked=Count("pk"),
            advised=Count("pk", filter=Q(state__in=ADVISED)),
            adopted=Count("pk", filter=Q(outcome=AdviceOutcomeKind.ADOPTED)),
            partly=Count("pk", filter=Q(outcome=AdviceOutcomeKind.PARTLY)),
            not_adopted=Count("pk", filter=Q(outcome=AdviceOutcomeKind.NOT_ADOPTED)),
        )


def _on_team(user: Person) -> Q:
    cases = AdviceCase.objects.order_by()
    written = cases.filter(members=user.pk).values("pk")
    reviewed = cases.filter(reviews__reviewer=user.pk, reviews__state__in=TAKING_PART).values("pk")
    return Q(lead=user) | Q(sign_off_by=user) | Q(pk__in=written) | Q(pk__in=reviewed)


class AdviceCase(models.Model):
    """A question to the institute about a policy, the advice that is drafted, and what happened to it."""

    State = AdviceState

    class Meta:
        constraints = [
            not_blank("title", name="advicecase_has_a_title"),
            not_blank("asked", name="advicecase_says_what_is_asked"),
            not_blank("body", name="advicecase_says_who_asks"),
            only_choices("kind", AdviceKind.values, name="advicecase_kind_known"),
            only_choices("state", AdviceState.values, name="advicecase_state_known"),
            only_choices(
                "outcome", ["", *AdviceOutcomeKind.values], name="advicecase_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(lead=F("sign_off_by")),
                name="advicecase_lead_does_not_sign_off",
                violation_error_message=_("The lead cannot sign off their own advice."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | ~Q(time_zone=""),
                name="advicecase_closes_in_a_zone",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state__in=sorted(ADVISED)),
                name="advicecase_outcome_only_once_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ADVISED))
                | (Q(sent_on__isnull=False) & ~Q(sent_to="") & ~Q(draft="")),
                name="advicecase_sent_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdviceState.WITHDRAWN) | ~Q(reason=""),
                name="advicecase_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(record=None),
                name="advicecase_confidential_is_not_published",
            ),
            models.UniqueConstraint(fields=["created_by", "form_key"], name="advicecase_sent_once"),
        ]
        indexes = [
            models.Index(fields=["is_confidential", "state"], name="advicecase_public_state"),
            models.Index(fields=["lead", "state"], name="advicecase_of_lead"),
            models.Index(fields=["state", "closes_at"], name="advicecase_closing"),
        ]

    kind = models.CharField(_("kind"), max_length=15, choices=AdviceKind)
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
    asked = models.TextField(
        _("what is asked"),
        max_length=LONGEST_ASKED,
        validators=[MaxLengthValidator(LONGEST_ASKED), no_control_characters_in_paragraphs],
    )
    body = models.CharField(_("who asks"), max_length=200, validators=[no_control_characters])
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    # The zone in which the closing time was announced.
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    is_confidential = models.BooleanField(_("confidential"), default=False)

    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="advice_led"
    )
    sign_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="advice_to_sign_off",
    )
    # They write with the lead.
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="advice_written"
    )
    # Everybody who ever led the case or changed its draft: none of them reviews it or signs it off.
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, editable=False
    )

    who_gains = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    who_loses = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    who_is_unseen = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    gradient = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    monitoring = models.TextField(blank=True, max_length=LONGEST_ANSWER)
    draft = models.TextField(_("text"), blank=True, max_length=LONGEST_DRAFT)
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="advice_cases"
    )

    state = models.CharField(max_length=10, choices=AdviceState, default=AdviceState.OPEN)
    reason = models.CharField(_("reason"), max_length=1_000, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=300, blank=True)
    document = models.FileField(_("document"), upload_to="advice/", max_length=200, blank=True)
    document_name = models.CharField(max_length=200, blank=True)
    document_type = models.CharField(max_length=100, blank=True)
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="advice_cases"
    )
    # That of the newest row of its outcomes.
    outcome = models.CharField(_("outcome"), max_length=12, choices=AdviceOutcomeKind, blank=True)
    # How many reminders of the closing moment were sent: see advice.actions.reminders.
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(editable=False)

    objects = AdviceCaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("advice:case_detail", args=[self.pk])

    def get_work_url(self) -> str:
        """Return the address of the page on which the team works."""
        return reverse("advice:case_work", args=[self.pk])

    @property
    def is_advised(self) -> bool:
        return self.state in ADVISED

    @property
    def is_unsent(self) -> bool:
        return self.state in UNSENT

    @property
    def local_closing(self) -> dt.datetime | None:
        """Return the closing moment by the clocks of its zone; nothing without one."""
        if self.closes_at is None:
            return None
        return self.closes_at.astimezone(zoneinfo.ZoneInfo(self.time_zone))

    @property
    def closing_in_words(self) -> str:
        """Return the closing moment as the clocks of its zone show it; nothing without one."""
        return in_zone(self.closes_at, self.time_zone) if self.closes_at else ""

    @property
    def equity_answers(self) -> list[tuple[str, str]]:
        """Return the equity questions that are answered, with their answers."""
        asked = ((str(words), getattr(self, name)) for name, words in EQUITY_QUESTIONS.items())
        return [(words, answer) for words, answer in asked if answer]

    @property
    def lacks(self) -> list[str]:
        """Name what is missing before reviewers can be asked."""
        missing = [
            str(words) for name, words in EQUITY_QUESTIONS.items() if not getattr(self, name)
        ]
        if not self.draft:
            missing.insert(0, str(_("The text of the advice")))
        if self.sign_off_by_id is None:
            missing.append(str(_("The person who signs off")))
        return missing

    def is_over(self, now: dt.datetime) -> bool:
        """Tell whether the closing moment has passed."""
        return self.closes_at is not None and self.closes_at <= now


class CitedVersion(models.Model):
    """A version of a record on which the advice rests."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="citedversion_cited_once"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.CASCADE, related_name="cited")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="advice_citations")
    cited_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.version_id}"
