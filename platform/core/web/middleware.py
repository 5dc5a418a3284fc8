"""Error pages for what no view answers, HEAD requests, health checks, and covers."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from core.refusals import Refusal
from core.web.way_back import keep_place


class HeadMiddleware:
    """Answers HEAD without a body. Django leaves that to the server, which does it and logs a warning."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class HealthMiddleware:
    """Answers health checks and Prometheus before anything asks for a host name, a session or a person.

    A load balancer knows a server by its address (``Host: 10.0.0.1``), which is none of ``ALLOWED_HOSTS``. All
    other pages stay closed to it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(("/health/", "/metrics")):
            return self.get_response(request)
        try:
            match = request.resolver_match = resolve(request.path_info)
            response = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


class CoverMiddleware:
    """Answers made covers before anything asks for a session or a person: a page of a list shows twenty.

    So they take no query, and the answer does not differ by cookie: one copy serves every visitor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not (path.startswith("/covers/") and path.endswith(".svg")):
            return self.get_response(request)
        try:
            match = request.resolver_match = resolve(path)
            return match.func(request, *match.args, **match.kwargs)
        except Http404:
            return self.get_response(request)


class RefusalMiddleware:
    """Answers refusals in our design, each with its reason and a way on, and keeps the place in a list.

    ``Conflict`` is 409, ``TooManyRequests`` 429. A page that only takes forms is 405 when it is opened, which
    happens to people who go back or reload. Where Django would show developers its list of addresses, they
    see what readers see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", {"way_on": nearest_page(request.path)}, status=405)
            page["Allow"] = response["Allow"]
            return page
        keep_place(request, response)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return _not_found(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            context = {"reason": str(error), "way_on": page_before(request)}
            return render(request, f"{error.status}.html", context, status=error.status)
        if settings.DEBUG and isinstance(error, Http404):
            return _not_found(request)
        return None


def page_before(request: HttpRequest) -> str:
    """Return our page that the form was sent from, or else the nearest one above it."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    )
    return before if is_ours else nearest_page(request.path)


def nearest_page(path: str) -> str:
    """Return the closest address above this one that exists: of ``/courses/x/leave/``, ``/courses/x/``."""
    parts = path.strip("/").split("/")
    while parts:
        parts.pop()
        above = "/".join(["", *parts, ""]).replace("//", "/")
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


def _not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)
