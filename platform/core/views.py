"""Health for machines; the components and error pages for people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_guid import get_guid

from core.covers import writing
from core.covers.drawing import MadeCover
from core.design.samples import samples
from core.metrics.access import are_metrics_on, may_read_metrics
from core.operation.health import check_servers
from core.web.ratelimit import limit_rate
from core.web.retrying import TryAgain, may_be_retried

_DAY = 86_400


@login_not_required
@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """Answer whether the site serves (200) or not (503), and what is away."""
    checks = check_servers()
    down = [check for check in checks.values() if not check.is_up]
    stops = any(check.stops_service for check in down)
    servers = {
        name: {"is_up": check.is_up, "stops_service": check.stops_service}
        | ({} if check.is_up else {"without_it": check.without_it})
        for name, check in checks.items()
    }
    status = "not ready" if stops else "ready with limits" if down else "ready"
    return JsonResponse({"status": status, "servers": servers}, status=503 if stops else 200)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus; for anyone without the token or a named address it does not exist."""
    if not are_metrics_on() or not may_read_metrics(request):
        raise Http404
    from core.metrics.page import CONTENT_TYPE, metrics_text

    return HttpResponse(metrics_text(now=timezone.now()), content_type=CONTENT_TYPE)


@login_not_required
@require_safe
def cover(request: HttpRequest, key: str) -> HttpResponse:
    """Draw a cover. Its address holds all that it is drawn from, so browsers may keep it for ever."""
    made = _made_cover(key)
    return _for_ever(HttpResponse(writing.svg(made.canvas()), content_type="image/svg+xml"))


@login_not_required
@require_safe
@limit_rate("cover_png", "60/m")
def cover_png(request: HttpRequest, key: str) -> HttpResponse:
    """Draw a cover in pixels, for sites that show a link to one of our pages."""
    made = _made_cover(key)
    pixels = cache.get(f"cover:{made.key}")
    if pixels is None:
        pixels = writing.png(made.canvas())
        cache.set(f"cover:{made.key}", pixels, _DAY)
    return _for_ever(HttpResponse(pixels, content_type="image/png"))


def _made_cover(key: str) -> MadeCover:
    made = MadeCover.from_key(key)
    if made is None:
        raise Http404
    return made


def _for_ever(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={365 * _DAY}, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_not_required
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state to developers; hidden elsewhere."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "core/design.html", samples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"reference": get_guid()}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without database, session or request: each may be what is broken."""
    if may_be_retried(request):
        return TryAgain()
    page = loader.get_template("500.html").render({"reference": get_guid()})
    return HttpResponse(page, status=500)
