"""The library's JSON API: read only, with the same permission rule as the pages."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.querystrings import with_query
from core.ratelimit import limit_rate
from core.refusals import TooManyRequests
from library.catalogue.models import Record
from library.exchange.api.openapi import openapi_document
from library.exchange.api.parameters import MOST, check_search, read_page_request
from library.exchange.api.problems import ApiProblem, answer_of
from library.exchange.api.serialising import FACET_LIST, RECORD, RECORD_LIST, Page, for_api
from library.finding.search_address import run_search

Body = dict[str, Any]


def _json(view: Callable[..., Body | HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let the view answer programs: a body becomes JSON with its ETag, and what goes wrong a problem."""
    asked = limit_rate("api", "300/m")(view)  # type: ignore[arg-type]

    @csrf_exempt
    @login_not_required
    @functools.wraps(view)
    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise ApiProblem(405, _("Only GET and HEAD are answered."))
            answer = _answer(request, asked(request, *args, **kwargs))
        except ApiProblem as problem:
            answer = answer_of(problem)
        except TooManyRequests as refusal:
            answer = answer_of(ApiProblem(429, str(refusal)))
        # Nothing in an answer depends on a cookie that another site could make a browser send.
        answer["Access-Control-Allow-Origin"] = "*"
        answer["X-Robots-Tag"] = "noindex"
        if answer.status_code == 405:
            answer["Allow"] = "GET, HEAD"
        return answer

    return answering


def _answer(request: HttpRequest, body: Any) -> HttpResponseBase:
    if isinstance(body, HttpResponse):
        return body
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = etag
    patch_cache_control(answer, no_cache=True)
    return get_conditional_response(request, etag=etag, response=answer) or answer


@_json
def record_list(request: HttpRequest) -> Body:
    """A page of the records of a search."""
    asked = read_page_request(request.GET, user=request.user)
    keys = asked.keys()
    records = for_api(Record.objects.visible_to(request.user)).in_bulk(keys[: asked.limit])
    page = Page(
        total=asked.results.index.total,
        searched_for=asked.results.index.query.text,
        records=[records[key] for key in keys[: asked.limit] if key in records],
        next=_next(request, asked.cursor_after(keys)),
    )
    return RECORD_LIST.answer(page, on=timezone.localdate())


@_json
def record_detail(request: HttpRequest, pk: int) -> Body | HttpResponse:
    """One record; a withdrawn one is gone (410), a merged one is elsewhere (301)."""
    record = for_api(Record.objects.visible_to(request.user)).filter(pk=pk).first()
    if record is not None:
        return RECORD.answer(record, on=timezone.localdate())
    gone = Record.objects.filter(pk=pk).first()
    if gone is None:
        raise ApiProblem(404, _("There is no record with this number."))
    if gone.replaced_by_id:
        answer = HttpResponse(status=301)
        answer["Location"] = reverse("api:record_detail", args=[gone.replaced_by_id])
        patch_cache_control(answer, max_age=3600)
        return answer
    raise ApiProblem(410, gone.withdrawal_reason)


@_json
def facet_list(request: HttpRequest) -> Body:
    """List the facets of a search with their counts."""
    check_search(request.GET)
    results = run_search(request.GET, user=request.user)
    return FACET_LIST.answer(results, on=timezone.localdate())


@_json
def openapi(request: HttpRequest) -> Body:
    """The OpenAPI document."""
    return openapi_document()


@login_not_required
@require_safe
def api_home(request: HttpRequest) -> HttpResponse:
    """Describe the API for people, with addresses to try."""
    context = {"site": settings.SITE_URL, "document": openapi_document(), "most": MOST}
    return render(request, "library/exchange/api_home.html", context)


def _next(request: HttpRequest, cursor: str) -> str | None:
    if not cursor:
        return None
    return f"{settings.SITE_URL}{request.path}{with_query(request.GET, cursor=cursor)}"
