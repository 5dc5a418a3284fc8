"""Recordings on other sites: added to a draft, changed, removed, and played once a learner asks for it."""

import uuid

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import answer_script, save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.authoring.recordings import change_recording, link_recording, remove_recording
from courses.forms.recordings import NewRecordingLinkForm, RecordingLinkForm
from courses.lessons.lesson_text import media_in
from courses.media.linked import allowed_hosts, allowed_sites, plays_as
from courses.models import Course, Lesson, LinkedRecording, Release
from courses.progress.closed_media import is_closed_to
from courses.refusals import ReleaseFrozen
from courses.views.media import lesson_before
from courses.views.teaching import find_course, find_draft


@reads_and_writes
def recording_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a recording of an allowed site to the draft; from a lesson, its author goes back there."""
    course = find_course(request, slug)
    release = find_draft(course)
    hosts = allowed_sites()
    if not hosts:
        raise Http404
    form = NewRecordingLinkForm(posted(request))
    if request.method == "POST" and not request.accepts("text/html"):
        return _answer_script(release, form)
    lesson = lesson_before(request, release)
    answer = save(
        request,
        form,
        lambda: link_recording(release=release, key=form.key, **form.words),
        to=("courses:lesson_edit", slug, lesson.pk) if lesson else ("courses:media_list", slug),
        said=lambda made: (
            _("Added. Show it in a lesson with %(marker)s.") % {"marker": made.marker}
        ),
        page_for=(ReleaseFrozen,),
    )
    return answer or show(
        request, "courses/recording_edit.html", form, {"course": course, "hosts": hosts}
    )


def _answer_script(release: Release, form: NewRecordingLinkForm) -> HttpResponse:
    """Answer the page of a lesson, which shows the recording where its author is writing, with a key for the next one."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)

    def add() -> dict[str, str]:
        made = link_recording(release=release, key=form.key, **form.words)
        words = {"marker": made.marker, "words": f"{made} ({made.host})"}
        return {**words, "form_key": str(uuid.uuid4())}

    return answer_script(add)


def _find(course: Course, pk: int) -> LinkedRecording:
    recordings = LinkedRecording.objects.filter(release__course=course).select_related("release")
    return get_object_or_404(recordings, pk=pk)


@reads_and_writes
def recording_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change a recording of the draft."""
    course = find_course(request, slug)
    recording = _find(course, pk)
    if not recording.release.is_draft:
        raise ReleaseFrozen
    form = RecordingLinkForm(posted(request), instance=recording)
    answer = save(
        request,
        form,
        lambda: change_recording(recording=_find(course, pk), **form.words),
        to=("courses:media_list", slug),
        said=_("Recording saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "recording": recording, "hosts": allowed_sites()}
    return answer or show(request, "courses/recording_edit.html", form, context)


@require_POST
def recording_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a recording out of the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    recording = LinkedRecording.objects.filter(release__course=course, pk=pk).first()
    if recording is not None:
        remove_recording(recording=recording)
        messages.success(request, _("%(media)s removed from the draft.") % {"media": recording})
    return redirect("courses:media_list", slug)


@require_safe
def recording_play(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Play a recording: the one page that may load something from its site, and from no other."""
    readable = LinkedRecording.objects.visible_to(request.user).select_related("release__course")
    recording = get_object_or_404(readable, pk=pk)
    if recording.host not in allowed_hosts() or is_closed_to(request.user, recording):
        raise Http404
    lessons = Lesson.objects.of(recording.release).select_related("module__release__course")
    showing = (
        each for each in lessons.in_order() if ("recording", recording.slug) in media_in(each.body)
    )
    context = {
        "recording": recording,
        "course": recording.release.course,
        "lesson": next(showing, None),
        "plays_as": plays_as(recording.address),
    }
    source = [f"https://{recording.host}"]
    kind = "frame-src" if context["plays_as"] == "page" else "media-src"

    @csp_update({kind: source})
    def answer(request: HttpRequest) -> HttpResponse:
        return render(request, "courses/recording_play.html", context)

    return answer(request)
