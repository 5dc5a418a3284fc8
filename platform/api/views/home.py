"""The page about the API, for people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.sections import SCOPES


@login_not_required
@require_safe
def api_home(request: HttpRequest) -> HttpResponse:
    """Describe the API for people, with addresses to try."""
    # Loaded only where it is asked for: see ``api.sections``.
    from api.endpoints import openapi_document
    from api.parameters import MOST

    context = {"site": settings.SITE_URL, "document": openapi_document(), "most": MOST}
    return render(request, "api/api_home.html", {**context, "scopes": SCOPES.values()})
