"""Health for machines; the components and error pages for people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe

from core.samples import samples


@login_not_required
@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """Answer whether the process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})


@login_not_required
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state to developers; hidden elsewhere."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "core/design.html", samples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without database, session or context: each may be what is broken."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
