"""My home, gathered from every part at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.types import MemberRequest
from dashboard.overview import overview_of


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show my home, one page for every role a person has."""
    overview = overview_of(request.user, now=timezone.now())
    return render(request, "dashboard/home.html", {"overview": overview})
