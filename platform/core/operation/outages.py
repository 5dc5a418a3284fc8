"""Servers that are away: who noticed it, and when they are asked again."""

import logging
import threading
import time
from functools import cache

from kombu.exceptions import LimitExceeded, OperationalError
from redis import exceptions

logger = logging.getLogger(__name__)
# What says that Redis does not serve now. Every other error of it is a fault of ours, such as a wrong type.
_AWAY = (
    exceptions.ConnectionError,  # also while it loads its data (BusyLoadingError)
    exceptions.TimeoutError,
    exceptions.ReadOnlyError,  # a replica, or one that changes its role
    exceptions.MasterDownError,
    exceptions.OutOfMemoryError,
    OSError,  # what the queue gets from a socket
    LimitExceeded,  # all connections of the queue wait for it
)
# It cannot save to its disk and takes no writes. The client has no class for it.
_CANNOT_SAVE = "MISCONF"
# The seconds for which a server that did not answer is left alone.
PAUSE = 10.0


class Outage:
    """Whether a server is away, known to all threads of this process.

    While it is away, one thread in each pause (``PAUSE`` seconds, or its own) asks it again; all others go on
    without it at once.
    """

    def __init__(self, name: str, *, pause: float | None = None) -> None:
        self._name = name
        self._pause = pause
        self._lock = threading.Lock()
        self._asked_again_at: float | None = None

    @property
    def _seconds(self) -> float:
        return PAUSE if self._pause is None else self._pause

    @property
    def is_known(self) -> bool:
        return self._asked_again_at is not None

    def may_ask(self) -> bool:
        """Tell whether this thread shall ask the server."""
        with self._lock:
            if self._asked_again_at is None:
                return True
            now = time.monotonic()
            if now < self._asked_again_at:
                return False
            self._asked_again_at = now + self._seconds
            return True

    def begin(self, error: Exception) -> None:
        """Note that the server did not answer."""
        with self._lock:
            is_new = self._asked_again_at is None
            self._asked_again_at = time.monotonic() + self._seconds
        if is_new:
            logger.warning("%s is away, and the site goes on without it: %s", self._name, error)

    def end(self) -> None:
        """Note that the server answered."""
        if self._asked_again_at is None:
            return
        with self._lock:
            self._asked_again_at = None
        logger.warning("%s answers again.", self._name)


def is_away(error: BaseException) -> bool:
    """Tell whether the error says that Redis is away. One that is not must be raised, as asking again mends nothing."""
    if isinstance(error, OperationalError):
        # The queue's own name for errors of all kinds.
        return error.__cause__ is None or is_away(error.__cause__)
    cannot_save = isinstance(error, exceptions.ResponseError) and str(error).startswith(
        _CANNOT_SAVE
    )
    return cannot_save or isinstance(error, _AWAY)


@cache
def outage_of(address: str) -> Outage:
    """Return what is known of the server at this address."""
    return Outage(f"Redis at {address.rpartition('@')[2].rpartition('//')[2]}")
