"""What core does when Celery's processes start and when a task is queued."""

import time
from typing import Any

from celery.signals import beat_embedded_init, beat_init, before_task_publish, worker_ready

from core.heartbeats import BEAT, WORKER, note_heartbeat
from core.metrics.access import are_metrics_on
from core.task_queue import QUEUED_AT

_TICK = "core.tasks.tick"


def on_task_queued(*, sender: str, headers: dict[str, Any], **_: Any) -> None:
    """Note when the task was queued; one that only beat queues is a sign of life of beat."""
    headers[QUEUED_AT] = time.time()
    if sender == _TICK:
        note_heartbeat(BEAT)


def on_beat_started(**_: Any) -> None:
    note_heartbeat(BEAT)


def on_worker_started(**_: Any) -> None:
    note_heartbeat(WORKER)


before_task_publish.connect(on_task_queued)
beat_init.connect(on_beat_started)
beat_embedded_init.connect(on_beat_started)
worker_ready.connect(on_worker_started)
if are_metrics_on():
    from core.metrics import task_counts

    task_counts.connect()
