"""What the operator is told: each thing that is wrong, in words, and never after a long wait."""

import datetime as dt
import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

import config.celery
from accounts.roles import Role
from config.schedule import SCHEDULE
from core.background import heartbeats, task_queue
from core.backups.making import make_backup
from core.doctor import disks, findings
from core.doctor.findings import CHECKS, Check, Finding, State, examine, ok
from core.tasks import tick
from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory
from notifications.models import DeliveryState

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def a_site_in_order(settings, tmp_path):
    """A site of which nothing is to be said but what a test spoils."""
    cache.clear()
    settings.VAR_DIR = tmp_path
    # No worker runs beside the tests.
    settings.REDIS_URL = ""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO = False
    settings.SECRET_KEY = "k" * 20 + "-zufall-" * 5
    settings.SITE_URL = "https://praxis.example.org"
    settings.ADMINS = [("", "ops@example.org")]
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD, settings.SECURE_HSTS_SECONDS = True, 3600
    yield
    cache.clear()


def about(what: str) -> list[tuple[State, str]]:
    return [(found.state, found.words) for found in examine(now=NOW) if found.what == what]


def states() -> dict[str, State]:
    return {found.what: found.state for found in examine(now=NOW) if found.state != State.OK}


def only(register, name: str, look, *, asks_database: bool = False) -> None:
    """Leave one check in the registry, of this test's own."""
    for each in list(CHECKS):
        register(CHECKS, each, Check(lambda _now: [], asks_database=False))
    register(CHECKS, name, Check(look, asks_database))


def test_a_site_in_order_has_nothing_to_say(settings, tmp_path):
    settings.EMAIL_BACKEND = "elsewhere.Backend"
    UserFactory(roles=[Role.ADMINISTRATOR], is_demo=False)
    UserFactory(roles=[Role.SAFEGUARDING_LEAD], is_demo=False)
    tick.delay()
    make_whole_backup(tmp_path, NOW)

    assert states() == {}


def make_whole_backup(tmp_path: Path, at: dt.datetime) -> None:
    (tmp_path / "backups/whole").mkdir(parents=True)
    (tmp_path / "backups/whole/backup.json").write_text("{}")
    noted = {"path": str(tmp_path / "backups/whole"), "made_at": at.isoformat(), "size": 2_000_000}
    (tmp_path / "last-backup.json").write_text(json.dumps(noted))


@pytest.mark.parametrize(
    ("age", "state"),
    [(HOUR, State.OK), (27 * HOUR, State.WARNING), (80 * HOUR, State.FAULT)],
)
def test_an_old_backup_is_told(tmp_path, age, state):
    make_whole_backup(tmp_path, NOW - age)

    assert [found[0] for found in about("Backup")] == [state]


