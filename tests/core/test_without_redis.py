"""Redis refuses, hangs, falls or comes back: pages are served and none of them waits."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import kombu.exceptions
import pytest
from django.apps import apps
from django.conf import settings as site_settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from redis import Redis, exceptions
from redis.exceptions import RedisError

import config.celery
from accounts.actions.closing import close_account
from config.schedule import SCHEDULE
from core.background.task_queue import waiting_tasks
from core.operation import outages
from core.operation.outages import Outage, is_away, outage_of
from core.refusals import TooManyRequests
from core.web.ratelimit import limit_rate
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.finding.models import Gap
from library.lists.actions import create_list
from library.lists.models import ReadingList, Sharing
from library.tasks import forget_reader
from library.usage.models import UsageMonth
from notifications.actions import queue_mail
from notifications.mail_writers import _writers
from notifications.models import Delivery, DeliveryState
from notifications.tasks import send_waiting_mail

pytestmark = pytest.mark.django_db

# Twice and more of the time-outs, for a busy machine.
LONGEST = 3
REDIS = shutil.which("redis-server")


def caused_by(cause: Exception) -> Exception:
    """Return the error that the queue makes of one of Redis."""
    error = kombu.exceptions.OperationalError(str(cause))
    error.__cause__ = cause
    return error


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def refusing() -> Iterator[int]:
    """A port where nothing listens."""
    return free_port()


@pytest.fixture
def hanging() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


@pytest.fixture
def redis_on(tmp_path) -> Iterator[Callable[[int], "subprocess.Popen[bytes]"]]:
    """Start a Redis of this test's own on a port."""
    if REDIS is None:
        pytest.skip("There is no redis-server: apt-get install redis-server")
    started = []

    def start(port: int) -> "subprocess.Popen[bytes]":
        command = [REDIS, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        started.append(server)
        for _try in range(100):
            try:
                Redis(port=port).ping()
            except RedisError:
                time.sleep(0.05)
        return server

    yield start
    for server in started:
        server.kill()
        server.wait()


@pytest.fixture
def use_redis(settings, monkeypatch) -> Iterator[Callable[[int], None]]:
    """Let cache and queue be the Redis on this port."""
    app = config.celery.app
    before = (app.conf.broker_url, app.conf.task_always_eager)

    def use(port: int) -> None:
        address = f"redis://127.0.0.1:{port}/0"
        settings.CACHES = {
            "default": {
                "BACKEND": "core.operation.redis_cache.OptionalRedisCache",
                "LOCATION": address,
            }
        }
        app.conf.broker_url = app.conf.broker_write_url = address
        app.conf.task_always_eager = False

    yield use
    app.conf.broker_url, app.conf.task_always_eager = before
    app.conf.broker_write_url = before[0]


@pytest.fixture(params=["refusing", "hanging"])
def without_redis(request, use_redis) -> int:
    port = request.getfixturevalue(request.param)
    use_redis(port)
    return port


PAGES = [
    *("dashboard:public_home", "library:finder", "dashboard:search", "api:endpoint", "oai"),
    *("account_login", "account_request_login_code"),
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_served_and_only_the_first_asks_redis(client, without_redis, monkeypatch, page):
    RecordFactory(title="Cold homes")
    monkeypatch.setattr(outages, "PAUSE", 600)
    failures = []
    begin = Outage.begin
    monkeypatch.setattr(
        Outage, "begin", lambda self, error: (failures.append(error), begin(self, error))
    )
    words = {"oai": "?verb=Identify", "library:finder": "?q=nothing-like-it"}.get(page, "?q=cold")
    args = ["records"] if page == "api:endpoint" else []
    address = reverse(page, args=args) + words

    statuses = [
        client.get(address, headers={"User-Agent": "Firefox"}).status_code for _time in range(3)
    ]

    assert statuses == [200] * 3
    assert len(failures) <= 1


def test_who_asks_a_redis_that_hangs_waits_a_moment_only(hanging, use_redis):
    use_redis(hanging)
    queue = config.celery.app.tasks["library.tasks.forget_reader"]

    start = time.monotonic()
    queued = queue.delay(user_id=1)
    after_queue = time.monotonic()
    outage_of(f"redis://127.0.0.1:{hanging}/0").end()
    found = cache.get("x")
    after_cache = time.monotonic()

    assert (queued, found) == (None, None)
    assert after_queue - start < LONGEST
    assert after_cache - after_queue < LONGEST


def test_signing_in_still_counts_wrong_passwords(client, without_redis):
    person = UserFactory()
    person.set_password("a long password")
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    address = reverse("account_login")

    def sign_in(password: str) -> int:
        return client.post(address, {"login": person.email, "password": password}).status_code

    assert sign_in("a long password") == 302
    client.logout()
    wrong = [sign_in("a wrong password") for _time in range(40)]
    assert set(wrong) <= {200, 429}
    assert sign_in("a long password") != 302


def test_limits_count_in_the_memory_of_the_process(rf, without_redis):
    view = limit_rate("mirror", "2/m")(lambda _request: HttpResponse())
    request = rf.get("/")
    request.user = AnonymousUser()

    statuses = [view(request).status_code for _time in range(2)]
    with pytest.raises(TooManyRequests):
        view(request)

    assert statuses == [200, 200]


def test_a_redis_that_falls_and_comes_back_is_used_again(redis_on, use_redis, monkeypatch):
    port = free_port()
    server = redis_on(port)
    use_redis(port)
    cache.set("before", 1)
    monkeypatch.setattr(outages, "PAUSE", 0.2)

    server.kill()
    server.wait()
    during = [cache.get("before", "a miss"), cache.add("during", 1), cache.incr("during")]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("none")
    many = cache.set_many({"a": 1}), cache.get_many(["a", "b"]), cache.delete_many(["a"])
    others = cache.touch("during"), cache.has_key("during"), cache.delete("during"), cache.clear()
    redis_on(port)
    time.sleep(0.3)
    cache.set("after", 1)

    assert during == ["a miss", True, 2]
    assert many == ([], {"a": 1}, None)
    assert others == (True, True, True, None)
    assert Redis(port=port).keys() == [b":1:after"]


def test_a_restarted_redis_is_no_outage(redis_on, use_redis):
    port = free_port()
    server = redis_on(port)
    use_redis(port)
    cache.set("before", 1)
    forget_reader.delay(user_id=1)

    server.kill()
    server.wait()
    redis_on(port)
    cache.set("after", 1)
    queued = forget_reader.delay(user_id=2)

    assert queued is not None
    assert sorted(Redis(port=port).keys()) == [b":1:after", b"celery"]
    assert not outage_of(f"redis://127.0.0.1:{port}/0").is_known


@pytest.mark.parametrize(
    "error",
    [
        exceptions.ConnectionError("refused"),
        exceptions.TimeoutError("too slow"),
        exceptions.BusyLoadingError("Redis is loading the dataset in memory"),
        exceptions.ReadOnlyError("You can't write against a read only replica."),
        exceptions.OutOfMemoryError("command not allowed when used memory > 'maxmemory'."),
        exceptions.ResponseError("MISCONF Redis is configured to save RDB snapshots"),
        ConnectionResetError("reset"),
        kombu.exceptions.LimitExceeded(),
        caused_by(exceptions.ConnectionError("refused")),
    ],
)
def test_a_server_that_does_not_serve_now_is_away(error):
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        exceptions.ResponseError(
            "WRONGTYPE Operation against a key holding the wrong kind of value"
        ),
        exceptions.DataError("Invalid input of type: 'object'."),
        exceptions.NoPermissionError("this user has no permissions to run the 'get' command"),
        kombu.exceptions.EncodeError("Object of type object is not JSON serializable"),
        caused_by(exceptions.ResponseError("WRONGTYPE")),
    ],
)
def test_a_fault_of_ours_is_no_outage(error):
    assert not is_away(error)


