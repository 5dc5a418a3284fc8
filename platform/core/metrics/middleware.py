"""Counting requests by view."""

import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.metrics import counters

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MetricsMiddleware:
    """Counts each request under the name of its view, never under its address: addresses have no end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        got_request_exception.connect(count_error, dispatch_uid="metrics")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name if match else "") or "none"
        method = request.method if request.method in _METHODS else "other"
        counters.requests.labels(view, method, response.status_code).inc()
        counters.request_seconds.labels(view).observe(time.perf_counter() - start)
        return response


def count_error(**_: Any) -> None:
    """Count the error that is being handled."""
    counters.errors.labels(type(sys.exception()).__name__).inc()
