"""The outline of a draft: lessons and modules are put in another place, by a button or by dragging."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.types import MemberRequest
from core.web.requests import key_of
from courses.actions.content import place_lesson, place_module
from courses.models import Lesson, Module
from courses.views.teaching import find_course


@require_POST
def lesson_place(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Put a lesson into a module: before the lesson that is named, or at the end."""
    course = find_course(request, slug)
    lessons = Lesson.objects.filter(module__release__course=course).select_related("module")
    lesson = get_object_or_404(lessons, pk=pk)
    module = get_object_or_404(
        Module.objects.filter(release=lesson.module.release_id),
        pk=key_of(request.POST.get("module")),
    )
    before = lessons.filter(pk=key_of(request.POST.get("before")), module=module).first()
    place_lesson(lesson=lesson, module=module, before=before)
    said = _("“%(lesson)s” is in “%(module)s” now.") % {"lesson": lesson, "module": module}
    return _answer(request, slug, f"lesson-{pk}", said)


@require_POST
def module_place(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Put a module before the one that is named, or at the end."""
    course = find_course(request, slug)
    modules = Module.objects.filter(release__course=course)
    module = get_object_or_404(modules, pk=pk)
    before = modules.filter(
        pk=key_of(request.POST.get("before")), release=module.release_id
    ).first()
    place_module(module=module, before=before)
    return _answer(request, slug, f"module-{pk}", _("“%(module)s” was moved.") % {"module": module})


def _answer(request: MemberRequest, slug: str, anchor: str, said: str) -> HttpResponse:
    if not request.accepts("text/html"):
        return JsonResponse({"message": said})
    messages.success(request, said)
    return redirect(f"{reverse('courses:teach_course', args=[slug])}#{anchor}")
