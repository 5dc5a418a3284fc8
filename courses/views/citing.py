"""From a record in the library to the lesson that rests on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.permissions import require
from core.types import MemberRequest
from core.web import key_of, posted, reads_and_writes
from courses.actions.citations import cite_in_lesson, withdraw_further_evidence
from courses.forms.citing import CiteRecordForm
from courses.models import LessonCitation
from courses.refusals import CannotBeCited
from library.catalogue.models import Record


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
    if form.is_valid() and record.current_version is not None:
        try:
            citation = cite_in_lesson(
                lesson=form.cleaned_data["lesson"],
                version=record.current_version,
                by=request.user,
                note=form.cleaned_data["note"],
                at=timezone.now(),
            )
        except CannotBeCited as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _words_of(citation))
            return redirect(record)
    return render(request, "courses/cite_record.html", {"record": record, "form": form})


@reads_and_writes
def citation_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back what was added to a published lesson; its text's own citations stay."""
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
    """What was done, with the way to the lesson and the way back."""
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
    return format_html('{} <a href="{}">{}</a>', words, undo, _("Take it back"))
