"""Handing work in, and getting files of it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.uploads import download
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import reads_and_writes
from courses.actions.coursework.handing_in import checked_file, hand_in, remove_file, save_draft
from courses.models import Enrolment, HandInFile, Lesson
from courses.progress.table_of_contents import text_of
from courses.states import LessonKind
from courses.views.learner_places import in_lesson
from courses.views.lesson_parts import work_form, work_part


@reads_and_writes
@in_lesson
def hand_in_write(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Keep the draft or hand it in; the lesson itself shows the form first."""
    if request.method != "POST" or found.kind != LessonKind.ASSIGNMENT:
        return redirect(found)

    form = work_form(enrolment, found, request.POST, request.FILES)
    is_handing_in = "hand_in" in request.POST

    def act() -> Any:
        words = {
            "enrolment": enrolment,
            "lesson": found,
            "file": checked_file(form.cleaned_data.get("upload")),
            "edit_number": form.opened_at,
            "at": timezone.now(),
            **form.words,
        }
        return hand_in(key=form.key, **words) if is_handing_in else save_draft(**words)

    answer = save(
        request,
        form,
        act,
        to=found,
        said=_("Handed in. We will tell you when it has been read.")
        if is_handing_in
        else _("Draft saved. Only you can see it."),
    )
    context = {
        **work_part(enrolment, found),
        "course": enrolment.release.course,
        "lesson": found,
        "body": text_of(enrolment.release, found),
        "form": form,
    }
    return answer or show(request, "courses/coursework/hand_in_write.html", form, context)


@require_POST
def hand_in_file_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a file out of one's own draft; what was handed in keeps it."""
    mine = HandInFile.objects.filter(draft__enrolment__user=request.user)
    file = get_object_or_404(mine.select_related("draft__lesson__module__release__course"), pk=pk)
    remove_file(file=file)
    messages.success(request, _("%(name)s removed.") % {"name": file.name})
    return redirect(file.draft.lesson)


@require_safe
def hand_in_file(request: MemberRequest, pk: int) -> FileResponse:
    """Send a file to its learner, and once it was handed in to those who grade it."""
    file = get_object_or_404(HandInFile.objects.visible_to(request.user), pk=pk)
    return download(file.content, name=file.name, media_type=file.media_type)
