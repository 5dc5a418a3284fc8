"""What has to be done first: lessons and modules before a lesson, and courses before a course."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.prepared import prepared
from core.types import Member
from courses.models.content import Course, Lesson, Module
from courses.models.learning import Enrolment
from courses.states import CourseState, EnrolmentState


class LessonPrerequisite(models.Model):
    """A lesson stays closed until another lesson, or every required lesson of a module, is done."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(needed_lesson=None, needed_module__isnull=False)
                | Q(needed_lesson__isnull=False, needed_module=None),
                name="lesson_prerequisite_names_one",
            ),
            models.CheckConstraint(
                condition=Q(needed_lesson=None) | ~Q(needed_lesson=F("lesson")),
                name="lesson_prerequisite_is_another",
            ),
            models.UniqueConstraint(
                fields=["lesson", "needed_lesson"], name="lesson_prerequisite_lesson_once"
            ),
            models.UniqueConstraint(
                fields=["lesson", "needed_module"], name="lesson_prerequisite_module_once"
            ),
        ]

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="prerequisites")
    needed_lesson = models.ForeignKey(
        Lesson, null=True, on_delete=models.CASCADE, related_name="needed_by"
    )
    needed_module = models.ForeignKey(
        Module, null=True, on_delete=models.CASCADE, related_name="needed_by"
    )

    def __str__(self) -> str:
        return f"{self.lesson_id} needs {self.needed_lesson_id or self.needed_module_id}"


class CoursePrerequisiteQuerySet(models.QuerySet["CoursePrerequisite"]):
    def in_order(self) -> Self:
        """Order courses that must be completed before those that are advised."""
        return self.order_by("-is_required", "needed__title", "pk")

    def that_count(self) -> Self:
        """Keep courses that somebody can complete now: those that are published."""
        return self.filter(needed__state=CourseState.PUBLISHED)


class CoursePrerequisite(models.Model):
    """A course comes before another one: as a requirement for enrolling, or as advice."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "needed"], name="course_prerequisite_once"),
            models.CheckConstraint(
                condition=~Q(course=F("needed")), name="course_prerequisite_is_another"
            ),
        ]

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="prerequisites")
    needed = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="needed_by")
    is_required = models.BooleanField(_("must be completed first"), default=True)

    objects = CoursePrerequisiteQuerySet.as_manager()

    # Whether the reader of a page has completed it; only where that page has looked.
    is_done: bool

    def __str__(self) -> str:
        return f"{self.course_id} needs {self.needed_id}"


def courses_before(user: Member, course: Course) -> list[Course]:
    """Return the courses that this person has to complete before they can enrol in the course, by title. One query."""
    return [one.needed for one in _unmet(user, course)]


@prepared
def _unmet(user: Member, course: Course) -> "models.QuerySet[CoursePrerequisite]":
    completed = Enrolment.objects.filter(user=user, state=EnrolmentState.COMPLETED)
    needed = CoursePrerequisite.objects.that_count().filter(course=course, is_required=True)
    unmet = needed.exclude(needed__in=completed.values("release__course"))
    return unmet.select_related("needed").in_order()
