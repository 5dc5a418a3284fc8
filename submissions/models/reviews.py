"""Reviews and decisions."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.constraints import not_blank, only_choices
from core.types import Person
from submissions.models.submissions import Revision, Submission
from submissions.states import OPEN_REVIEW, ReviewState

# The five questions every reviewer answers from 1 (poor) to 5 (excellent).
CRITERIA: dict[str, StrOrPromise] = {
    "relevance": _("Relevance to health equity"),
    "clarity": _("Clarity of the problem"),
    "soundness": _("Soundness of the results"),
    "usefulness": _("Usefulness for others"),
    "harms": _("Possible harms to equity are considered"),
}


class Recommendation(models.TextChoices):
    """The decision that a reviewer recommends."""

    ACCEPT = "accept", _("Accept it as it is")
    CHANGES = "changes", _("Accept it after changes")
    DECLINE = "decline", _("Decline it")


class Verdict(models.TextChoices):
    """What the editor decided."""

    ACCEPT = "accept", _("Accepted")
    CHANGES = "changes", _("Changes requested")
    DECLINE = "decline", _("Declined")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Person) -> Self:
        """Return the reviews that this person was asked for, and nobody else's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reviewer=user)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_REVIEW)

    def delivered(self) -> Self:
        return self.filter(state=ReviewState.DELIVERED)

    def newest_first(self) -> Self:
        return self.order_by("-invited_at", "-pk")


def _score(label: StrOrPromise) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


class Review(models.Model):
    """One reviewer's review of one revision: invited, accepted, written and delivered.

    ``author`` repeats the author of the submission, who never changes, because a constraint can only
    compare columns of one row: so the database itself refuses a review of one's own work.
    """

    State = ReviewState

    class Meta:
        constraints = [
            only_choices("state", ReviewState.values, name="review_state_known"),
            only_choices(
                "recommendation", ["", *Recommendation.values], name="review_recommendation_known"
            ),
            models.UniqueConstraint(
                fields=["revision", "reviewer"],
                name="review_asked_once_per_revision",
                violation_error_message=_(
                    "This person has already been asked to review this revision."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("author")),
                name="review_reviewer_is_not_author",
                violation_error_message=_("Authors cannot review their own work."),
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("invited_by")),
                name="review_reviewer_is_not_editor",
                violation_error_message=_("Editors ask others to review."),
            ),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5})
                        for name in CRITERIA
                    )
                ),
                name="review_scores_one_to_five",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.DELIVERED)
                | (
                    Q(*(Q(**{f"{name}__isnull": False}) for name in CRITERIA))
                    & Q(delivered_at__isnull=False)
                    & ~Q(recommendation="")
                    & ~Q(comments_to_author="")
                ),
                name="review_delivered_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"], name="review_of_reviewer"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=sorted(OPEN_REVIEW)), name="review_due"
            ),
        ]

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=ReviewState, default=ReviewState.INVITED)
    message = models.TextField(_("message to the reviewer"), blank=True)
    due_on = models.DateField(_("due date"))

    relevance = _score(CRITERIA["relevance"])
    clarity = _score(CRITERIA["clarity"])
    soundness = _score(CRITERIA["soundness"])
    usefulness = _score(CRITERIA["usefulness"])
    harms = _score(CRITERIA["harms"])
    comments_to_author = models.TextField(_("comments to the author"), blank=True)
    comments_to_editor = models.TextField(_("confidential comments to the editor"), blank=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation, blank=True)
    is_signed = models.BooleanField(_("the author may know my name"), default=False)

    edit_number = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    # The last stage of reminders that was sent: see submissions.actions.reminders.
    reminded = models.PositiveSmallIntegerField(default=0)
    refusal = models.TextField(_("why it was declined"), blank=True)

    objects = ReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return self.revision.title

    def get_absolute_url(self) -> str:
        return reverse("submissions:review_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REVIEW


class Decision(models.Model):
    """What the editor decided about a revision, with the letter that the author reads."""

    class Meta:
        constraints = [
            only_choices("verdict", Verdict.values, name="decision_verdict_known"),
            not_blank("letter", name="decision_has_a_letter"),
            models.UniqueConstraint(fields=["revision"], name="decision_once_per_revision"),
        ]

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    letter = models.TextField(_("letter to the author"))
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.submission}"
