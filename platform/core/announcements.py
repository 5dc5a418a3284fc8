"""Announcements: signals sent to higher apps after the commit."""

import logging
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

logger = logging.getLogger(__name__)


def announce(signal: Signal, sender: type[models.Model], **keys: Any) -> None:
    """Send the signal once the transaction has committed; nothing is sent if it rolls back.

    Keys are plain values (primary keys, never objects), as a receiver only enqueues a task. A receiver
    that fails is logged and does not disturb the others; a scheduled task (a "sweep" in ``tasks.py``) later does
    what was missed.
    """
    transaction.on_commit(lambda: _send(signal, sender, keys))


def _send(signal: Signal, sender: type[models.Model], keys: dict[str, Any]) -> None:
    for receiver, answer in signal.send_robust(sender=sender, **keys):
        if isinstance(answer, Exception):
            logger.error("%r failed on %r", receiver, keys, exc_info=answer)
