"""Background tasks whose queue may be away."""

import logging
from typing import Any

from celery import Task
from django.conf import settings
from kombu.exceptions import KombuError
from kombu.pools import producers
from redis.exceptions import RedisError

from core.background.side_thread import side_thread
from core.operation.outages import is_away, outage_of

logger = logging.getLogger(__name__)
_SECONDS_TO_ANSWER = 0.5
# Short time-outs for pages that queue a task; a worker that waits for its next task uses longer ones.
_IMPATIENT = {
    "socket_connect_timeout": _SECONDS_TO_ANSWER,
    "socket_timeout": _SECONDS_TO_ANSWER,
    "max_retries": 0,
}


class SweptTask(Task):
    """A task that ``delay`` puts into the queue, or leaves to its sweep while the queue is away.

    A sweep is a scheduled task that does what was missed, so no page fails or waits because of the queue. A task
    without a sweep must be quick and declare ``@shared_task(runs_without_queue=True)``: the page then runs it itself.

    Where no queue is configured, tasks run in place after the commit, so that the page waits for them. One that may
    wait for a server of others declares ``@shared_task(waits_for_others=True)`` and runs in a thread beside the pages.
    """

    abstract = True
    runs_without_queue = False
    waits_for_others = False

    def apply_async(self, args: Any = None, kwargs: Any = None, *rest: Any, **options: Any) -> Any:
        """Queue the task, or run it: returns nothing when it runs beside the pages."""
        is_beside = self.waits_for_others and settings.BACKGROUND_THREAD
        if self.app.conf.task_always_eager and is_beside:
            side_thread.give(lambda: self.apply(args, kwargs))
            return None
        return super().apply_async(args, kwargs, *rest, **options)

    def delay(self, *args: Any, **kwargs: Any) -> Any:
        """Queue the task; returns nothing when it was not queued."""
        if self.app.conf.task_always_eager:
            return super().delay(*args, **kwargs)
        outage = outage_of(self.app.conf.broker_url)
        if outage.may_ask():
            try:
                queued = self._queue(args, kwargs)
            except (KombuError, RedisError, OSError) as error:
                if not is_away(error):
                    outage.end()
                    raise
                outage.begin(error)
            else:
                outage.end()
                return queued
        if self.runs_without_queue:
            return self.apply(args, kwargs)
        logger.warning("%s%r is left to its sweep: the queue is away.", self.name, kwargs)
        return None

    def _queue(self, args: Any, kwargs: Any) -> Any:
        connection = self.app.connection_for_write(transport_options=_IMPATIENT)
        with producers[connection].acquire(block=True, timeout=_SECONDS_TO_ANSWER) as producer:
            return self.apply_async(args, kwargs, producer=producer, retry=False)
