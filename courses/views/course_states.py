"""Buttons for a whole course: copy, archive, open again, take back, publish again, delete a draft."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions import require
from core.types import MemberRequest
from courses.actions.course_states import (
    archive_course,
    copy_course,
    delete_draft,
    publish_again,
    reopen_course,
    unpublish_course,
)
from courses.models import Release
from courses.states import COURSE_FLOW
from courses.views.teaching import find_course, find_facilitated


def _key(request: MemberRequest) -> uuid.UUID:
    """Return the key of the button; without a proper one every click is a new copy."""
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()


@require_POST
def course_copy(request: MemberRequest, slug: str) -> HttpResponse:
    """Copy the course into a new draft."""
    course = find_course(request, slug)
    require(request.user, "courses.author")
    copy = copy_course(course=course, by=request.user, key=_key(request), at=timezone.now())
    messages.success(request, _("Course copied as a draft. Change its title first."))
    return redirect("courses:teach_course", copy.slug)


def _moving(
    request: MemberRequest, slug: str, move: str, act: Callable[..., None], said: str
) -> HttpResponse:
    """Make the move once; a second click finds it made."""
    course = find_facilitated(request, slug)
    if not COURSE_FLOW.leads_here(move, course):
        act(course=course, by=request.user, at=timezone.now())
        messages.success(request, said)
    return redirect("courses:teach_course", course.slug)


@require_POST
def course_archive(request: MemberRequest, slug: str) -> HttpResponse:
    """Close the course for new learners."""
    said = _("Course archived. Its learners can continue; nobody else can enrol.")
    return _moving(request, slug, "archive", archive_course, said)


@require_POST
def course_reopen(request: MemberRequest, slug: str) -> HttpResponse:
    """Open an archived course again."""
    said = _("Course reopened.")
    return _moving(request, slug, "reopen", reopen_course, said)


@require_POST
def course_unpublish(request: MemberRequest, slug: str) -> HttpResponse:
    """Take a published course back while nobody learns in it."""
    said = _("The course is a draft again. Only those who write it see it.")
    return _moving(request, slug, "unpublish", unpublish_course, said)


@require_POST
def course_publish_again(request: MemberRequest, slug: str) -> HttpResponse:
    """Publish a course that was taken back."""
    get_object_or_404(Release.objects.current(), course__slug=slug)
    return _moving(request, slug, "publish", publish_again, _("Course published again."))


@require_POST
def draft_delete(request: MemberRequest, slug: str) -> HttpResponse:
    """Delete the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    require(request.user, "courses.lead", course)
    draft = Release.objects.drafts().filter(course=course).first()
    is_there = True if draft is None else delete_draft(release=draft)
    messages.success(request, _("Draft deleted."))
    return redirect("courses:teach_course", slug) if is_there else redirect("courses:teach_list")
