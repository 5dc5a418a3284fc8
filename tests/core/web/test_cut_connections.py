"""The database cuts connections: readers see nothing of it, and nothing is written twice."""

import os
import subprocess
import sys
import time
from unittest.mock import DEFAULT, Mock

import psycopg
import pytest
from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import include, path, reverse
from psycopg_pool import PoolTimeout

from accounts.models import User
from config.urls import handler400, handler404, handler500  # noqa: F401  (this is a table of addresses)
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Only PostgreSQL cuts connections"
)
called = Mock()


@login_not_required
def page(request, writes):
    called()
    if writes == "before":
        User.objects.update(full_name="Written")
    User.objects.count()
    return HttpResponse("read")


urlpatterns = [path("page/<writes>/", page), path("", include("config.urls"))]


@pytest.fixture(autouse=True)
def errors_are_answered(client):
    client.raise_request_exception = False
    called.reset_mock(side_effect=True)


def terminate(pid: int) -> None:
    """End one connection, as a restart or an administrator does, and wait until it is gone."""
    given = connection.get_connection_params()
    address = {name: given[name] for name in ("host", "port", "user", "password") if name in given}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s)", [pid])
        for _try in range(200):
            there = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
            if not administrator.execute(there, [pid]).fetchone():
                return
            time.sleep(0.01)


class CutAt:
    """Cuts the connection before the query of this number, once."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            terminate(connection.connection.info.backend_pid)
        return execute(sql, params, many, context)


@on_postgres
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name", ["dashboard:home", "library:finder", "networks:network_list", "accounts:profile_edit"]
)
def test_a_page_is_answered_wherever_its_connection_is_cut(client, name):
    RecordFactory()
    client.force_login(UserFactory())
    client.get(reverse(name))
    counting = CutAt(0)
    with connection.execute_wrapper(counting):
        client.get(reverse(name))

    statuses = []
    for number in range(1, 1 - counting.left):
        with connection.execute_wrapper(CutAt(number)):
            statuses.append(client.get(reverse(name)).status_code)

    assert statuses
    assert set(statuses) == {200}


@on_postgres
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("method", "writes", "number", "answer"),
    [
        ("get", "nothing", 1, (200, 2)),
        ("head", "nothing", 1, (200, 2)),
        ("get", "before", 2, (500, 1)),
        ("post", "nothing", 1, (500, 1)),
    ],
)
def test_only_what_has_not_written_is_tried_again(client, settings, method, writes, number, answer):
    settings.ROOT_URLCONF = __name__
    connection.ensure_connection()

    with connection.execute_wrapper(CutAt(number)):
        status = getattr(client, method)(f"/page/{writes}/").status_code
    connection.close()

    assert (status, called.call_count) == answer


@on_postgres
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("cause", "answer"), [("refused", (200, 2)), ("waited", (500, 1))])
def test_a_connection_that_could_not_be_opened_is_tried_again_at_once_but_not_waited_for_twice(
    client, settings, monkeypatch, cause, answer
):
    settings.ROOT_URLCONF = __name__
    error = {"refused": psycopg.OperationalError("refused"), "waited": PoolTimeout("10 s")}[cause]
    connect = connection.get_new_connection
    connection.close()
    monkeypatch.setattr(
        connection, "get_new_connection", Mock(side_effect=[error, DEFAULT], wraps=connect)
    )

    status = client.get("/page/nothing/").status_code
    connection.close()

    assert (status, called.call_count) == answer


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("database is locked"), KeyError("x")])
def test_other_errors_are_answered_once(client, settings, error):
    settings.ROOT_URLCONF = __name__
    called.side_effect = error

    answer = client.get("/page/nothing/")

    assert (answer.status_code, called.call_count) == (500, 1)


@on_postgres
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_twice_is_told(client, settings):
    settings.ROOT_URLCONF = __name__
    connection.ensure_connection()

    with connection.execute_wrapper(CutAt(1)), connection.execute_wrapper(CutAt(2)):
        status = client.get("/page/nothing/").status_code
    connection.close()

    assert (status, called.call_count) == (500, 2)


READS_WHILE_OTHERS_CUT = """
import os, sys
sys.path[:0] = [os.getcwd(), "platform"]
import django
django.setup()
import psycopg
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import close_old_connections, connection
from django.test import Client
BUSY = 8
at_once = Barrier(BUSY)
def take_one(_number):
    connection.ensure_connection()
    at_once.wait(60)
    connection.close()
client = Client(headers={"Host": "localhost"}, raise_request_exception=False)
for _time in range(4):
    for page in ("/", "/library/", "/health/ready"):
        print(client.get(page).status_code)
        # What the end of a request does; the test client leaves it out.
        close_old_connections()
    with ThreadPoolExecutor(BUSY) as busy:
        list(busy.map(take_one, range(BUSY)))
    with psycopg.connect(os.environ["DATABASE_URL"], application_name="administrator") as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'cut'"
        )
"""


@on_postgres
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_no_page_fails_after_all_connections_of_a_full_pool_were_cut(tmp_path):
    RecordFactory()
    given = connection.get_connection_params()
    password = f":{given['password']}" if given.get("password") else ""
    place = f"{given.get('host', '127.0.0.1')}:{given.get('port') or 5432}"
    address = f"postgres://{given.get('user', '')}{password}@{place}/{given['dbname']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
        "DEMO": "0",
        "PRAXIS_VAR": str(tmp_path),
        "DATABASE_URL": address,
        "PGAPPNAME": "cut",
        "REDIS_URL": "",
    }

    done = subprocess.run(
        [sys.executable, "-c", READS_WHILE_OTHERS_CUT],
        cwd=site_settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert done.stdout.split() == ["200"] * 12, done.stderr
