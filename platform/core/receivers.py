"""What core does when Celery's processes start, when a task is queued, and when a cover is uploaded."""

import time
from typing import Any

from celery.signals import (
    beat_embedded_init,
    beat_init,
    before_task_publish,
    task_postrun,
    task_prerun,
    worker_ready,
)
from django_guid import clear_guid, get_guid, set_guid
from django_guid.utils import generate_guid

from core.background.heartbeats import BEAT, WORKER, note_heartbeat
from core.background.task_queue import QUEUED_AT
from core.covers.signals import cover_uploaded
from core.metrics.access import are_metrics_on
from core.tasks import make_sizes_of_cover

_TICK = "core.tasks.tick"
# The header of a task that names the request which queued it.
_REQUEST_ID = "request_id"


def on_task_queued(*, sender: str, headers: dict[str, Any], **_: Any) -> None:
    """Note when and by which request the task was queued; one that only beat queues is a sign of life of beat."""
    headers[QUEUED_AT] = time.time()
    headers[_REQUEST_ID] = get_guid()
    if sender == _TICK:
        note_heartbeat(BEAT)


def on_task_begun(*, task: Any, **_: Any) -> None:
    """Log the task under the request that queued it. One that runs in place is part of its request anyway."""
    if not task.request.is_eager:
        set_guid(task.request.get(_REQUEST_ID) or generate_guid())


def on_task_ended(*, task: Any, **_: Any) -> None:
    if not task.request.is_eager:
        clear_guid()


def on_beat_started(**_: Any) -> None:
    note_heartbeat(BEAT)


def on_cover_uploaded(*, label: str, key: int, **_: Any) -> None:
    make_sizes_of_cover.delay(label=label, key=key)


def on_worker_started(**_: Any) -> None:
    note_heartbeat(WORKER)


cover_uploaded.connect(on_cover_uploaded)
before_task_publish.connect(on_task_queued)
task_prerun.connect(on_task_begun)
task_postrun.connect(on_task_ended)
beat_init.connect(on_beat_started)
beat_embedded_init.connect(on_beat_started)
worker_ready.connect(on_worker_started)
if are_metrics_on():
    from core.metrics import task_counts

    task_counts.connect()
