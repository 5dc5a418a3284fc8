"""What learners write for themselves in a lesson."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.types import Person
from courses.models.content import Course, Lesson
from courses.models.learning import Enrolment

# Signs of writing, without spaces, from which on a reflection counts as written: about two sentences.
ENOUGH = 50


def is_enough(words: str) -> bool:
    """Tell whether something of substance is written: letters and numbers, whatever the script."""
    return sum(sign.isalnum() for sign in words) >= ENOUGH


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own reflections, and those that learners share with the facilitators of the course."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(enrolment__user=user) | Q(pk__in=self.model.objects.shared_with(user)))

    def shared_with(self, user: Person) -> Self:
        """Return what learners of courses that this person facilitates share, and have written."""
        courses = Course.objects.facilitated_by(user).values("pk")
        return self.filter(is_shared=True, enrolment__release__course__in=courses).exclude(words="")

    def in_order(self) -> Self:
        """Return reflections in the order of their lessons."""
        return self.order_by("lesson__module__position", "lesson__position", "pk")


class Reflection(models.Model):
    """A private text of a learner in a lesson. Nobody else reads it unless they share it with the facilitators."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="reflection_one_a_lesson"),
        ]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reflections")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("reflection"), max_length=20_000, blank=True)
    is_shared = models.BooleanField(_("share it with the facilitators"), default=False)
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField()

    objects = ReflectionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.lesson.title

    def get_absolute_url(self) -> str:
        return self.lesson.get_absolute_url()
