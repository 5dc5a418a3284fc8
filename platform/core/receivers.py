"""What core does when Celery queues a task."""

import time
from typing import Any

from celery.signals import before_task_publish

from core.heartbeats import BEAT, note_heartbeat
from core.task_queue import QUEUED_AT

_TICK = "core.tasks.tick"


def on_task_queued(*, sender: str, headers: dict[str, Any], **_: Any) -> None:
    """Note when the task was queued; one that only beat queues is a sign of life of beat."""
    headers[QUEUED_AT] = time.time()
    if sender == _TICK:
        note_heartbeat(BEAT)


before_task_publish.connect(on_task_queued)
