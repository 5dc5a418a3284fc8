"""What the page of a lesson asks for while it is written: how the text looks, and records to cite."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import answer_script
from core.forms.bases import with_line_feeds
from core.types import MemberRequest
from courses.actions.citations import cite_in_lesson
from courses.actions.content import cited_by
from courses.forms.citing import AddCitationForm
from courses.lessons.lesson_text import not_shown_in, render_body, show_body
from courses.media.showing import shown_in
from courses.models import Course, Lesson, LessonCitation
from courses.views.teaching import check_is_draft, find_course
from library.finding.record_picker import FindRecordForm, find_records

_LONGEST = 60_000
_FOUND_AT_MOST = 10


def _find_lesson(course: Course, pk: int) -> Lesson:
    lessons = Lesson.objects.filter(module__release__course=course)
    return get_object_or_404(lessons.select_related("module__release__course"), pk=pk)


@require_POST
def lesson_look(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Answer how a text would look in the lesson, and what of it readers would not see. Nothing is saved."""
    lesson = _find_lesson(find_course(request, slug), pk)
    body = str(with_line_feeds(request.POST).get("body", ""))[:_LONGEST].replace("\0", "")
    shown = show_body(render_body(body, cited_by(lesson)), shown_in(lesson.module.release_id))
    return JsonResponse({"html": shown, "not_shown": list(not_shown_in(body))})


@require_safe
def record_find(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Answer which records of the library match the words, for the lesson to cite."""
    lesson = _find_lesson(find_course(request, slug), pk)
    check_is_draft(lesson.module.release)
    found = find_records(FindRecordForm(request.GET).text, user=request.user, limit=_FOUND_AT_MOST)
    return JsonResponse(
        {
            "records": [
                {
                    "version": record.current_version_id,
                    "title": record.title,
                    "about": f"{record.get_type_display()}{f', {record.year}' if record.year else ''}",
                }
                for record in found
            ]
        }
    )


@require_POST
def record_cite(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let the draft lesson cite the record, and answer its number in the text."""
    lesson = _find_lesson(find_course(request, slug), pk)
    check_is_draft(lesson.module.release)
    form = AddCitationForm(request.POST, user=request.user)
    if not form.is_valid():
        return JsonResponse({"message": str(next(iter(form.errors.values()))[0])}, status=422)

    def cite() -> dict[str, str]:
        made = cite_in_lesson(
            lesson=lesson, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        numbered = LessonCitation.objects.filter(lesson=lesson, added_on=None).in_order()
        number = list(numbered.values_list("pk", flat=True)).index(made.pk) + 1
        return {"marker": f"[[cite:{number}]]"}

    return answer_script(cite)
