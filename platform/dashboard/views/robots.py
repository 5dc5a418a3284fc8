"""The robots.txt file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# What needs an account, or is worth nothing in an index.
_KEPT_OUT = (
    "/accounts/", "/admin/", "/home/", "/inbox/", "/search/", "/welcome/",
    # Searches, of which there are more than anyone can visit; the sitemap names every record.
    "/library/?", "/library/export", "/library/feed", "/oai",
)  # fmt: skip


@login_not_required
@require_safe
@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots where not to go, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _KEPT_OUT)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
