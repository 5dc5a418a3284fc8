"""Finding the reader's place in a course and the lesson that an address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.permissions import allows
from core.prepared import prepared
from core.types import Member, MemberRequest
from courses.models import Course, Enrolment, Lesson, Release
from courses.progress.table_of_contents import table_of_contents

LessonView = Callable[..., HttpResponse]


def in_lesson(view: LessonView) -> LessonView:
    """Call the view with the reader's place and the lesson of their release, found by its address.

    An address that another release of the course has, or had, leads to the same lesson of theirs. Whoever is not
    enrolled is sent to the page of the course, and its authors to the preview.
    """

    @wraps(view)
    def found(
        request: MemberRequest, slug: str, module: str, lesson: str, **further: Any
    ) -> HttpResponse:
        enrolment = next(iter(_places(request.user, slug)), None)
        if enrolment is None:
            return _send_to_course(request, slug, module, lesson)
        there = table_of_contents(enrolment.release).by_address.get((module, lesson))
        if there is None:
            there = moved_to(enrolment.release, module, lesson)
            if request.method != "POST":
                return redirect(there)
        return view(request, enrolment, there, **further)

    return found


def moved_to(release: Release, module: str, slug: str) -> Lesson:
    """Return the lesson of this release that has, or had, this address in another one. Raises ``Http404``."""
    named = Lesson.objects.filter(
        module__release__course=release.course_id, module__slug=module, slug=slug
    )
    same = Lesson.objects.of(release).filter(lineage__in=named.values("lineage"))
    lesson = same.select_related("module").in_order().first()
    if lesson is None:
        raise Http404
    lesson.module.release = release
    return lesson


@prepared
def _places(user: Member, course: str) -> QuerySet[Enrolment]:
    """Return the place in this course that the reader took last and has not left."""
    mine = Enrolment.objects.filter(user=user, release__course__slug=course)
    kept = mine.not_left().select_related("release__course", "progress", "cohort")
    return kept.newest_first()[:1]


def _send_to_course(request: MemberRequest, slug: str, module: str, lesson: str) -> HttpResponse:
    """Send authors to the preview of a lesson, and everyone else to where they can enrol."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    if allows(request.user, "courses.author", course):
        return redirect("courses:lesson_preview", slug, module, lesson)
    messages.info(request, _("Enrol in the course to read its lessons. It is free."))
    return redirect(course)