def test_a_backup_that_is_gone_or_was_never_made_is_a_fault(tmp_path):
    never = about("Backup")
    make_whole_backup(tmp_path, NOW)
    (tmp_path / "backups/whole/backup.json").unlink()

    assert never == [(State.FAULT, "none was ever made")]
    assert about("Backup")[0][0] == State.FAULT
    assert "no longer exists" in about("Backup")[0][1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_backup_that_the_command_makes_is_known(tmp_path):
    make_backup(folder=tmp_path / "backups", at=NOW)

    assert about("Backup")[0][0] == State.OK


@pytest.mark.parametrize(
    ("name", "value", "state"),
    [
        ("DEBUG", True, State.FAULT),
        ("DEMO", True, State.FAULT),
        ("SECRET_KEY", "put-at-least-fifty-random-characters-here-put-at-least", State.FAULT),
        ("SECRET_KEY", "short", State.FAULT),
        ("ALLOWED_HOSTS", ["*"], State.WARNING),
        ("SITE_URL", "http://praxis.example.org", State.WARNING),
        ("ADMINS", [], State.WARNING),
        ("SESSION_COOKIE_SECURE", False, State.WARNING),
    ],
)
def test_each_dangerous_setting_is_named(settings, name, value, state):
    before = examine(now=NOW)
    setattr(settings, name, value)

    after = [found for found in examine(now=NOW) if found not in before]

    assert state in {found.state for found in after}
    assert any(name in f"{found.what} {found.words} {found.advice}" for found in after) or (
        name == "ADMINS" and after[-1].what == "ERROR_EMAIL"
    )


def test_development_on_ones_own_machine_is_no_fault(settings):
    settings.DEBUG, settings.SITE_URL = True, "http://127.0.0.1:8000"

    assert about("DEBUG")[0][0] == State.WARNING


def test_a_schedule_that_stands_still_is_told(monkeypatch):
    never = about("Schedule")
    tick.delay()
    fresh = about("Schedule")
    later = time.time() + 600
    monkeypatch.setattr(heartbeats.time, "time", lambda: later)

    assert never == [(State.FAULT, "the schedule has not run yet")]
    assert fresh == [(State.OK, "last tick 0 seconds ago")]
    assert about("Schedule") == [(State.FAULT, "last tick 10 minutes ago")]


def test_the_schedule_ticks_as_often_as_the_check_expects():
    assert SCHEDULE["tick"] == {"task": "core.tasks.tick", "schedule": heartbeats.EVERY}


@pytest.fixture
def redis_queue(monkeypatch, settings):
    """A queue in Redis, as far as a worker's absence needs one: what Celery sent lies in a list."""
    sent: list[bytes] = []
    app = config.celery.app
    before = app.conf.task_always_eager
    app.conf.task_always_eager = False
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    class Queue:
        def __init__(self, *_args, **_kwargs) -> None: ...
        def __enter__(self):
            return self

        def __exit__(self, *_error) -> None: ...
        def llen(self, _name):
            return len(sent)

        def lindex(self, _name, _place):
            return sent[0] if sent else None

    monkeypatch.setattr(task_queue, "Redis", SimpleNamespace(from_url=Queue))
    yield sent
    app.conf.task_always_eager = before


def test_a_queue_that_no_worker_empties_is_told_with_its_oldest_task(redis_queue):
    nothing = about("Worker")
    heartbeats.note_heartbeat(heartbeats.WORKER)
    idle = about("Worker")
    queued_at = time.time() - 1_200
    redis_queue.append(json.dumps({"headers": {"queued_at": queued_at}}).encode())

    assert nothing == [(State.FAULT, "no task has run yet; nothing is waiting")]
    [(state, words)] = idle
    assert state == State.OK
    assert re.fullmatch(r"last task \d+ seconds? ago; nothing is waiting", words)
    [(state, words)] = about("Worker")
    assert state == State.WARNING
    assert re.fullmatch(r"last task \d+ seconds? ago; 1 waiting, the oldest for 20 minutes", words)


def test_redis_that_is_away_is_told_and_nothing_hangs(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {
        "default": {
            "BACKEND": "core.operation.redis_cache.OptionalRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    assert about("Cache")[0][0] == State.FAULT
    assert about("Worker")[0][0] == State.FAULT


@pytest.mark.parametrize(
    ("free", "state"), [(9e9, State.OK), (1e9, State.WARNING), (1e8, State.FAULT)]
)
def test_a_disk_that_fills_is_told(monkeypatch, free, state):
    monkeypatch.setattr(disks.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))

    assert {found[0] for found in about("Disk")} == {state}


@pytest.mark.parametrize(
    ("backend", "state"),
    [
        ("django.core.mail.backends.console.EmailBackend", State.FAULT),
        ("django.core.mail.backends.smtp.EmailBackend", State.FAULT),
        ("notifications.delivery.outbox.OutboxBackend", State.OK),
    ],
)
def test_mail_that_goes_nowhere_is_told(settings, backend, state):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = backend, "127.0.0.1", 1

    assert about("Mail server")[0][0] == state


def test_mail_that_waits_too_long_was_refused_or_given_up_is_told():
    DeliveryFactory(next_try_at=NOW - HOUR)
    DeliveryFactory(next_try_at=NOW + HOUR, tries=2, error="421 try later")
    DeliveryFactory(next_try_at=NOW - HOUR, state=DeliveryState.FAILED, tries=6)
    DeliveryFactory(next_try_at=NOW - 900 * HOUR, state=DeliveryState.FAILED, tries=6)
    DeliveryFactory(state=DeliveryState.SENT, next_try_at=NOW, sent_at=NOW - 2 * HOUR)

    assert about("Mail") == [
        (State.OK, "last sent 2 hours ago"),
        (State.FAULT, "one was due 60 minutes ago"),
        (State.WARNING, "1 was refused, and we will try again"),
        (State.WARNING, "we gave up on 1 in the last seven days"),
    ]


def test_a_site_without_an_administrator_or_with_people_of_the_demo_is_told():
    UserFactory(is_demo=True)

    assert (about("Administrators"), about("Demo")) == (
        [(State.FAULT, "there is none")],
        [(State.WARNING, "1 person of the demo is in the database")],
    )


def test_a_check_that_hangs_or_breaks_is_told_and_stops_no_other(monkeypatch, register):
    monkeypatch.setattr(findings, "PATIENCE", 0.2)
    only(register, "test.hangs", lambda _now: time.sleep(3) or [])
    register(CHECKS, "test.breaks", Check(lambda _now: [1 / 0], asks_database=False))
    register(CHECKS, "test.works", Check(lambda _now: [ok("It", "works")], asks_database=False))

    start = time.monotonic()
    found = {each.what: each.state for each in examine(now=NOW)}
    seconds = time.monotonic() - start

    assert found == {"test.hangs": State.FAULT, "test.breaks": State.FAULT, "It": State.OK}
    assert seconds < 2


def a_long_query(_now: dt.datetime) -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such query")
@pytest.mark.django_db(transaction=True)
def test_a_query_that_takes_too_long_is_stopped(monkeypatch, register):
    monkeypatch.setattr(findings, "PATIENCE", 0.3)
    only(register, "test.query", a_long_query, asks_database=True)

    (found,) = examine(now=NOW)

    assert (found.what, found.state) == ("test.query", State.FAULT)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_without_the_database_only_what_needs_none_is_checked(monkeypatch, register):
    asked: list[dt.datetime] = []
    only(register, "test.query", lambda now: asked.append(now) or [], asks_database=True)
    down = SimpleNamespace(is_up=False)
    monkeypatch.setattr(findings, "check_servers", lambda: {"database": down})

    assert (examine(now=NOW), asked) == ([], [])


def test_the_command_ends_with_one_on_a_fault_and_speaks_to_people_and_programs(register, capsys):
    only(register, "test.works", lambda _now: [ok("It", "works")])
    call_command("doctor")
    plain = capsys.readouterr().out
    wrong = Finding("That", State.FAULT, "is broken", "Mend it.")
    register(CHECKS, "test.broken", Check(lambda _now: [wrong], asks_database=False))

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", json=True)

    assert plain == "It — OK: works\n"
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out) == {
        "state": "fault",
        "findings": [
            {"what": "That", "state": "fault", "words": "is broken", "advice": "Mend it."},
            {"what": "It", "state": "ok", "words": "works", "advice": ""},
        ],
    }


def test_the_checks_of_the_apps_are_all_registered():
    owners = {name.split(".")[0] for name in CHECKS}

    assert owners == {"core", "accounts", "notifications", "safeguarding"}
