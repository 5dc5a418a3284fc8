"""Requests that lost their connection to the database: those that only read are answered again."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from core.logs.formatters import pattern_of

logger = logging.getLogger(__name__)
_READS = ("SELECT", "WITH", "EXPLAIN", "DECLARE", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Attempt:
    """What a request has asked of the database so far."""

    def __init__(self) -> None:
        self.has_written = False

    def note(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """Note a query on its way to the database."""
        if not str(sql).lstrip("( \n").startswith(_READS):
            self.has_written = True
        return execute(sql, params, many, context)


class TryAgain(HttpResponse):
    """Stands for the page of a request that is to be answered again. No reader sees it."""

    status_code = 503
    # Django's own flag that keeps a response out of the log: only the final answer is logged.
    _has_been_logged = True


class RetryMiddleware:
    """Answers a request once more that only reads and lost its connection half-way.

    A restart of the database, or an administrator, cuts connections that are in use. For a sent form the
    failure is shown, as it is not known whether its last write was kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        attempt = Attempt()
        request.attempt = attempt  # type: ignore[attr-defined]
        with connection.execute_wrapper(attempt.note):
            response = self.get_response(request)
        if not isinstance(response, TryAgain):
            return response
        logger.warning(
            "The database cut the connection; %s is answered again.", pattern_of(request)
        )
        connection.close()
        # A new request object: what middleware stored on the old one was read over the lost connection.
        return self.get_response(type(request)(request.environ))


def may_be_retried(request: HttpRequest) -> bool:
    """Tell whether the error that is being handled is a connection that was cut or could not be opened.

    Nothing may have been written before it. Whoever waited in vain for a connection of the pool does not wait again.
    """
    attempt: Attempt | None = getattr(request, "attempt", None)
    if attempt is None or attempt.has_written:
        return False
    error = sys.exception()
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # By its name, as an installation on SQLite needs no driver of PostgreSQL.
    has_waited = type(error.__cause__).__name__ == "PoolTimeout"
    return not has_waited and not connection.is_usable()