def test_a_value_of_another_type_is_raised_and_the_cache_goes_on(redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)
    Redis(port=port).lpush(":1:list", "x")

    with pytest.raises(exceptions.ResponseError):
        cache.get("list")
    cache.set("next", 1)

    assert Redis(port=port).exists(":1:next")
    assert not outage_of(f"redis://127.0.0.1:{port}/0").is_known


def test_a_full_redis_is_replaced_by_the_memory_of_the_process(redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)
    Redis(port=port).config_set("maxmemory", "1")

    cache.set("x", 1)

    assert cache.get("x") == 1
    assert outage_of(f"redis://127.0.0.1:{port}/0").is_known


def test_a_task_that_cannot_be_queued_by_a_fault_of_ours_is_raised(redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)

    with pytest.raises(kombu.exceptions.EncodeError):
        forget_reader.delay(user_id=object())
    Redis(port=port).set("celery", "no list")
    with pytest.raises((kombu.exceptions.OperationalError, exceptions.ResponseError)):
        forget_reader.delay(user_id=1)

    assert not outage_of(f"redis://127.0.0.1:{port}/0").is_known


def test_a_queue_of_another_type_is_raised(redis_on, settings):
    port = free_port()
    redis_on(port)
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    Redis(port=port).set("celery", "no list")

    with pytest.raises(exceptions.ResponseError):
        waiting_tasks()


