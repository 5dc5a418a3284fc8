"""The checks of core: servers, background work, disks, backups, versions, settings and the clock."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from redis import Redis

from core.background import heartbeats
from core.background.task_queue import waiting_tasks
from core.doctor import backups, dangers, disks
from core.doctor.durations import ago, duration
from core.doctor.findings import Finding, doctor_check, fault, ok, warning
from core.operation import versions
from core.operation.health import check_servers

# A task that waits longer than this needs more workers.
_LONGEST_WAIT = 300
_SECONDS_APART = 5
_LONGEST_APART = 60
_SECONDS_TO_ANSWER = 0.5


@doctor_check("core.database", position=10)
def database(now: dt.datetime) -> Iterator[Finding]:
    """Report whether the database answers."""
    if check_servers()["database"].is_up:
        yield ok(_("Database"), _("answers"))
    else:
        yield fault(
            _("Database"),
            _("does not answer; no page can be shown, and its data was not checked"),
            _("Start the database server, and check DATABASE_URL."),
        )


@doctor_check("core.migrations", position=11, asks_database=True)
def migrations(now: dt.datetime) -> Iterator[Finding]:
    """Report whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{step.app_label}.{step.name}" for step, _back in waiting[:3])
        yield fault(
            _("Migrations"),
            _("%(count)d not applied: %(names)s") % {"count": len(waiting), "names": names},
            _("Run: manage.py migrate"),
        )
    else:
        yield ok(_("Migrations"), _("all applied"))


@doctor_check("core.cache", position=20)
def cache(now: dt.datetime) -> Iterator[Finding]:
    """Report whether Redis answers, or which cache stands in its place."""
    ask = getattr(caches["default"], "is_up", None)
    if ask is None:
        yield ok(_("Cache"), _("in files of this machine; Redis is not used"))
    elif ask():
        yield ok(_("Cache"), _("Redis answers"))
    else:
        yield fault(
            _("Cache"),
            _("Redis does not answer; the site works, but background work is delayed"),
            _("Start Redis, and check REDIS_URL."),
        )


@doctor_check("core.beat", position=30)
def beat(now: dt.datetime) -> Iterator[Finding]:
    """Report whether the schedule runs."""
    seconds = heartbeats.seconds_since(heartbeats.BEAT)
    what = _("Schedule")
    if seconds is not None and seconds <= heartbeats.LATE:
        yield ok(what, _("last tick %(ago)s") % {"ago": ago(seconds)})
        return
    words = (
        _("the schedule has not run yet")
        if seconds is None
        else _("last tick %(ago)s") % {"ago": ago(seconds)}
    )
    yield fault(what, words, _("Start the jobs (one process with --beat, or “celery beat”)."))


@doctor_check("core.worker", position=31)
def worker(now: dt.datetime) -> Iterator[Finding]:
    """Report whether a worker runs tasks, and how long they wait for it."""
    what = _("Worker")
    if not settings.REDIS_URL:
        yield ok(what, _("not needed: without Redis, tasks run in the web process"))
        return
    seconds = heartbeats.seconds_since(heartbeats.WORKER)
    waiting = waiting_tasks()
    queue = _queue_in_words(waiting.count, waiting.oldest_seconds) if waiting else ""
    if seconds is None or seconds > heartbeats.LATE:
        last = (
            _("no task has run yet")
            if seconds is None
            else _("last task %(ago)s") % {"ago": ago(seconds)}
        )
        yield fault(what, f"{last}{queue}", _("Start the jobs, and check their log."))
    elif waiting and waiting.oldest_seconds > _LONGEST_WAIT:
        yield warning(
            what,
            _("last task %(ago)s") % {"ago": ago(seconds)} + queue,
            _("Start a further worker (without --beat), or find out which task takes so long."),
        )
    else:
        yield ok(what, _("last task %(ago)s") % {"ago": ago(seconds)} + queue)


def _queue_in_words(count: int, oldest: float) -> str:
    if not count:
        return "; " + _("nothing is waiting")
    return "; " + _("%(count)d waiting, the oldest for %(time)s") % {
        "count": count,
        "time": duration(oldest),
    }


@doctor_check("core.disks", position=50)
def disk_space(now: dt.datetime) -> Iterator[Finding]:
    """Report how much room is left where we write."""
    yield from disks.look()


@doctor_check("core.storage", position=51)
def storage(now: dt.datetime) -> Iterator[Finding]:
    """Report whether the storage of uploads answers; when it does not, that is told with its error."""
    yield from disks.look_into_storage()


@doctor_check("core.backups", position=60)
def last_backup(now: dt.datetime) -> Iterator[Finding]:
    """Report how old the last backup is."""
    yield backups.look(now)


@doctor_check("core.settings", position=70)
def settings_in_danger(now: dt.datetime) -> Iterator[Finding]:
    """Check the settings that put the site at risk."""
    yield from dangers.look()


@doctor_check("core.clock", position=80, asks_database=True)
def clock(now: dt.datetime) -> Iterator[Finding]:
    """Report whether this machine's clock is that of the servers it talks to."""
    what, others = _("Clock"), dict(_other_clocks())
    if not others:
        yield ok(what, _("there is no other machine to compare it with"))
    for name, there in others.items():
        apart = abs((timezone.now() - there).total_seconds())
        words = _("%(time)s apart from %(name)s") % {"time": duration(apart), "name": name}
        advice = _("Set the clocks by NTP (systemd-timesyncd or chrony) on both machines.")
        if apart > _LONGEST_APART:
            yield fault(what, words, advice)
        elif apart > _SECONDS_APART:
            yield warning(what, words, advice)
        else:
            yield ok(what, _("agrees with %(name)s") % {"name": name})


def _other_clocks() -> Iterator[tuple[str, dt.datetime]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            yield connection.display_name, cursor.fetchone()[0]
    ask = getattr(caches["default"], "is_up", None)
    if settings.REDIS_URL and ask and ask():
        with Redis.from_url(settings.REDIS_URL, socket_timeout=_SECONDS_TO_ANSWER) as redis:
            seconds, microseconds = redis.time()
            yield "Redis", dt.datetime.fromtimestamp(seconds + microseconds / 1e6, dt.UTC)


@doctor_check("core.versions", position=90, asks_database=True)
def running_versions(now: dt.datetime) -> Iterator[Finding]:
    """Report which versions run."""
    yield ok(
        _("Versions"),
        ", ".join(
            [
                f"Praxis {versions.praxis_version()}",
                f"Python {versions.python_version()}",
                f"Django {versions.django_version()}",
                versions.database_version(connection),
            ]
        ),
    )
