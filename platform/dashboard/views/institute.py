"""Public pages about the institute."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.area_news import news_of
from dashboard.areas import AREAS
from dashboard.team import team_of


@login_not_required
@require_safe
def institute(request: HttpRequest) -> HttpResponse:
    """Show what the institute is for, and its four areas."""
    return render(request, "dashboard/institute.html", {"areas": AREAS.values()})


@login_not_required
@require_safe
def area(request: HttpRequest, area: str) -> HttpResponse:
    """Show one area, with its news and the pages behind it."""
    if area not in AREAS:
        raise Http404
    context = {
        "area": AREAS[area],
        "areas": AREAS.values(),
        "news": news_of(area, request.user),
    }
    return render(request, "dashboard/area.html", context)


@login_not_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the people who run the institute's courses, mentoring and library."""
    return render(request, "dashboard/team.html", {"team": team_of(request.user)})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how the parts work together, and whom to ask."""
    return render(request, "dashboard/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement, and what we keep about visitors."""
    return render(request, "dashboard/accessibility.html")
