"""Citing a library record in a lesson, starting from the record."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from courses.actions.citations import cite_in_lesson, withdraw_further_evidence
from courses.forms.citing import CiteRecordForm
from courses.models import LessonCitation
from library.catalogue.models import Record, Version


@reads_and_writes
def cite_record(request: MemberRequest) -> HttpResponse:
    """Choose a lesson that cites the record ``?record=``: one list, one button."""
    require(request.user, "courses.cite")
    record = get_object_or_404(
        Record.objects.visible_to(request.user).select_related("current_version"),
        pk=key_of(request.GET.get("record")),
        current_version__isnull=False,
    )

    form = CiteRecordForm(posted(request), user=request.user)
    version = cast(Version, record.current_version)
    answer = save(
        request,
        form,
        lambda: cite_in_lesson(version=version, by=request.user, at=timezone.now(), **form.words),
        to=record,
        said=_words_of,
    )
    return answer or show(request, "courses/cite_record.html", form, {"record": record})


@reads_and_writes
def citation_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove further evidence from a published lesson; its text's own citations stay."""
    citation = get_object_or_404(
        LessonCitation.objects.exclude(added_on=None).select_related(
            "lesson__module__release__course", "version__record"
        ),
        pk=pk,
    )
    require(request.user, "courses.facilitate", citation.lesson.module.release.course)

    if request.method == "POST":
        withdraw_further_evidence(citation=citation)
        words = {"lesson": citation.lesson}
        messages.success(request, _("“%(lesson)s” no longer cites this record.") % words)
        return redirect(citation.version.record)
    return render(request, "courses/citation_withdraw.html", {"citation": citation})


def _words_of(citation: LessonCitation) -> str:
    """Return a message with links to the lesson and back to the record."""
    lesson = citation.lesson
    module, release = lesson.module, lesson.module.release
    slugs = [release.course.slug, module.slug, lesson.slug]
    words = format_html(
        _('<a href="{}">“{}”</a> now cites this record.'),
        reverse(
            "courses:lesson_preview" if release.is_draft else "courses:lesson_detail", args=slugs
        ),
        lesson,
    )
    if citation.added_on is None:
        return words
    undo = reverse("courses:citation_withdraw", args=[citation.pk])
    return format_html('{} <a href="{}">{}</a>', words, undo, _("Remove citation"))
