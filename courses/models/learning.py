"""Enrolments, the facts of what was done in them, and what has to be done first."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, in_order, only_choices
from core.prepared import prepared
from core.types import Member, Person
from courses.models.cohorts import Cohort
from courses.models.content import Course, Lesson, Module, Release, is_author_of_all
from courses.models.questions import Question
from courses.states import GONE, CourseState, EnrolmentState


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: Person) -> Self:
        """Learners see their own, facilitators those of their courses."""
        if not user.is_authenticated:
            return self.none()
        if is_author_of_all(user):
            return self.all()
        mine = Q(user=user) | Q(release__course__facilitators=user) | Q(cohort__facilitators=user)
        return self.filter(mine).distinct()

    def active(self) -> Self:
        return self.filter(state=EnrolmentState.ACTIVE)

    def not_left(self) -> Self:
        """Return enrolments of those who learn or have completed."""
        return self.exclude(state__in=GONE)

    def newest_first(self) -> Self:
        return self.order_by("-enrolled_at", "-pk")


class Enrolment(models.Model):
    """A learner's place in one release of a course. The release never changes under them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "release"], name="enrolment_once_a_release"),
            only_choices("state", EnrolmentState.values, name="enrolment_state_known"),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.COMPLETED) | Q(completed_at__isnull=False),
                name="enrolment_completed_has_its_moment",
            ),
            in_order("enrolled_at", "completed_at", name="enrolment_completed_later"),
        ]

    State = EnrolmentState

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="enrolments")
    # The cohort with which they learn; none for those who learn alone.
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    joined_at = models.DateTimeField(_("joined the cohort"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    enrolled_at = models.DateTimeField(_("enrolled"))
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    # The place in an older release that the learner gave up for this one.
    moved_from = models.OneToOneField(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="moved_to"
    )

    objects = EnrolmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} in {self.release.course}"

    def get_absolute_url(self) -> str:
        return self.release.course.get_absolute_url()

    @property
    def is_here(self) -> bool:
        """Tell whether the learner learns in this place, or has completed the course in it."""
        return self.state not in GONE


class LessonCompletion(AppendOnlyModel):
    """This learner has done this lesson: read it, passed it, or finished its plan."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_completed_once"),
        ]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="completions")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    # What the learner did in the place from which they moved here.
    carried_from = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.enrolment_id} did {self.lesson_id}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def newest_first(self) -> Self:
        return self.order_by("-number", "-pk")

    def first_passed(self) -> Self:
        """Return the first attempt that passed each lesson: later ones have seen the right answers."""
        earlier = Attempt.objects.filter(
            enrolment=OuterRef("enrolment"),
            lesson=OuterRef("lesson"),
            is_passed=True,
            number__lt=OuterRef("number"),
        )
        return self.filter(~Exists(earlier), is_passed=True)


class Attempt(AppendOnlyModel):
    """One try at a quiz. Every try is kept; the first that passes counts, as it tells the right answers."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "number"], name="attempt_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "form_key"], name="attempt_submitted_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempt_counts_from_one"),
            models.CheckConstraint(
                condition=Q(points__lte=F("out_of"), out_of__gte=1), name="attempt_points_possible"
            ),
        ]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    form_key = models.UUIDField()
    points = models.PositiveSmallIntegerField(_("points"))
    out_of = models.PositiveSmallIntegerField(_("out of"))
    is_passed = models.BooleanField(_("passed"))
    submitted_at = models.DateTimeField()

    objects = AttemptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.points}/{self.out_of}"

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down: a learner never reads more than they have."""
        return self.points * 100 // self.out_of


class Answer(AppendOnlyModel):
    """An answer to one question in one attempt, as it was given."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="answer_once_a_question"),
        ]

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField()
    is_correct = models.BooleanField()
    points = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.question_id}: {self.given}"


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
