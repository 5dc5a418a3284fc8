"""Bringing Word documents into a draft: choose them, look at what was read, and add them as lessons."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked
from courses.actions.lesson_imports import discard_import, read_lessons, take_lessons
from courses.forms.lesson_imports import ReadWordForm, TakeLessonsForm, images_to_describe
from courses.importing.word_documents import in_words
from courses.lessons.lesson_text import render_body, show_body
from courses.media.showing import by_name
from courses.models import (
    Course,
    ImportedImage,
    ImportedLesson,
    Lesson,
    LessonImport,
    Module,
    Release,
)
from courses.refusals import ReleaseFrozen
from courses.views.media import send_content
from courses.views.teaching import find_course

_LOOK_AGAIN = "3"


@reads_and_writes
def lesson_import(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose the Word documents and have them read."""
    course = find_course(request, slug)
    release = get_object_or_404(Release.objects.drafts(), course=course)
    form = ReadWordForm(posted(request), request.FILES or None)
    answer = save(
        request,
        form,
        lambda: read_lessons(
            release=release,
            uploads=form.cleaned_data["documents"],
            key=form.key,
            at=timezone.now(),
        ),
        to=lambda made: ("courses:import_preview", slug, made.pk),
        page_for=(ReleaseFrozen,),
    )
    return answer or show(request, "courses/lesson_import.html", form, {"course": course})


def _find_import(course: Course, pk: int) -> LessonImport | None:
    imports = LessonImport.objects.filter(release__course=course, pk=pk)
    return imports.select_related("release").first()


@reads_and_writes
def import_preview(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show each document as the lesson that it would become, and add those that are chosen."""
    course = find_course(request, slug)
    made = _find_import(course, pk)
    if made is None:
        messages.info(request, _("These documents were added or discarded before."))
        return redirect("courses:teach_course", slug)
    images = ImportedImage.objects.select_related("content").order_by("pk")
    lessons = ImportedLesson.objects.filter(lesson_import=made).in_order()
    rows = list(lessons.prefetch_related(Prefetch("images", images)))
    if request.method != "POST" and any(row.is_waiting for row in rows):
        return _still_reading(request, course, made, rows)
    modules = list(Module.objects.filter(release=made.release).in_order())

    form = TakeLessonsForm(posted(request), rows=rows, modules=modules)
    answer = save(
        request,
        form,
        lambda: take_lessons(
            lesson_import=made,
            taken=form.taken,
            module=form.module,
            module_title=form.cleaned_data["module_title"],
        ),
        to=("courses:teach_course", slug),
        said=lambda lessons: _said(course, lessons),
        page_for=(ReleaseFrozen,),
    )
    context = {
        "course": course,
        "lesson_import": made,
        "rows": [_shown(form, row) for row in rows if not row.is_waiting],
        "may_take": any(not row.refusal and not row.is_waiting for row in rows),
    }
    return answer or show(request, "courses/import_preview.html", form, context)


def _still_reading(
    request: MemberRequest, course: Course, made: LessonImport, rows: Sequence[ImportedLesson]
) -> HttpResponse:
    """Show how far the reading is, and look again in a few seconds."""
    context = {"course": course, "lesson_import": made, "rows": rows}
    answer = render(request, "courses/import_reading.html", context)
    answer["Refresh"] = _LOOK_AGAIN
    return answer


def _said(course: Course, lessons: Sequence[Lesson]) -> str:
    """Say how many were added, with a link to the first."""
    words = ngettext("%(count)s lesson added.", "%(count)s lessons added.", len(lessons))
    said = words % {"count": len(lessons)}
    if not lessons:
        return said
    address = reverse("courses:lesson_edit", args=[course.slug, lessons[0].pk])
    return format_html("{} {}", said, linked(lessons[0].title, address))


def _shown(form: TakeLessonsForm, row: ImportedLesson) -> dict[str, object]:
    if row.refusal:
        return {"row": row}
    return {
        "row": row,
        "body": show_body(render_body(row.body, []), by_name(row.images.all())),
        "left_out": [in_words(what, where) for what, where in row.left_out],
        "take": form[f"take_{row.pk}"],
        "title": form[f"title_{row.pk}"],
        "alts": [(image, form[f"alt_{image.pk}"]) for image in images_to_describe(row)],
    }


@require_POST
def import_discard(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Forget the documents; a second click finds them gone."""
    course = find_course(request, slug)
    made = _find_import(course, pk)
    if made is not None:
        discard_import(lesson_import=made)
    messages.success(request, _("Documents discarded. Nothing was added to the course."))
    return redirect("courses:teach_course", slug)


@require_safe
def imported_image_send(request: MemberRequest, pk: int, name: str) -> HttpResponseBase:
    """Send an image of a document to the authors of the course that is to take it."""
    written = Course.objects.written_by(request.user).values("pk")
    images = ImportedImage.objects.filter(
        imported_lesson__lesson_import__release__course__in=written
    )
    found = get_object_or_404(images.select_related("content"), pk=pk)
    return send_content(request, found, name)
