"""Drafts as reviewers got them, and the reviews of each."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from advice.models.cases import AdviceCase
from advice.states import AdviceReviewState, AdviceVerdict
from core.constraints import not_blank, only_choices
from core.types import Person

LONGEST_COMMENTS = 10_000


class DraftRevision(models.Model):
    """The text of a draft as it went to the reviewers. Never changed."""

    class Meta:
        constraints = [
            not_blank("text", name="draftrevision_has_a_text"),
            models.UniqueConstraint(fields=["case", "number"], name="draftrevision_number_once"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}, {self.number}"


class AdviceReviewQuerySet(models.QuerySet["AdviceReview"]):
    def visible_to(self, user: Person) -> Self:
        """Return the reviews that this person was asked for and has not declined."""
        if not user.is_authenticated:
            return self.none()
        hidden = (AdviceReviewState.DECLINED, AdviceReviewState.CANCELLED)
        return self.filter(reviewer=user).exclude(case__is_confidential=True, state__in=hidden)

    def asked(self) -> Self:
        return self.filter(state=AdviceReviewState.ASKED)

    def in_order(self) -> Self:
        return self.select_related("reviewer", "revision").order_by("-revision__number", "pk")


class AdviceReview(models.Model):
    """One reviewer's judgement of one draft.

    ``lead`` and ``sign_off_by`` repeat those of the case when it was asked for: a constraint compares columns of one row
    only, and so the database itself refuses that somebody reviews their own advice or what they sign off.
    """

    State = AdviceReviewState

    class Meta:
        constraints = [
            only_choices("state", AdviceReviewState.values, name="advicereview_state_known"),
            only_choices("verdict", ["", *AdviceVerdict.values], name="advicereview_verdict_known"),
            models.UniqueConstraint(
                fields=["revision", "reviewer"], name="advicereview_asked_once_per_draft"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("lead")), name="advicereview_reviewer_is_not_lead"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("sign_off_by")),
                name="advicereview_reviewer_does_not_sign_off",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdviceReviewState.DELIVERED)
                | (~Q(verdict="") & ~Q(comments="") & Q(answered_at__isnull=False)),
                name="advicereview_delivered_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"], name="advicereview_of_reviewer"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(DraftRevision, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="advice_reviews"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    sign_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    state = models.CharField(
        max_length=10, choices=AdviceReviewState, default=AdviceReviewState.ASKED
    )
    due_on = models.DateField(_("due date"))
    verdict = models.CharField(
        _("your judgement"), max_length=10, choices=AdviceVerdict, blank=True
    )
    comments = models.TextField(_("comments"), max_length=LONGEST_COMMENTS, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = AdviceReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return self.case.title

    def get_absolute_url(self) -> str:
        return reverse("advice:review_detail", args=[self.pk])

    @property
    def is_asked(self) -> bool:
        return self.state == AdviceReviewState.ASKED

    @property
    def is_delivered(self) -> bool:
        return self.state == AdviceReviewState.DELIVERED
