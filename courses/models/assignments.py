"""What an author asks learners to hand in, and the rubric by which it is judged."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from courses.models.content import Lesson

MOST_POINTS = 100
# So that the points of a whole rubric fit where they are stored.
MOST_CRITERIA = 100


class Assignment(models.Model):
    """What an assignment takes, and from how many points of its rubric on it can be accepted."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_text=True) | Q(takes_files=True) | Q(takes_link=True),
                name="assignment_takes_something",
            ),
            models.CheckConstraint(
                condition=Q(reviews_given=0, reviews_needed=0)
                | Q(reviews_needed__gte=1, reviews_given__gte=F("reviews_needed")),
                name="assignment_gives_as_many_reviews_as_it_needs",
            ),
        ]

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="assignment")
    takes_text = models.BooleanField(_("a text"), default=True)
    takes_files = models.BooleanField(_("files"), default=False)
    takes_link = models.BooleanField(_("a link"), default=False)
    points_needed = models.PositiveSmallIntegerField(
        _("points needed"), default=0, validators=[MaxValueValidator(2_000)]
    )

    # How many works of others each learner reviews, and how many reviews each work gets; neither: facilitators judge it.
    reviews_given = models.PositiveSmallIntegerField(
        _("reviews that each learner writes"), default=0, validators=[MaxValueValidator(10)]
    )
    reviews_needed = models.PositiveSmallIntegerField(
        _("reviews that each work gets"), default=0, validators=[MaxValueValidator(10)]
    )
    # After so many days work goes to the facilitators, whatever reviews it has.
    review_days = models.PositiveSmallIntegerField(
        _("days for the reviews"),
        default=14,
        validators=[MinValueValidator(2), MaxValueValidator(90)],
    )

    def __str__(self) -> str:
        return self.lesson.title

    @property
    def has_peer_review(self) -> bool:
        return self.reviews_needed > 0


def assignment_of(lesson: Lesson) -> Assignment:
    """Return what the assignment takes; a text, where its author has not said."""
    return Assignment.objects.filter(lesson=lesson).first() or Assignment(lesson=lesson)


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Criterion(models.Model):
    """A line of the rubric: what is assessed, and its levels as ``[points, words]``, the least first."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "form_key"], name="criterion_added_once"),
            not_blank("title", name="criterion_has_a_title"),
        ]

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    # Of the form that added it; a copy and what no form added has none that is asked after.
    form_key = models.UUIDField(null=True, editable=False)
    title = models.CharField(_("what is assessed"), max_length=200)
    levels = models.JSONField(_("levels"), default=list)
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)

    objects = CriterionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def most(self) -> int:
        """Return the points of the best level."""
        return max((points for points, _words in self.levels), default=0)
