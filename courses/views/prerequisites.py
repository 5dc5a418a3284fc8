"""Writing which lessons are optional, what comes before a lesson, and which courses come before a course."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.authoring.prerequisites import set_conditions, set_courses_before
from courses.forms.prerequisites import ConditionsForm, CoursesBeforeForm
from courses.lessons.publishing_checks import modules_with_content
from courses.models import Course, Lesson
from courses.refusals import ReleaseFrozen
from courses.states import CourseState
from courses.views.teaching import check_is_draft, find_course

_MOST_COURSES = 200


@reads_and_writes
def lesson_conditions(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether a lesson of the draft is optional, and what learners do before it."""
    course = find_course(request, slug)
    lessons = Lesson.objects.filter(module__release__course=course)
    lesson = get_object_or_404(lessons.select_related("module__release__course"), pk=pk)
    check_is_draft(lesson.module.release)
    modules = modules_with_content(lesson.module.release)

    form = ConditionsForm(posted(request), lesson=lesson, modules=modules)
    answer = save(
        request,
        form,
        lambda: set_conditions(lesson=lesson, **form.words),
        to=("courses:teach_course", course.slug),
        said=_("Saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "lesson": lesson}
    return answer or show(request, "courses/lesson_conditions.html", form, context)


@reads_and_writes
def courses_before(request: MemberRequest, slug: str) -> HttpResponse:
    """Say which courses come before this one."""
    course = find_course(request, slug)
    named = course.prerequisites.values("needed")
    seen = Course.objects.visible_to(request.user).exclude(pk=course.pk)
    offered = seen.filter(Q(state=CourseState.PUBLISHED) | Q(pk__in=named))
    courses = list(offered.order_by("title", "pk")[:_MOST_COURSES])

    form = CoursesBeforeForm(posted(request), course=course, courses=courses)
    answer = save(
        request,
        form,
        lambda: set_courses_before(course=course, **form.words),
        to=("courses:teach_course", course.slug),
        said=_("Saved."),
    )
    context = {"course": course, "courses": courses}
    return answer or show(request, "courses/courses_before.html", form, context)
