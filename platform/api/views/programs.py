"""The door of the API: every request of a program comes in here, and every answer goes out."""

import functools
import hashlib
import time
from collections.abc import Callable
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.actions import note_use
from api.addresses import ENDPOINTS
from api.callers import RATE, ApiRequest, Caller, caller_of
from api.problems import ApiProblem, answer_of
from core.refusals import TooManyRequests
from core.web.ratelimit import count_visit, visitor_of

View = Callable[..., HttpResponse]


def for_programs(view: View) -> Callable[..., HttpResponseBase]:
    """Let programs in, with or without a token, and answer them: with an ETag, or with a problem."""

    @csrf_exempt
    @login_not_required
    @functools.wraps(view)
    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        asked = cast(ApiRequest, request)
        try:
            if request.method not in ("GET", "HEAD"):
                raise ApiProblem(405, _("Only GET and HEAD are allowed."))
            asked.caller = _let_in(request)
            answer = _with_etag(request, view(asked, *args, **kwargs))
        except ApiProblem as problem:
            answer = answer_of(problem)
        except TooManyRequests as refusal:
            rest = str(60 - int(time.time()) % 60)
            answer = answer_of(ApiProblem(429, str(refusal), headers={"Retry-After": rest}))
        except Http404:
            answer = answer_of(
                ApiProblem(404, _("There is nothing at this address that you can see."))
            )
        except PermissionDenied:
            answer = answer_of(ApiProblem(403, _("You are not allowed to read this.")))
        _keep_out_of_caches(answer, request)
        # Nothing in an answer depends on a cookie that another site could make a browser send.
        answer["Access-Control-Allow-Origin"] = "*"
        answer["X-Robots-Tag"] = "noindex"
        if answer.status_code == 405:
            answer["Allow"] = "GET, HEAD"
        return answer

    return answering


def _let_in(request: HttpRequest) -> Caller:
    """Find out who asks, and count the request. One with a wrong token counts for its address."""
    try:
        caller = caller_of(request, at=timezone.now())
    except ApiProblem:
        count_visit("api", visitor_of(request), RATE)
        raise
    count_visit("api", caller.visitor, caller.rate)
    if caller.token is not None:
        note_use(token=caller.token, on=timezone.localdate())
    return caller


def _keep_out_of_caches(answer: HttpResponseBase, request: HttpRequest) -> None:
    """Let no cache hand what a token was answered, or refused, to somebody else."""
    patch_vary_headers(answer, ["Authorization"])
    if "Authorization" in request.headers:
        answer["Cache-Control"] = "private, no-store"


def _with_etag(request: HttpRequest, answer: HttpResponse) -> HttpResponseBase:
    if answer.status_code != 200:
        return answer
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = etag
    patch_cache_control(answer, no_cache=True)
    return get_conditional_response(request, etag=etag, response=answer) or answer


@for_programs
def endpoint(request: ApiRequest, rest: str) -> HttpResponse:
    """Answer the address that some part has for this path."""
    try:
        match = resolve(request.path_info, urlconf=ENDPOINTS)
    except Resolver404:
        raise ApiProblem(404, _("The API has no such address.")) from None
    return cast(HttpResponse, match.func(request, *match.args, **match.kwargs))


@for_programs
def openapi(request: ApiRequest) -> HttpResponse:
    """Describe all addresses as an OpenAPI document."""
    # Loaded only where it is asked for: see ``api.sections``.
    from api.endpoints import openapi_document

    return JsonResponse(openapi_document(), json_dumps_params={"ensure_ascii": False})
