"""The page of citations whose record has a newer version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.types import MemberRequest
from core.web.requests import key_of, paginate, reads_and_writes
from core.web.telling import linked, told
from courses.actions.citations import cite_newer_version, keep_cited_version
from courses.models import LessonCitation
from courses.refusals import CannotBeCited
from courses.views.teaching import find_course
from library.catalogue.models import Version


@reads_and_writes
def citation_review(request: MemberRequest, slug: str) -> HttpResponse:
    """List a course's outdated citations; cite the newer version, or keep the present one."""
    course = find_course(request, slug)
    citations = (
        LessonCitation.objects.with_newer_version()
        .filter(lesson__module__release__course=course)
        .select_related("lesson__module__release", "version__record__current_version")
        .order_by("lesson__module__release", "lesson__module__position", "lesson__position", "pk")
    )
    if request.method == "POST":
        # The version that the reader looked at, which need not be the newest by now.
        seen = get_object_or_404(Version, pk=key_of(request.POST.get("version")))
        citation = citations.filter(
            pk=key_of(request.POST.get("citation")), version__record=seen.record_id
        ).first()
        if citation is None:
            messages.info(request, _("Someone has already decided on this citation."))
        elif "cite" in request.POST:
            _cite(request, citation, seen)
        else:
            keep_cited_version(citation=citation, version=seen)
            lesson = _linked(citation)
            messages.success(
                request, told(_("%(lesson)s still cites the earlier version."), lesson=lesson)
            )
        return redirect("courses:citation_review", course.slug)
    context = {"course": course, "page": paginate(request, citations)}
    return render(request, "courses/citation_review.html", context)


def _cite(request: MemberRequest, citation: LessonCitation, version: Version) -> None:
    try:
        cite_newer_version(citation=citation, version=version, by=request.user, at=timezone.now())
    except CannotBeCited as refusal:
        messages.error(request, str(refusal))
    else:
        lesson = _linked(citation)
        messages.success(request, told(_("%(lesson)s now cites the newer version."), lesson=lesson))


def _linked(citation: LessonCitation) -> str:
    """Write the lesson as a link to how learners see it."""
    lesson = citation.lesson
    slugs = [lesson.module.release.course.slug, lesson.module.slug, lesson.slug]
    view = "lesson_preview" if lesson.module.release.is_draft else "lesson_detail"
    return linked(f"“{lesson}”", f"courses:{view}", *slugs)
