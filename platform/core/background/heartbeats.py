"""Signs of life of the processes in the background, kept in the cache that all processes share."""

import time

from django.core.cache import cache

BEAT = "beat"
WORKER = "worker"
# The seconds between two signs of life (``core.tasks.tick``), and how late one may be.
EVERY = 60.0
LATE = 180.0


def note_heartbeat(name: str) -> None:
    """Note that this process does its work."""
    cache.set(_key(name), time.time(), timeout=None)


def seconds_since(name: str) -> float | None:
    """Return how long ago the last sign of life was, or nothing when none is known."""
    noted = cache.get(_key(name))
    return None if noted is None else max(0.0, time.time() - noted)


def _key(name: str) -> str:
    return f"heartbeat:{name}"
