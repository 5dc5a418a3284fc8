"""Who writes a course beside its facilitators, and the review of a draft by a second person."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models.content import Course, Lesson, Release
from courses.states import WRITERS, AuthorRole, DraftReviewState


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def accepted(self) -> Self:
        return self.filter(accepted_at__isnull=False)

    def writers(self) -> Self:
        """Return the owners and authors who have accepted."""
        return self.accepted().filter(role__in=WRITERS)

    def waiting_for(self, user: Person) -> Self:
        """Return the invitations that this person has not answered."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, accepted_at=None)

    def in_order(self) -> Self:
        """Return the owner first, then authors and reviewers, each by name."""
        place = models.Case(
            *(models.When(role=role, then=number) for number, role in enumerate(AuthorRole.values)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.alias(place=place).order_by("place", "user__full_name", "pk")


class Authorship(models.Model):
    """The role of a person in writing a course; an invitation until they accept it."""

    class Meta:
        constraints = [
            only_choices("role", AuthorRole.values, name="authorship_role_known"),
            models.UniqueConstraint(fields=["course", "user"], name="authorship_one_a_person"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(role="owner"), name="authorship_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(role="owner") | Q(accepted_at__isnull=False),
                name="authorship_owner_accepted",
            ),
        ]

    Role = AuthorRole

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="authorships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authorships"
    )
    role = models.CharField(_("role"), max_length=10, choices=AuthorRole)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = AuthorshipQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.course)

    def get_absolute_url(self) -> str:
        """Return where the invited person answers; load ``course`` with it."""
        return reverse("courses:authorship_answer", args=[self.course.slug])


class DraftReviewQuerySet(models.QuerySet["DraftReview"]):
    def waiting_for(self, user: Person) -> Self:
        """Return the reviews that this person was asked for and has not decided."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reviewer=user, state=DraftReviewState.WAITING)

    def asking(self, user: Person) -> Self:
        """Return what asks something of this person: reviews to do, and drafts of theirs that came back for changes."""
        later = DraftReview.objects.filter(
            release=models.OuterRef("release"), pk__gt=models.OuterRef("pk")
        )
        came_back = Q(asked_by=user.pk, state=DraftReviewState.CHANGES) & ~models.Exists(later)
        to_do = Q(reviewer=user.pk, state=DraftReviewState.WAITING)
        return self.filter(to_do | came_back, release__published_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class DraftReview(models.Model):
    """A review of a draft: asked for by an author, decided by another person."""

    class Meta:
        constraints = [
            only_choices("state", DraftReviewState.values, name="draft_review_state_known"),
            models.CheckConstraint(
                condition=~Q(reviewer=F("asked_by")), name="draft_review_by_another_person"
            ),
            models.UniqueConstraint(
                fields=["release", "reviewer"],
                condition=Q(state="waiting"),
                name="draft_review_asked_once",
            ),
        ]

    State = DraftReviewState

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="reviews")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    message = models.TextField(_("message"), max_length=2_000, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=DraftReviewState,
        default=DraftReviewState.WAITING,
        editable=False,
    )
    decided_at = models.DateTimeField(null=True)
    words = models.TextField(_("message to the authors"), max_length=4_000, blank=True)
    # What ``text_of`` gave when it was approved: a draft that was changed since has another one.
    text = models.CharField(max_length=64, blank=True, editable=False)

    objects = DraftReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.release.course)

    def get_absolute_url(self) -> str:
        """Return the page of the review; load ``release__course`` with it."""
        return reverse("courses:draft_review", args=[self.release.course.slug])


class LessonCommentQuerySet(models.QuerySet["LessonComment"]):
    def in_order(self) -> Self:
        return self.order_by("made_at", "pk")

    def open(self) -> Self:
        return self.filter(settled_at=None)


class LessonComment(models.Model):
    """What somebody says to the authors about a lesson of the draft."""

    class Meta:
        constraints = [
            not_blank("words", name="lesson_comment_says_something"),
            models.UniqueConstraint(fields=["author", "form_key"], name="lesson_comment_made_once"),
        ]

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("comment"), max_length=4_000)
    made_at = models.DateTimeField()
    form_key = models.UUIDField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LessonCommentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words[:60]