def test_mail_is_not_lost_with_the_queue(
    without_redis, register, django_capture_on_commit_callbacks
):
    register(_writers, "test.letter", lambda key: EmailMessage("Hello", to=["ana@example.org"]))
    moment = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        queue_mail(mail="test.letter", about=0, address="ana@example.org", at=moment)
    at_once = Delivery.objects.get().state
    send_waiting_mail()

    assert (at_once, Delivery.objects.get().state) == (DeliveryState.WAITING, DeliveryState.SENT)


def test_uses_and_searches_are_counted_without_the_queue(
    client, without_redis, django_capture_on_commit_callbacks
):
    record = RecordFactory()
    person = {"User-Agent": "Firefox"}

    with django_capture_on_commit_callbacks(execute=True):
        client.get(record.get_absolute_url(), headers=person)
        client.get(reverse("library:finder") + "?q=unheardof", headers=person)

    assert UsageMonth.objects.filter(record=record).count() == 1
    assert Gap.objects.count() == 1


def test_an_account_is_closed_without_the_queue_and_the_sweeps_do_the_rest(
    without_redis, django_capture_on_commit_callbacks
):
    keeper = UserFactory()
    now = timezone.now()
    create_list(user=keeper, name="Cold homes", about="", sharing=Sharing.PRIVATE, at=now)

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=keeper, at=now)
    left = ReadingList.objects.filter(user=keeper).count()
    for name in SWEEPS:
        config.celery.app.tasks[name].run()

    assert left == 1
    assert not ReadingList.objects.filter(user=keeper).exists()


SWEEPS = sorted({str(entry["task"]) for entry in SCHEDULE.values() if "closed" in entry["task"]})
# What a receiver leaves to the queue, and the job that finds what was lost with it.
SWEPT_BY = {
    "core.tasks.make_sizes_of_cover": "core.tasks.make_missing_sizes_of_covers",
    "notifications.tasks.send_mail": "notifications.tasks.send_waiting_mail",
    "notifications.tasks.empty_inbox": "notifications.tasks.empty_inboxes_of_closed_accounts",
    "api.tasks.delete_tokens": "api.tasks.delete_tokens_of_closed_accounts",
    "library.tasks.forget_reader": "library.tasks.forget_closed_readers",
    "courses.tasks.leave_all_courses": "courses.tasks.leave_courses_of_closed_accounts",
    "networks.tasks.announce_record": "networks.tasks.sweep_records",
    "networks.tasks.part_with_networks": "networks.tasks.sweep_closed_accounts",
    "mentoring.tasks.leave_mentoring": "mentoring.tasks.leave_mentoring_of_closed_accounts",
    "submissions.tasks.leave_submissions": "submissions.tasks.leave_submissions_of_closed_accounts",
}


def test_every_task_that_may_be_lost_has_its_sweep_or_runs_in_place():
    queued = {
        f"{folder.name}.tasks.{name}"
        for folder in (Path(app.path) for app in apps.get_app_configs())
        if (folder / "receivers.py").exists() and folder.is_relative_to(site_settings.BASE_DIR)
        for name in re.findall(r"(\w+)\.delay\(", (folder / "receivers.py").read_text())
        if ".venv" not in folder.parts
    }
    in_place = {name for name in queued if config.celery.app.tasks[name].runs_without_queue}

    assert queued - in_place == set(SWEPT_BY)
    assert set(SWEPT_BY.values()) <= {entry["task"] for entry in SCHEDULE.values()}
    assert in_place == {
        "library.tasks.count_search_without_result",
        "library.tasks.add_use_of_record",
    }


def test_readiness_tells_that_redis_is_away_and_that_the_site_serves(client, without_redis):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready with limits",
        "servers": {
            "database": {"is_up": True, "stops_service": True},
            "redis": {
                "is_up": False,
                "stops_service": False,
                "without_it": "Limits on requests count in each process; mail and other background work wait.",
            },
        },
    }


def test_readiness_tells_that_all_is_up(client, redis_on, use_redis):
    port = free_port()
    redis_on(port)
    use_redis(port)

    up = {"is_up": True}
    assert client.get("/health/ready").json() == {
        "status": "ready",
        "servers": {
            "database": {**up, "stops_service": True},
            "redis": {**up, "stops_service": False},
        },
    }


def test_readiness_tells_that_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(
        "core.operation.health.connection",
        Mock(pool=None, cursor=Mock(side_effect=OperationalError("gone"))),
    )

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "servers": {
            "database": {
                "is_up": False,
                "stops_service": True,
                "without_it": "No page is served.",
            }
        },
    }
