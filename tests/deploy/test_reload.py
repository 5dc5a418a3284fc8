"""The site is exchanged under its visitors, and workers are warm before they serve. How fast, no test asks."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from benchmarks.instances import instances
from benchmarks.server import ROOT
from benchmarks.visitors import visit, visitors

pytestmark = [
    pytest.mark.concurrency,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_this_database"),
]
PAGES = ("/", "/library/", "/accounts/login/")


@pytest.fixture(scope="module")
def services(on_this_database, tmp_path_factory):
    """The port of two services that are started once; tests stop and exchange them."""
    with instances(tmp_path_factory.mktemp("services")) as started:
        yield started


@pytest.fixture
def both(services):
    """The port, and both services as they run: one that an earlier test has stopped is started."""
    for service in services[1]:
        if not service.is_running():
            service.start()
    return services


@pytest.fixture
def alone(services):
    """The port, and the one service that runs."""
    port, each = services
    first, *others = [service for service in each if service.is_running()]
    for other in others:
        other.stop()
    return port, first


def test_no_visitor_is_lost_while_both_services_are_exchanged(both):
    port, services = both
    while not all(before := [service.workers() for service in services]):
        time.sleep(0.05)
    with visitors(port, PAGES, a_second=20) as visits:
        for service in services:
            service.restart()
        time.sleep(1)
    after = [service.workers() for service in services]

    assert visits.lost == []
    assert len(visits.waited) > 20
    assert not {pid for pids in before for pid in pids} & {pid for pids in after for pid in pids}


def test_one_service_alone_serves_while_the_other_is_stopped(both):
    port, (first, _second) = both
    with visitors(port, PAGES, a_second=20) as visits:
        first.stop()
        time.sleep(1)

    assert visits.lost == []
    assert len(visits.waited) > 10


def test_a_worker_that_ends_is_followed_by_a_copy_of_the_warm_process(alone):
    port, service = alone
    visit(port, PAGES[0])
    (first,) = service.workers()
    os.kill(first, signal.SIGTERM)
    visit(port, PAGES[0])
    while not (now := service.workers()) or first in now:
        time.sleep(0.05)

    visit(port, PAGES[0])

    assert len(now) == 1


def test_the_warm_process_has_no_thread_and_no_connection_that_a_copy_would_share(tmp_path):
    program = (
        "import json, sys, threading; from config.wsgi import application;"
        " from config.warming import warm_up; from django.db import connection;"
        " warm_up(application); warm_up(application);"
        " from django.template import engines;"
        " compiled = engines['django'].engine.template_loaders[0].get_template_cache;"
        " print(json.dumps([[t.name for t in threading.enumerate()], connection.connection is None,"
        " list(getattr(connection, '_connection_pools', {})), 'library/finding/finder.html' in compiled,"
        " 'weasyprint' in sys.modules]))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "PRAXIS_VAR": str(tmp_path),
    }

    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    assert json.loads(said.stdout.splitlines()[-1]) == [["MainThread"], True, [], True, False]
    # Nothing that was asked for beforehand failed.
    assert said.stderr == ""


def test_a_site_whose_database_is_away_starts_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:9/nothing")

    with instances(tmp_path, count=1) as (port, _services):
        assert visit(port, "/health/live") < 60
