"""The whole course on one page, and as an EPUB, for those who may read its lessons."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.permissions import allows
from core.refusals import Conflict
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import found_or_404
from courses.actions.books.keeping import epub_of
from courses.books.content import book_of
from courses.models import Course, Release
from courses.progress.outline import outline_of
from courses.views.courses import courses_named, latest_enrolment, release_to_show


class LessonsNotOpenYet(Conflict):
    """Some lessons open later, and a book holds all of them."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Some lessons of this course open when you have done others. You can download the course once all of them are open. Until then, print the lessons that are open."
            )
        )


@dataclass(frozen=True)
class _Readable:
    """The release that this reader may read, and the lessons in it that are not open to them yet."""

    course: Course
    release: Release
    closed: frozenset[int]


@require_safe
@limit_rate("course-print", "60/m")
def course_print(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the whole course on one page, to be printed."""
    found = _find(request, slug)
    if isinstance(found, HttpResponseRedirect):
        return found
    context = {
        "course": found.course,
        "book": book_of(found.release, closed=found.closed),
        "address": f"{settings.SITE_URL}{found.course.get_absolute_url()}",
        "has_closed": bool(found.closed),
        "may_take": not found.closed,
    }
    return render(request, "courses/books/course_print.html", context)


@require_safe
@limit_rate("course-epub", "20/m")
def course_epub(request: MemberRequest, slug: str) -> HttpResponse:
    """Send the course as an EPUB. Raises ``LessonsNotOpenYet`` (409) while some lessons are closed to the reader."""
    found = _find(request, slug)
    if isinstance(found, HttpResponseRedirect):
        return found
    if found.closed:
        raise LessonsNotOpenYet
    answer = HttpResponse(epub_of(found.release), content_type="application/epub+zip")
    name = f"{found.course.slug}-{found.release.number}.epub"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _find(request: MemberRequest, slug: str) -> _Readable | HttpResponseRedirect:
    """Return what the reader may read: learners their release, authors the current one. Others are sent to the course."""
    course = found_or_404(courses_named(request.user, slug))
    place = latest_enrolment(request, course)
    if place is not None and place.is_here:
        place.release.course = course
        return _Readable(
            course, place.release, frozenset(outline_of(place.release, place).closed_keys)
        )
    release = release_to_show(course)
    if release is not None and allows(request.user, "courses.author", course):
        release.course = course
        return _Readable(course, release, frozenset())
    messages.info(request, _("Enrol in the course to print or download it. It is free."))
    return redirect(course)
