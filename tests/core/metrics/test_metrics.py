"""Metrics: hidden from strangers, counted by all processes together, and by view."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import OperationalError
from django.urls import include, path, reverse

from config.urls import handler400, handler404, handler500  # noqa: F401  (this is a table of addresses)
from core.metrics.figures import FIGURES, Figure
from core.tasks import tick
from demo.factories.accounts import UserFactory
from demo.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-test"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@login_not_required
def broken(request):
    raise OperationalError("gone")


urlpatterns = [path("broken/", broken, name="broken"), path("", include("config.urls"))]


@pytest.fixture
def metrics(settings, client):
    """Metrics that are on, and a function that reads the value of a line."""
    settings.METRICS_TOKEN = TOKEN
    settings.MIDDLEWARE = ["core.metrics.middleware.MetricsMiddleware", *settings.MIDDLEWARE]

    def value(line: str) -> float:
        text = client.get("/metrics", headers=BEARER).content.decode()
        found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    return value


def test_without_a_token_or_address_set_there_is_no_such_page(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"Authorization": "Bearer wrong"}, 404),
        ({"Authorization": "Bearer é"}, 404),
        (BEARER, 200),
        (BEARER | {"Host": "10.0.0.1:8000"}, 200),
        ({"Host": "10.0.0.1:8000"}, 400),
    ],
)
def test_only_the_token_opens_it_by_any_name_of_the_server(client, settings, headers, status):
    settings.METRICS_TOKEN = TOKEN

    assert client.get("/metrics", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("address", "status"), [("192.0.2.7", 200), ("192.0.3.7", 404), ("nonsense", 404)]
)
def test_a_named_network_opens_it(client, settings, address, status):
    settings.METRICS_FROM = ["192.0.2.0/24", "fd00::/8"]

    assert client.get("/metrics", REMOTE_ADDR=address).status_code == status


def test_administrators_of_the_site_are_strangers_to_it(client, settings):
    settings.METRICS_TOKEN = TOKEN
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert client.get("/metrics").status_code == 404


def test_requests_are_counted_by_view_and_status_and_never_by_address(client, metrics):
    line = 'praxis_requests_total{method="GET",status="404",view="library:record_detail"}'
    timed = 'praxis_request_seconds_count{view="library:record_detail"}'
    unknown = 'praxis_requests_total{method="GET",status="404",view="none"}'
    before = metrics(line), metrics(timed), metrics(unknown)

    client.get(reverse("library:record_detail", args=[987654]))
    client.get("/wp-login.php")

    assert (metrics(line), metrics(timed), metrics(unknown)) == tuple(n + 1 for n in before)
    text = client.get("/metrics", headers=BEARER).content.decode()
    assert "987654" not in text
    assert "wp-login" not in text


def test_an_invented_method_is_not_a_series_of_its_own(client, metrics):
    line = 'praxis_requests_total{method="other",status="405",view="dashboard:public_home"}'
    before = metrics(line)

    client.generic("BREW", "/")

    assert metrics(line) == before + 1


def test_errors_are_counted_by_their_class(client, metrics, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    line = 'praxis_errors_total{error="OperationalError"}'
    before = metrics(line)

    client.get("/broken/")

    assert metrics(line) == before + 1


def test_tasks_are_counted_with_how_they_end(metrics):
    from core.metrics import task_counts

    task_counts.connect()
    line = 'praxis_tasks_total{state="success",task="core.tasks.tick"}'
    before = metrics(line)

    tick.delay()

    assert metrics(line) == before + 1


def test_accounts_mail_heartbeats_and_versions_are_there(metrics):
    cache.clear()
    UserFactory.create_batch(2)
    DeliveryFactory()
    tick.delay()

    # The factory of a mail makes its reader.
    assert metrics('praxis_accounts{state="open"}') == 3
    assert metrics('praxis_deliveries{state="waiting"}') == 1
    assert metrics('praxis_heartbeat_age_seconds{process="beat"}') < 5
    assert metrics("praxis_cache_up") == 1


def test_a_figure_that_cannot_be_looked_up_is_left_out(metrics, register):
    def fails(_now):
        raise OperationalError("gone")

    register(FIGURES, "test_broken", Figure("Broken.", fails))

    assert metrics("praxis_test_broken") == 0
    assert metrics('praxis_accounts{state="open"}') == 0
    assert metrics("praxis_cache_up") == 1


COUNTS = """
import os, sys
sys.path[:0] = [os.getcwd(), "platform"]
import django
django.setup()
from core.metrics import counters
from core.metrics.slots import slot
counters.requests.labels("test", "GET", 200).inc()
child = os.fork()
counters.requests.labels("test", "GET", 200).inc()
print(f"counts in {slot()}", flush=True)
if child:
    os.waitpid(child, 0)
    from django.utils import timezone
    from core.metrics.page import metrics_text
    print(metrics_text(now=timezone.now()).decode())
else:
    os._exit(0)
"""


def test_processes_count_together_and_the_next_ones_go_on_where_they_stopped(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PRAXIS_VAR": str(tmp_path),
        "METRICS_TOKEN": TOKEN,
        "DEBUG": "1",
        "REDIS_URL": "",
    }

    said = [
        subprocess.run(
            [sys.executable, "-c", COUNTS],
            cwd=site_settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _time in range(2)
    ]

    line = r'praxis_requests_total\{method="GET",status="200",view="test"\} (\S+)'
    assert [re.findall(line, text) for text in said] == [["3.0"], ["6.0"]]
    assert [sorted(re.findall(r"counts in (\d)", text)) for text in said] == [["0", "1"]] * 2
    assert len(list((tmp_path / "metrics").glob("counter_*.db"))) == 2
