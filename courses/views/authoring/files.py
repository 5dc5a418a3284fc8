"""A version of a course as the folder of files that it can be loaded from again."""

from django.core.files.base import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.files.uploads import download
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import key_of
from courses.exporting import folder_of, zipped
from courses.models import Release
from courses.views.teaching import find_course


@require_safe
@limit_rate("course-files", "10/h")
def course_files(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Send a version as a ZIP file to those who write the course: the newest, or the one that ``?version=`` names."""
    course = find_course(request, slug)
    releases = Release.objects.filter(course=course).order_by("-number")
    if asked := request.GET.get("version"):
        releases = releases.filter(number=key_of(asked))
    release = get_object_or_404(releases[:1])
    release.course = course
    name = f"{course.slug}-version-{release.number}"
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip")
    file = File(zipped(folder_of(release), folder=name))
    return download(file, name=f"{name}.zip", media_type="application/zip")
