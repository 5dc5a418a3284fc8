"""A way on for those who have used all attempts at a quiz: their request, and what they were given."""

from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, not_blank
from core.queries.counting import number_of
from courses.models.content import Lesson
from courses.models.learning import Attempt, Enrolment, LessonCompletion
from courses.states import EnrolmentState

MOST_EXTRA_ATTEMPTS = 10


class ExtraAttempts(AppendOnlyModel):
    """More attempts at one quiz, given to one learner by somebody of the staff, with the reason."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "form_key"], name="extra_attempts_given_once"
            ),
            not_blank("reason", name="extra_attempts_have_a_reason"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_EXTRA_ATTEMPTS),
                name="extra_attempts_are_a_few",
            ),
        ]

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="extra_attempts"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField()
    number = models.PositiveSmallIntegerField(
        _("more attempts"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_EXTRA_ATTEMPTS)],
    )
    reason = models.CharField(_("reason"), max_length=500)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        return self.lesson.get_absolute_url()


class AttemptRequestQuerySet(models.QuerySet["AttemptRequest"]):
    def waiting(self) -> Self:
        """Return requests of people who learn, have not passed and were given nothing since."""
        here = {"enrolment": OuterRef("enrolment"), "lesson": OuterRef("lesson")}
        given = ExtraAttempts.objects.filter(given_at__gte=OuterRef("asked_at"), **here)
        done = LessonCompletion.objects.filter(**here)
        return self.filter(~Exists(given), ~Exists(done), enrolment__state=EnrolmentState.ACTIVE)


class AttemptRequest(AppendOnlyModel):
    """A learner who has used all attempts asks the facilitators for another one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "made"], name="attempt_asked_for_once"
            ),
        ]

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attempt_requests"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    # How many attempts had been made: after further ones they can ask again.
    made = models.PositiveSmallIntegerField()
    words = models.TextField(_("message"), max_length=1_000, blank=True)
    asked_at = models.DateTimeField()

    objects = AttemptRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        slug = self.enrolment.release.course.slug
        return reverse("courses:attempts_give", args=[slug, self.enrolment_id])


def used_up() -> QuerySet[Lesson]:
    """Describe the quizzes of which the outer enrolment has used all attempts and passed none.

    Each knows how many attempts were ``made`` and how many were given as ``extra``.
    """
    here = {"enrolment": OuterRef(OuterRef("pk")), "lesson": OuterRef("pk")}
    return _used_up(Lesson.objects.filter(module__release=OuterRef("release")), here)


def used_up_by(enrolment: Enrolment) -> QuerySet[Lesson]:
    """Return the quizzes of which this learner has used all attempts and passed none, in order."""
    here = {"enrolment": enrolment, "lesson": OuterRef("pk")}
    return _used_up(Lesson.objects.of(enrolment.release).in_order(), here)


def _used_up(lessons: QuerySet[Lesson], here: Mapping[str, object]) -> QuerySet[Lesson]:
    given = ExtraAttempts.objects.filter(**here).order_by().values("lesson")
    return (
        lessons.filter(max_attempts__isnull=False)
        .annotate(
            made=number_of(Attempt.objects.filter(**here), by="lesson"),
            extra=Coalesce(Subquery(given.annotate(sum=Sum("number")).values("sum")), 0),
        )
        .filter(
            ~Exists(LessonCompletion.objects.filter(**here)),
            made__gte=F("max_attempts") + F("extra"),
        )
    )


def stuck(places: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Keep the places of those who are learning and have used all attempts at a quiz."""
    return places.filter(Exists(used_up()), state=EnrolmentState.ACTIVE)
