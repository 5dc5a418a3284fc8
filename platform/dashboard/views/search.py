"""One search over every part; the library's own finder goes deeper."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.web.ratelimit import limit_rate
from dashboard.site_search import search_everything

MOST_CHARACTERS = 512


@login_not_required
@require_safe
@limit_rate("search", "300/m")
def search(request: HttpRequest) -> HttpResponse:
    """Find records, courses, networks, discussions and mentors that this reader may see."""
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MOST_CHARACTERS]
    found = search_everything(text, request.user) if text else []
    context = {"text": text, "found": found, "total": sum(part.total for part in found)}
    return render(request, "dashboard/search.html", context)
