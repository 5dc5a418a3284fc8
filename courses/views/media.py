"""Images and files of a course: what its draft has, adding and describing them, and sending them to readers."""

import logging

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.ranges import send_part
from core.files.uploads import download
from core.forms.answering import answer_script, save, show
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from courses.actions.media import (
    add_file,
    add_image,
    add_recording,
    describe_media,
    describe_recording,
    remove_media,
)
from courses.excerpts.newer import figures_with_source, outdated_among
from courses.forms.media import (
    DescribeImageForm,
    DescribeRecordingForm,
    NewFileForm,
    NewImageForm,
    NewRecordingForm,
)
from courses.lessons.lesson_text import figures_in, media_in
from courses.media.images import sized_name
from courses.media.linked import allowed_hosts
from courses.media.showing import Shown, charts_of, recordings_of
from courses.models import Course, Lesson, Media, Release
from courses.progress.closed_media import is_closed_to
from courses.refusals import ReleaseFrozen
from courses.states import RECORDINGS, MediaKind
from courses.views.teaching import find_course

logger = logging.getLogger(__name__)


def _find_draft(course: Course) -> Release:
    return get_object_or_404(Release.objects.drafts(), course=course)


def lesson_before(request: HttpRequest, release: Release) -> Lesson | None:
    """Return the lesson of the draft from which its author came here, as the address names it."""
    named = key_of(request.GET.get("lesson"))
    return Lesson.objects.of(release).filter(pk=named).first() if named else None


