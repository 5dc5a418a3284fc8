"""Turns a refusal that no view caught into its page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.refusals import Refusal


class RefusalMiddleware:
    """Answer ``Conflict`` with 409 and ``TooManyRequests`` with 429, in the design, with its reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return render(request, f"{error.status}.html", {"reason": str(error)}, status=error.status)
