"""The OAI-PMH address, where other libraries harvest this one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.web.ratelimit import limit_rate
from library.exchange.harvesting.provider import answer_request


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limit_rate("oai", "120/m")
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester (OAI-PMH 2.0). It may ask by POST, which changes nothing here either."""
    given = request.POST if request.method == "POST" else request.GET
    return HttpResponse(answer_request(dict(given.lists())), content_type="text/xml; charset=utf-8")
