"""Reviews that learners write about the work of others."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.types import Person
from courses.models.hand_ins import HandIn
from courses.models.learning import Enrolment


class PeerReviewQuerySet(models.QuerySet["PeerReview"]):
    def written_by(self, user: Person) -> Self:
        """Return the reviews that this person was given to write."""
        return self.filter(reviewer__user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: Person) -> Self:
        """Return those one writes or wrote, those of one's own work once they may be read, and those of work one grades."""
        if not user.is_authenticated:
            return self.none()
        graded = HandIn.objects.gradable_by(user).values("pk")
        received = Q(hand_in__enrolment__user=user) & _shown()
        return self.filter(Q(reviewer__user=user) | received | Q(hand_in__in=graded))

    def done(self) -> Self:
        """Return reviews that were sent and count."""
        return self.filter(done_at__isnull=False, set_aside_at=None)

    def taking_a_turn(self, at: dt.datetime) -> Self:
        """Return those that were sent, and those whose time is not over: so many does a work have or expect."""
        return self.filter(Q(done_at__isnull=False) | Q(due_at__gt=at), set_aside_at=None)

    def shown_to_learner(self) -> Self:
        """Return reviews that the learner may read: all together, once the work is no longer with others."""
        return self.done().filter(_shown()).order_by("done_at", "pk")


def _shown() -> Q:
    return Q(done_at__isnull=False, set_aside_at=None, hand_in__is_with_peers=False)


class PeerReview(models.Model):
    """One learner judges the work of another one by its rubric. Neither of the two reads the name of the other."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hand_in", "reviewer"], name="peer_review_once_a_reviewer"
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "done_at"], name="peer_review_of_reviewer")]

    hand_in = models.ForeignKey(HandIn, on_delete=models.PROTECT, related_name="peer_reviews")
    reviewer = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="peer_reviews_given"
    )
    given_at = models.DateTimeField(_("given out"))
    due_at = models.DateTimeField(_("to be sent until"))
    # Points and words by the key of the criterion, as text: {"7": [4, "Well asked."]}.
    marks = models.JSONField(default=dict)
    feedback = models.TextField(_("feedback"), blank=True)
    done_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # What the learner whose work it is about says is wrong with it.
    report = models.TextField(_("what is wrong with it"), max_length=2_000, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    # A facilitator found that it must not count.
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = PeerReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.hand_in)

    def get_absolute_url(self) -> str:
        return reverse("courses:peer_review", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def points(self) -> int:
        """Return the sum of the points."""
        return sum(points or 0 for points, _words in self.marks.values())
