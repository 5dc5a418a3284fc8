"""Lessons that are done by coming to a live session: what counts, and confirming what one did instead."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.cohorts.attendance import confirm_instead, edit_live_lesson
from courses.forms.cohorts.live_lessons import LiveLessonForm
from courses.models import Enrolment, Lesson
from courses.models.cohort_events import live_lesson_of
from courses.refusals import ReleaseFrozen
from courses.states import LessonKind
from courses.views.learner_places import in_lesson
from courses.views.lessons import redirect_to_next_lesson
from courses.views.teaching import check_is_draft, find_course


@reads_and_writes
def live_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say what counts besides coming to a session, and what people do instead."""
    course = find_course(request, slug)
    lessons = Lesson.objects.filter(module__release__course=course, kind=LessonKind.LIVE)
    lesson = get_object_or_404(lessons.select_related("module__release__course"), pk=pk)
    check_is_draft(lesson.module.release)

    form = LiveLessonForm(posted(request), live=live_lesson_of(lesson))
    answer = save(
        request,
        form,
        lambda: edit_live_lesson(lesson=lesson, **form.words),
        to=("courses:lesson_edit", course.slug, lesson.pk),
        said=_("Saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "lesson": lesson}
    return answer or show(request, "courses/cohorts/live_edit.html", form, context)


@require_POST
@in_lesson
def live_confirm(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Confirm that one has watched the recording, or done what the author names instead, and go on."""
    enrolment = confirm_instead(
        enrolment=enrolment,
        lesson=found,
        by_recording=request.POST.get("by") == "recording",
        at=timezone.now(),
    )
    return redirect_to_next_lesson(request, enrolment, found)