@require_safe
def media_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the images, files and figures of the draft, where each is shown, and what lacks words or newer figures."""
    course = find_course(request, slug)
    release = _find_draft(course)
    lessons = list(Lesson.objects.of(release).in_order().only("title", "body", "module"))
    shown = [(lesson, set(media_in(lesson.body))) for lesson in lessons]
    drawn = [(lesson, {name for _line, name in figures_in(lesson.body)}) for lesson in lessons]
    figures = figures_with_source(release)
    newer = {each.thing.pk: each for each in outdated_among(figures)}
    media = Media.objects.filter(release=release).select_related("content").in_order()
    context = {
        "course": course,
        "release": release,
        "lesson": lesson_before(request, release),
        "media": [
            (each, [lesson for lesson, names in shown if (each.kind, each.slug) in names])
            for each in media
        ],
        "recordings": [
            (each, [lesson for lesson, names in shown if ("recording", each.slug) in names])
            for each in recordings_of(release.pk)
        ],
        "may_link": bool(allowed_hosts()),
        "figures": [
            (each, newer.get(each.pk), [lesson for lesson, names in drawn if each.slug in names])
            for each in figures
        ],
        "charts": [
            (chart, [lesson for lesson, names in shown if ("chart", chart.slug) in names])
            for chart in charts_of(release.pk)
        ],
    }
    return render(request, "courses/media_list.html", context)


@reads_and_writes
def media_new(request: MemberRequest, slug: str, kind: str) -> HttpResponse:
    """Add an image or a file to the draft."""
    course = find_course(request, slug)
    release = _find_draft(course)
    if kind not in MediaKind.values:
        raise Http404
    lesson = lesson_before(request, release)
    back = ("courses:lesson_edit", slug, lesson.pk) if lesson else ("courses:media_list", slug)
    form = _form_for(request, kind)
    if isinstance(form, NewImageForm) and not request.accepts("text/html"):
        return _answer_script(release, form)
    answer = save(
        request,
        form,
        lambda: _add(release, form),
        to=back,
        said=lambda media: (
            _("Added. To show it, write %(marker)s on a line of its own.")
            % {"marker": media.marker}
        ),
        page_for=(ReleaseFrozen,),
    )
    if not answer and isinstance(form, NewImageForm) and form.has_image_alone:
        return _kept_image(request, course, release, form)
    context = {"course": course, "kind": kind, "lesson": lesson}
    return answer or show(request, "courses/media_new.html", form, context)


def _kept_image(
    request: MemberRequest, course: Course, release: Release, form: NewImageForm
) -> HttpResponse:
    """Keep the image of a form whose words are not right yet, and ask for these alone: no browser chooses a file again."""
    media = add_image(release=release, image=form.cleaned_data["image"], at=timezone.now())
    page = reverse("courses:media_edit", args=[course.slug, media.pk])
    words = DescribeImageForm(media=media)
    typed = {
        "alt": request.POST.get("alt", ""),
        "is_decoration": request.POST.get("is_decoration", ""),
        "seen": words["seen"].value(),
    }
    messages.info(request, _("Image saved. Now say what it shows."))
    describing = DescribeImageForm(typed, media=media, action=page)
    return show(request, "courses/media_edit.html", describing, {"course": course, "media": media})


_NewForm = NewImageForm | NewFileForm | NewRecordingForm


def _form_for(request: MemberRequest, kind: str) -> _NewForm:
    if kind in RECORDINGS:
        return NewRecordingForm(posted(request), request.FILES or None, kind=kind)
    form_class = NewImageForm if kind == MediaKind.IMAGE else NewFileForm
    return form_class(posted(request), request.FILES or None)


def _answer_script(release: Release, form: NewImageForm) -> HttpResponse:
    """Answer the page of a lesson, which shows the image where its author is writing."""
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    return answer_script(lambda: {"marker": _add(release, form).marker})


def _add(release: Release, form: _NewForm) -> Media:
    if isinstance(form, NewRecordingForm):
        return add_recording(release=release, at=timezone.now(), **form.words)
    add = add_image if isinstance(form, NewImageForm) else add_file
    return add(release=release, at=timezone.now(), **form.words)


def _find_media(course: Course, pk: int) -> Media:
    media = Media.objects.filter(release__course=course).select_related("content", "release")
    return get_object_or_404(media, pk=pk)


@reads_and_writes
def media_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say what an image shows, or what is said in a recording."""
    course = find_course(request, slug)
    media = _find_media(course, pk)
    if media.kind == MediaKind.FILE:
        raise Http404
    if not media.release.is_draft:
        raise ReleaseFrozen

    form = _describing(request, media)
    answer = save(
        request,
        form,
        lambda: _describe(_find_media(course, pk), form),
        to=("courses:media_list", slug),
        said=_("Description saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "media": media}
    return answer or show(request, "courses/media_edit.html", form, context)


def _describing(request: MemberRequest, media: Media) -> DescribeImageForm | DescribeRecordingForm:
    if media.is_recording:
        return DescribeRecordingForm(posted(request), request.FILES or None, media=media)
    return DescribeImageForm(posted(request), media=media)


def _describe(media: Media, form: DescribeImageForm | DescribeRecordingForm) -> Media:
    if isinstance(form, DescribeRecordingForm):
        return describe_recording(media=media, **form.described)
    return describe_media(media=media, **form.words)


@require_POST
def media_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take an image or file out of the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    media = Media.objects.filter(release__course=course, pk=pk).first()
    if media is not None:
        remove_media(media=media)
        messages.success(request, _("%(media)s removed from the draft.") % {"media": media})
    return redirect("courses:media_list", slug)


@require_safe
def media_send(request: MemberRequest, pk: int, name: str) -> HttpResponseBase:
    """Send an image or a file to those who may read a lesson that shows it."""
    return send_content(request, _readable(request, pk), name)


@require_safe
def captions_send(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the captions of a video to those who may read a lesson that shows it."""
    media = _readable(request, pk)
    if not media.captions:
        raise Http404
    answer = HttpResponse(media.captions, content_type="text/vtt; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _readable(request: MemberRequest, pk: int) -> Media:
    """Return an image or file to those who may read a lesson that shows it. Raises 404."""
    readable = Media.objects.visible_to(request.user).select_related("content", "release__course")
    media = get_object_or_404(readable, pk=pk)
    if is_closed_to(request.user, media):
        raise Http404
    return media


def send_content(request: HttpRequest, media: Shown, name: str) -> HttpResponseBase:
    """Send one of the stored files of an image or file, by the last part of its address; 404 for what is none of them."""
    stored = str(media.content.file.name)
    names = [stored, *(sized_name(stored, width) for width in media.content.widths)]
    asked = f"courses/{name}"
    if asked not in names:
        raise Http404
    etag = f'"{name}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return _kept_by_browser(unchanged, etag)
    try:
        file = default_storage.open(asked)
    except FileNotFoundError as error:
        logger.exception("The file %s of a course is missing from the storage.", asked)
        raise Http404 from error
    if media.kind in RECORDINGS:
        return _kept_by_browser(send_part(request, file, media_type=media.content.media_type), etag)
    if not media.is_image:
        return download(file, name=media.title, media_type=media.content.media_type)
    answer = FileResponse(file, content_type=media.content.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return _kept_by_browser(answer, etag)


def _kept_by_browser(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Let the reader's browser keep an image, and ask each time whether it may still show it."""
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=0, must-revalidate"
    return answer
