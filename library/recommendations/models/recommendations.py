"""Recommendations: the proposals of a report, each with a permanent reference."""

import re
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, not_blank, only_choices
from core.types import Person
from core.validators import no_control_characters, no_control_characters_in_paragraphs
from library.catalogue.models import Record
from library.catalogue.models.records import is_library_staff
from library.catalogue.states import RecordState
from library.recommendations.references import LONGEST
from library.recommendations.states import Horizon, Level, Principle, RecommendationState
from library.vocabularies.models import Topic

# As many as the page of a report shows.
MOST_OF_REPORT = 40
# A reference whose numbers are padded to six digits each.
_LONGEST_SORTED = 200
_PAGES = re.compile(r"[\divxlcIVXLC]+(\s?[-–,]\s?[\divxlcIVXLC]+)*")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def published(self) -> Self:
        """Return the recommendations that can be read: of published reports, or of those merged into one."""
        is_there = Q(record__state=RecordState.PUBLISHED) | Q(
            record__replaced_by__state=RecordState.PUBLISHED
        )
        return self.filter(is_there, state=RecommendationState.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Return published recommendations; for the library's staff withdrawn ones, too."""
        return self if is_library_staff(user) else self.published()

    def of(self, record: Record) -> Self:
        """Return the recommendations of the report, and of duplicates merged into it."""
        return self.filter(Q(record=record) | Q(record__replaced_by=record))

    def of_report(self, record: Record, *, most: int) -> "list[Recommendation]":
        """Return the first published recommendations of a report, with what a row shows. At most two queries."""
        return list(self.published().of(record).for_list().in_order()[:most])

    def in_order(self) -> Self:
        """Return recommendations by their references, A2 before A10."""
        return self.order_by("sorted_by", "pk")

    def for_list(self) -> Self:
        """Load everything that a row of a list shows. Two queries."""
        return self.select_related("record__replaced_by", "replaced_by").with_addressees()

    def with_addressees(self) -> Self:
        """Load whom the recommendations are addressed to."""
        return self.prefetch_related("addressees")


class Recommendation(models.Model):
    """What a report proposes. Its reference is permanent and never used again."""

    State = RecommendationState

    class Meta:
        constraints = [
            not_blank("reference", name="recommendation_has_a_reference"),
            not_blank("title", name="recommendation_has_a_title"),
            not_blank("text", name="recommendation_has_a_text"),
            only_choices(
                "principle", ["", *Principle.values], name="recommendation_principle_known"
            ),
            only_choices("horizon", ["", *Horizon.values], name="recommendation_horizon_known"),
            only_choices("state", RecommendationState.values, name="recommendation_state_known"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="recommendation_does_not_replace_itself",
                violation_error_message=_("A recommendation cannot replace itself."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RecommendationState.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="recommendation_withdrawn_says_why",
            ),
            models.UniqueConstraint(fields=["form_key"], name="recommendation_added_once"),
        ]
        indexes = [
            models.Index(fields=["sorted_by", "id"], name="recommendation_in_order"),
            models.Index(fields=["-published_at", "-id"], name="recommendation_newest"),
        ]

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="recommendations")
    reference = models.CharField(_("reference"), max_length=LONGEST, unique=True)
    sorted_by = models.CharField(max_length=_LONGEST_SORTED, editable=False)
    title = models.CharField(_("short title"), max_length=200, validators=[no_control_characters])
    text = models.TextField(
        _("full text"),
        max_length=6_000,
        validators=[MaxLengthValidator(6_000), no_control_characters_in_paragraphs],
    )
    # A page as numbered in the report, or a part of it that has a name or number.
    page = models.CharField(
        _("page"), max_length=30, blank=True, validators=[no_control_characters]
    )
    principle = models.CharField(
        _("Marmot principle"), max_length=20, choices=Principle, blank=True
    )
    horizon = models.CharField(_("by when"), max_length=10, choices=Horizon, blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="recommendations", verbose_name=_("topics")
    )
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced"
    )
    state = models.CharField(
        max_length=10, choices=RecommendationState, default=RecommendationState.PUBLISHED
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), max_length=1_000, blank=True)
    published_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    # Key of the form that added it; empty where no form did.
    form_key = models.UUIDField(null=True, editable=False)

    objects = RecommendationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("recommendations:recommendation_detail", args=[self.reference])

    @property
    def is_published(self) -> bool:
        return self.state == RecommendationState.PUBLISHED

    @property
    def report(self) -> Record:
        """The report as readers know it: the one that its record was merged into, if it was."""
        return self.record.replaced_by or self.record

    @property
    def place_in_report(self) -> str:
        """Return where it is in the report, such as “Page 94” or “Chapter 5”; empty where that is not known."""
        if _PAGES.fullmatch(self.page):
            return gettext("Page %(page)s") % {"page": self.page}
        return self.page

    @property
    def is_readable(self) -> bool:
        """Tell whether everyone can read it: it is published, and so is its report."""
        return self.is_published and self.report.is_published

    @property
    def levels(self) -> list[Level]:
        """Whom it is addressed to, the widest first. Takes no query for those ``with_addressees()``."""
        chosen = {addressee.level for addressee in self.addressees.all()}
        return [level for level in Level if level in chosen]


class EarlierWording(AppendOnlyModel):
    """What a recommendation said before its words were corrected. Whoever answered it then, answered this."""

    class Meta:
        indexes = [
            models.Index(fields=["recommendation", "-changed_at"], name="earlierwording_newest")
        ]

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="earlier"
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When it was corrected, and so no longer said this.
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.recommendation_id} until {self.changed_at:%Y-%m-%d}"


class Addressee(models.Model):
    """One kind of body that a recommendation is addressed to."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "level"], name="addressee_named_once"
            ),
            only_choices("level", Level.values, name="addressee_level_known"),
        ]

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="addressees"
    )
    level = models.CharField(_("addressed to"), max_length=15, choices=Level)

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.level}"
