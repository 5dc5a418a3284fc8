"""Moving to a newer release of a course that one is learning in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.types import MemberRequest
from core.web.requests import reads_and_writes
from courses.actions.moving import move_to_newest_release
from courses.models import Enrolment, Release
from courses.progress.release_changes import changes_for


@reads_and_writes
def course_move(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what a newer release changes for this learner, and move them there."""
    mine = Enrolment.objects.filter(user=request.user, release__course__slug=slug)
    enrolment = get_object_or_404(mine.select_related("release__course").newest_first()[:1])
    if request.method == "POST":
        moved = move_to_newest_release(enrolment=enrolment, at=timezone.now())
        words = {"release": moved.release}
        messages.success(request, _("You are now in “%(release)s” of the course.") % words)
        return redirect(moved)
    newest = Release.objects.current().filter(course=enrolment.release.course).first()
    if newest is None or newest.pk == enrolment.release_id:
        return redirect(enrolment)
    newest.course = enrolment.release.course
    context = {
        "course": enrolment.release.course,
        "enrolment": enrolment,
        "newest": newest,
        "changes": changes_for(enrolment, newest),
    }
    return render(request, "courses/course_move.html", context)
