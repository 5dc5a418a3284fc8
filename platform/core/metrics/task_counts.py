"""Counting the tasks of background workers. Connected by ``core.receivers`` where metrics are on."""

import time
from typing import Any

from celery.signals import task_postrun, task_prerun

from core.metrics import counters

_started: dict[str, float] = {}


def on_task_begun(*, task_id: str, **_: Any) -> None:
    _started[task_id] = time.perf_counter()


def on_task_ended(*, task_id: str, task: Any, state: str | None, **_: Any) -> None:
    counters.tasks.labels(task.name, (state or "unknown").lower()).inc()
    if started := _started.pop(task_id, None):
        counters.task_seconds.labels(task.name).observe(time.perf_counter() - started)


def connect() -> None:
    """Count from now on. Repeats safely."""
    task_prerun.connect(on_task_begun, dispatch_uid="metrics")
    task_postrun.connect(on_task_ended, dispatch_uid="metrics")
