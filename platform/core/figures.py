"""The figures of core for Prometheus."""

import datetime as dt
from collections.abc import Iterator

from django.core.cache import caches
from django.db import connection

from core.background import heartbeats
from core.background.task_queue import waiting_tasks
from core.backups.layout import last_backup
from core.metrics.figures import Value, figure
from core.operation import versions


@figure("info", "The versions that run.")
def info(now: dt.datetime) -> Iterator[Value]:
    yield Value(
        1,
        {
            "praxis": versions.praxis_version(),
            "python": versions.python_version(),
            "django": versions.django_version(),
            "database": versions.database_version(connection),
        },
    )


@figure("cache_up", "Whether Redis answers as a cache; 1 as well where it is not used.")
def cache_up(now: dt.datetime) -> Iterator[Value]:
    ask = getattr(caches["default"], "is_up", None)
    yield Value(float(ask is None or ask()))


@figure(
    "heartbeat_age_seconds", "Seconds since the last sign of life of a process in the background."
)
def heartbeat_age(now: dt.datetime) -> Iterator[Value]:
    for name in (heartbeats.BEAT, heartbeats.WORKER):
        seconds = heartbeats.seconds_since(name)
        if seconds is not None:
            yield Value(seconds, {"process": name})


@figure("tasks_waiting", "Tasks that no worker has taken yet.")
def tasks_waiting(now: dt.datetime) -> Iterator[Value]:
    if waiting := waiting_tasks():
        yield Value(waiting.count)


@figure("tasks_oldest_seconds", "Seconds for which the oldest task waits.")
def tasks_oldest(now: dt.datetime) -> Iterator[Value]:
    if waiting := waiting_tasks():
        yield Value(waiting.oldest_seconds)


@figure("backup_timestamp_seconds", "When the last backup was made.")
def backup_made_at(now: dt.datetime) -> Iterator[Value]:
    if last := last_backup():
        yield Value(last.made_at.timestamp())


@figure("backup_size_bytes", "The size of the last backup.")
def backup_size(now: dt.datetime) -> Iterator[Value]:
    if last := last_backup():
        yield Value(last.size)
