"""The page of a programme, and the programmes of one person."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.permissions import allows
from core.prepared import prepared
from core.types import MemberRequest, Person
from core.web.requests import found_or_404
from courses.catalogue.entries import standings_of
from courses.models import Programme
from courses.programmes.progress import programmes_of, progress_in


@require_safe
def programme_list(request: MemberRequest) -> HttpResponse:
    """Show the programmes that the reader has begun or completed."""
    context = {
        "programmes": programmes_of(request.user),
        "may_write": allows(request.user, "courses.write_programme"),
    }
    return render(request, "courses/programmes/programme_list.html", context)


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a programme to everyone; to its learners how far they are, and what comes next."""
    programme = found_or_404(_programmes(request.user, slug))
    standings = standings_of(request.user, timezone.now())
    progress = progress_in(programme, request.user)
    context = {
        "programme": programme,
        "progress": progress,
        "parts": [(part, standings.get(part.course.pk, [])) for part in progress.parts],
        "may_write": allows(request.user, "courses.write_programme", programme),
    }
    return render(request, "courses/programmes/programme_detail.html", context)


@prepared
def _programmes(user: Person, slug: str) -> QuerySet[Programme]:
    return Programme.objects.visible_to(user).with_cover().filter(slug=slug)
