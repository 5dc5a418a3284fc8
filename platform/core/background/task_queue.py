"""The tasks that wait in Redis for a worker: how many, and since when."""

import json
import time
from dataclasses import dataclass

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from core.operation.outages import is_away

_SECONDS_TO_ANSWER = 0.5
# Celery's own name of the list. The newest is at its left, a worker takes from the right.
_QUEUE = "celery"
# The header that tells when a task was queued.
QUEUED_AT = "queued_at"


@dataclass(frozen=True)
class Waiting:
    """The tasks that no worker has taken yet."""

    count: int
    oldest_seconds: float
    """How long the oldest of them has been waiting; 0 when nothing waits."""


def waiting_tasks() -> Waiting | None:
    """Return what waits in the queue, or nothing where Redis does not answer or is not used."""
    if not settings.REDIS_URL:
        return None
    patience = {
        "socket_connect_timeout": _SECONDS_TO_ANSWER,
        "socket_timeout": _SECONDS_TO_ANSWER,
    }
    try:
        with Redis.from_url(settings.REDIS_URL, **patience) as redis:
            return Waiting(int(redis.llen(_QUEUE)), _age(redis.lindex(_QUEUE, -1)))
    except RedisError as error:
        if not is_away(error):
            raise
        return None


def _age(message: bytes | None) -> float:
    if message is None:
        return 0.0
    queued_at = json.loads(message).get("headers", {}).get(QUEUED_AT)
    return max(0.0, time.time() - queued_at) if queued_at else 0.0
