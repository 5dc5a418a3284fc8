"""Mail about errors: one for each error and hour, and none for what a visitor can cause alone."""

import hashlib
import logging
import threading
import time
import traceback
from copy import copy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import BaseCache, cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.log import AdminEmailHandler
from django_guid import get_guid
from django_stubs_ext import StrOrPromise

from core.logs.scrubbing import scrubbed

logger = logging.getLogger(__name__)
PERIOD = 3_600
# The limit for all errors together: when everything fails at once, ten mails in a period are enough.
MOST_IN_PERIOD = 10
THREAD = "error mail"
_SECONDS_TO_SEND = 10
# Counts in place of the cache when that fails too, so that an error such as a full disk is still mailed.
_memory = LocMemCache("error-mails", {})


class GroupedEmailHandler(AdminEmailHandler):
    """Mails an error to ``ADMINS`` once an hour, with how often it came since the last mail.

    Only failures of ours are mailed: what is refused as a bad request, a wrong ``Host`` above all, is written to
    the log. Mail is sent beside the request, which never waits for a mail server.
    """

    def __init__(self) -> None:
        super().__init__(reporter_class="core.logs.error_reports.FieldNamesOnlyReporter")

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or record.name == __name__ or _is_refusal(record):
            return
        group = _group_of(record)
        try:
            repeats = _due(group, cache)
        except OSError:
            repeats = _due(group, _memory)
        if repeats is None:
            return
        told = copy(record)
        told.repeats = repeats
        super().emit(told)

    def format(self, record: logging.LogRecord) -> str:
        text = f"{super().format(record)}\n\nReference: {get_guid() or '-'}"
        repeats = getattr(record, "repeats", 0)
        return f"{text}\n\nIt came {repeats} more times since the last mail." if repeats else text

    def send_mail(
        self, subject: StrOrPromise, message: StrOrPromise, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.pop("fail_silently", None)
        texts = (scrubbed(str(subject)), scrubbed(str(message)))
        thread = threading.Thread(target=_send, args=texts, kwargs=kwargs, name=THREAD)
        thread.start()


def _is_refusal(record: logging.LogRecord) -> bool:
    """Tell whether a visitor's request was refused, which is no failure."""
    is_security = record.name.startswith("django.security")
    return is_security or getattr(record, "status_code", 500) < 500


def _group_of(record: logging.LogRecord) -> str:
    """Name what failed and where in our code, whatever page met it; a database that is away is one error."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return " ".join([f"{record.name}: {record.msg}", *_answer_of(record)])
    if isinstance(error, OperationalError | InterfaceError):
        return type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    places = [f"{frame.filename}:{frame.lineno}" for frame in (*ours[-1:], *frames[-1:])]
    return " ".join([type(error).__qualname__, *places])


def _answer_of(record: logging.LogRecord) -> list[str]:
    """Return the page and the status of an answer that failed without an exception: each is an error of its own."""
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return []
    match = request.resolver_match
    return [match.view_name if match else "no view", str(getattr(record, "status_code", ""))]


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts


def _due(group: str, counts: BaseCache) -> int | None:
    """Return how often it came since its last mail, or nothing while a mail would be too many.

    The processes of a server count together, in the cache.
    """
    digest = hashlib.sha256(group.encode("utf-8", "replace")).hexdigest()
    repeated, sent = f"error-mail:repeats:{digest}", f"error-mail:sent:{digest}"
    if counts.add(sent, 1, timeout=PERIOD):
        if _is_allowed(counts):
            repeats = int(counts.get(repeated, 0))
            counts.delete_many([repeated])
            return repeats
        # No mail was sent, so the next one of its kind is not a repeat.
        counts.delete_many([sent])
    _count(counts, repeated, timeout=24 * PERIOD)
    return None


def _is_allowed(counts: BaseCache) -> bool:
    window = int(time.time()) // PERIOD
    return _count(counts, f"error-mail:all:{window}", timeout=PERIOD) <= MOST_IN_PERIOD


def _count(counts: BaseCache, key: str, *, timeout: int) -> int:
    if counts.add(key, 1, timeout=timeout):
        return 1
    try:
        return counts.incr(key)
    except ValueError:
        # The entry expired between ``add`` and ``incr``.
        return 1


def _send(subject: StrOrPromise, message: StrOrPromise, html_message: str | None = None) -> None:
    try:
        connection = mail.get_connection(timeout=_SECONDS_TO_SEND)
        mail.mail_admins(subject, message, connection=connection, html_message=html_message)
    except Exception:
        # The error itself is in the log already; this adds that its mail was not sent.
        logger.exception("The mail about an error could not be sent.")
