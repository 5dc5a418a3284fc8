"""The baseline: a bare Django view without middleware that makes as many small queries as asked."""

import os
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django  # noqa: E402

django.setup()

from django.core.handlers.exception import convert_exception_to_response  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from accounts.models import User  # noqa: E402
from core.web.stack_room import with_stack_room  # noqa: E402


def bare(request: HttpRequest, queries: int) -> HttpResponse:
    """Answer one line after ``queries`` look-ups by primary key."""
    for _ in range(queries):
        User.objects.filter(pk=1).first()
    return HttpResponse("ok", headers={"Content-Length": "2"})


urlpatterns = [path("<int:queries>/", bare)]


class _Request(WSGIRequest):
    urlconf = "benchmarks.floor"


class _Floor(WSGIHandler):
    """Has no middleware and addresses of its own, beside the product's in one process."""

    request_class = _Request

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]


# Whatever the server gives the product, it gives the floor as well.
application = with_stack_room(_Floor())
