"""Saying which lessons are optional, what comes before a lesson, and which courses come before a course."""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict
from courses.actions.content import lock_draft
from courses.models import (
    Course,
    CoursePrerequisite,
    Lesson,
    LessonPrerequisite,
    Module,
    RequirementChange,
)
from courses.models.content import Release


class CoursesInCircle(Conflict):
    """Two courses would each have to be completed before the other."""

    def __init__(self, title: str) -> None:
        words = _(
            "“{}” itself requires this course, directly or through another one. Nobody could enrol in either."
        )
        super().__init__(format_lazy(words, title))


@transaction.atomic
def set_conditions(
    *,
    lesson: Lesson,
    is_required: bool,
    needed_lessons: Collection[int] = (),
    needed_modules: Collection[int] = (),
) -> Lesson:
    """Say whether a lesson of a draft is required, and the keys of the lessons and modules that come before it.

    Keys that are not of the draft, and its own, are left out; what comes later in the course is kept, and found by the
    checks before publishing. Repeats safely. Raises ``ReleaseFrozen``.
    """
    release = lock_draft(lesson.module.release_id)
    lesson = Lesson.objects.select_related("module").get(pk=lesson.pk)
    lesson.is_required = is_required
    lesson.save(update_fields=["is_required"])
    LessonPrerequisite.objects.filter(lesson=lesson).delete()
    lessons = Lesson.objects.of(release).filter(pk__in=needed_lessons).exclude(pk=lesson.pk)
    modules = Module.objects.filter(release=release, pk__in=needed_modules)
    needed = [LessonPrerequisite(lesson=lesson, needed_lesson=one) for one in lessons]
    needed += [LessonPrerequisite(lesson=lesson, needed_module=one) for one in modules]
    LessonPrerequisite.objects.bulk_create(needed)
    return lesson


@transaction.atomic
def set_courses_before(
    *, course: Course, required: Collection[int] = (), advised: Collection[int] = ()
) -> None:
    """Say which courses have to be completed before this one, and which are advised, by their keys.

    A course that is in both has to be completed. Whoever has enrolled already stays. Repeats safely. Raises
    ``CoursesInCircle`` when one of those that have to be completed asks for this course itself.
    """
    wanted = dict.fromkeys(required, True) | {
        key: False for key in advised if key not in set(required)
    }
    wanted.pop(course.pk, None)
    # All of them by their keys, so that two courses that name each other at once take turns.
    rows = Course.objects.select_for_update(no_key=True)
    locked = {one.pk: one for one in rows.filter(pk__in=[course.pk, *wanted]).order_by("pk")}
    for key, is_required in wanted.items():
        if is_required and key in locked and course.pk in _asked_for_by(key):
            raise CoursesInCircle(locked[key].title)
    CoursePrerequisite.objects.filter(course=course).delete()
    CoursePrerequisite.objects.bulk_create(
        CoursePrerequisite(course=course, needed_id=key, is_required=is_required)
        for key, is_required in wanted.items()
        if key in locked
    )


def _asked_for_by(key: int) -> set[int]:
    """Return the courses that have to be completed before this one, and those before them."""
    found: set[int] = set()
    asked = {key}
    while asked:
        needed = CoursePrerequisite.objects.filter(course__in=asked, is_required=True)
        asked = set(needed.values_list("needed", flat=True)) - found
        found |= asked
    return found


def copy_courses_before(source: Course, copy: Course) -> None:
    """Let the copy of a course ask for the courses that its source asks for."""
    rows = CoursePrerequisite.objects.filter(course=source).values_list("needed", "is_required")
    CoursePrerequisite.objects.bulk_create(
        CoursePrerequisite(course=copy, needed_id=needed, is_required=is_required)
        for needed, is_required in rows
    )


def required_by_authors(release: Release) -> dict[int, bool]:
    """Return the lessons of a release that a correction took out of what is required, or put in, as they were before.

    A draft that follows begins with what its authors wrote. One query.
    """
    changes = RequirementChange.objects.filter(lesson__module__release=release)
    before: dict[int, bool] = {}
    for lesson, is_required in changes.order_by("pk").values_list("lesson", "is_required"):
        before.setdefault(lesson, not is_required)
    return before
