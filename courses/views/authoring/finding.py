"""Finds the course and its draft for those who may read it."""

from django.shortcuts import get_object_or_404

from core.permissions import require
from core.types import MemberRequest
from courses.models import Course, Release


def find_readable(request: MemberRequest, slug: str) -> Course:
    """Return the course to those who write or review it. Raises 404 for a draft of others, else 403."""
    course = get_object_or_404(Course.objects.visible_to(request.user).with_cover(), slug=slug)
    require(request.user, "courses.read_draft", course)
    return course


def find_draft(course: Course) -> Release:
    """Return the draft of the course with the course; 404 where there is none."""
    release = get_object_or_404(Release.objects.drafts(), course=course)
    release.course = course
    return release
