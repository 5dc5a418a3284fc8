"""Closing the site for a while: a file in the folder of data, which every web process looks for."""

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

USUAL_MINUTES = 30
# What is told to those who come later than was announced.
_SECONDS_MORE = 120
_STATUS = 503


def close_site(*, until: dt.datetime) -> None:
    """Show everyone the page of maintenance from now on. ``until`` is announced; nothing opens by itself.

    Repeats safely; the last ``until`` counts.
    """
    _flag().write_text(until.isoformat(), encoding="utf-8")


def open_site() -> None:
    """Let everyone in again. Repeats safely."""
    _flag().unlink(missing_ok=True)


def is_closed() -> bool:
    """Tell whether the site is closed. A file that somebody else has put there counts as well."""
    return _flag().exists()


def seconds_left(now: dt.datetime) -> int:
    """Return the seconds until the announced end: two minutes when it has passed, or none was announced."""
    try:
        until = dt.datetime.fromisoformat(_flag().read_text(encoding="utf-8").strip())
        left = math.ceil((until - now).total_seconds())
    except (OSError, ValueError, TypeError):
        # The file was taken away meanwhile, or made with ``touch``.
        return _SECONDS_MORE
    return left if left > 0 else _SECONDS_MORE


class MaintenanceMiddleware:
    """Answers every request with the page of maintenance while the site is closed.

    It needs neither the database nor a session, as both may be what is looked after. Health checks are answered
    before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # The proxy shows the same file while no web process answers (deploy/nginx.conf, deploy/Caddyfile).
        self.page = (settings.BASE_DIR / "deploy" / "maintenance.html").read_bytes()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_closed():
            return self.get_response(request)
        response = HttpResponse(self.page, status=_STATUS)
        response["Retry-After"] = str(seconds_left(timezone.now()))
        response["Cache-Control"] = "no-store"
        return response


def _flag() -> Path:
    return Path(settings.VAR_DIR) / "maintenance"
