"""Counting a use from a request, without keeping who the visitor was.

Reading changes nothing for any reader; only a count for authors and editors grows, after the answer stands. The
address never leaves this process: what a task is given is a hash that nobody can undo once its day is over.
Decision 12 tells why.
"""

import logging

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.announcements import announce
from core.web.ratelimit import client_address
from library.signals import record_used
from library.usage.actions import pseudonym
from library.usage.models import UsageMonth, UseKind
from library.usage.robots import is_ahead_of_reading, is_continuation, is_robot

logger = logging.getLogger(__name__)


def count_use(
    request: HttpRequest,
    answer: HttpResponseBase,
    *,
    record_id: int,
    kind: UseKind,
    thing: str,
) -> None:
    """Announce that a reader had this thing of a record, once the transaction has committed.

    Only what was answered in full counts (COUNTER 5.1, section 7.1), and neither robots (7.8) nor what a browser
    fetches ahead. Everyone else counts, the authors of the record and the editors too. A failure is logged and
    breaks no page.
    """
    if not _counts(request, answer):
        return
    at = timezone.now()
    visitor = _visitor(request)

    def tell() -> None:
        try:
            who = pseudonym(visitor=visitor, at=at)
        except DatabaseError:
            # A failure here must not break the reader's page.
            logger.exception("A use of record %s could not be counted.", record_id)
            return
        keys = {"record_id": record_id, "kind": str(kind), "thing": thing, "who": who}
        announce(record_used, UsageMonth, **keys, at=at.isoformat())

    transaction.on_commit(tell)


def _counts(request: HttpRequest, answer: HttpResponseBase) -> bool:
    if request.method != "GET" or answer.status_code != 200:
        return False
    return not (is_robot(request) or is_ahead_of_reading(request) or is_continuation(request))


def _visitor(request: HttpRequest) -> str:
    """Identify the visitor: by account, or else by address and program (COUNTER 5.1, section 7.3)."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"address:{client_address(request)}|{request.headers.get('user-agent', '')}"
