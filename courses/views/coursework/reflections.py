"""Writing reflections, taking them home, and reading those that learners share."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.uploads import answer_whole
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate, reads_and_writes
from courses.actions.coursework.reflections import save_reflection
from courses.forms.coursework.reflections import ReflectionForm
from courses.models import Course, Enrolment, Lesson, Reflection
from courses.models.reflections import is_enough
from courses.progress.table_of_contents import text_of
from courses.states import LessonKind
from courses.views.learner_places import in_lesson
from courses.views.lesson_parts import reflection_address, reflection_of


@reads_and_writes
@in_lesson
def reflection_write(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Keep what was written; the lesson itself shows the form first."""
    if request.method != "POST" or found.kind != LessonKind.REFLECTION:
        return redirect(found)

    form = ReflectionForm(
        request.POST,
        instance=reflection_of(enrolment, found),
        address=reflection_address(found),
    )
    answer = save(
        request,
        form,
        lambda: save_reflection(
            enrolment=enrolment,
            lesson=found,
            edit_number=form.opened_at,
            at=timezone.now(),
            **form.words,
        ),
        to=found,
        said=_told,
    )
    context = {
        "course": enrolment.release.course,
        "lesson": found,
        "body": text_of(enrolment.release, found),
    }
    return answer or show(request, "courses/coursework/reflection_write.html", form, context)


def _told(reflection: Reflection) -> str:
    if is_enough(reflection.words):
        return _("Your reflection is saved. The lesson is done.")
    return _("Your reflection is saved. A few more sentences, and the lesson is done.")


def _own(request: MemberRequest, slug: str) -> tuple[Course, QuerySet[Reflection]]:
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    mine = Reflection.objects.filter(
        enrolment__user=request.user, enrolment__release__course=course
    ).exclude(words="")
    return course, mine.select_related("lesson__module__release__course").in_order()


@require_safe
def reflection_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Show everything that the reader wrote in the course, to read, print or take home."""
    course, mine = _own(request, slug)
    context = {"course": course, "page": paginate(request, mine)}
    return render(request, "courses/coursework/reflection_list.html", context)


@require_safe
def reflection_export(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Send the reader's reflections in the course as a text file."""
    course, mine = _own(request, slug)
    pieces = _written_out(course, mine)
    return answer_whole(
        pieces, name=f"reflections-{course.slug}.txt", media_type="text/plain; charset=utf-8"
    )


def _written_out(course: Course, reflections: QuerySet[Reflection]) -> Iterator[str]:
    yield f"{course.title}\n"
    for row in reflections:
        day = date_format(timezone.localtime(row.saved_at), "j F Y")
        yield f"\n{row.lesson.title}, {day}\n\n{row.words}\n"


@require_safe
def reflection_shared(request: MemberRequest, slug: str) -> HttpResponse:
    """Show facilitators what learners of the course share with them, the newest first."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)

    shared = Reflection.objects.shared_with(request.user).filter(enrolment__release__course=course)
    rows = shared.select_related("lesson", "enrolment__user").order_by("-saved_at", "-pk")
    context = {"course": course, "page": paginate(request, rows)}
    return render(request, "courses/coursework/reflection_shared.html", context)
