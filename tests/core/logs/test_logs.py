"""The log: each line with its request, in both forms, and nothing of people in it."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_not_required
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import include, path
from django_guid import clear_guid, get_guid, set_guid

from config.urls import handler400, handler404, handler500  # noqa: F401  (this is a table of addresses)
from core.logs.formatters import PlainFormatter, RequestFilter, ScrubbedJsonFormatter
from core.logs.scrubbing import scrubbed
from core.receivers import on_task_begun, on_task_ended, on_task_queued
from core.tasks import tick
from tests.mails import error_mails

pytestmark = pytest.mark.django_db
logger = logging.getLogger("core.of_this_test")
TOKEN = "eyJzZWNyZXQiOiJ0b2tlbiJ9:1vabcd:QbFxkDvqeyBh_vX4cXjXcmrZBPxGHnWgM3s1B9yXk2I"
ID = "0123456789abcdef0123456789abcdef"


@login_not_required
def broken(request, token):
    raise ValueError(f"no such person: ana@example.org, ?{request.GET.urlencode()}")


@login_not_required
def working(request):
    tick.delay()
    logger.info("It works for %s", "ana@example.org")
    return HttpResponse(get_guid())


urlpatterns = [
    path("broken/<str:token>/", broken),
    path("working/", working),
    path("", include("config.urls")),
]


@pytest.fixture(autouse=True)
def pages(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    cache.clear()


@pytest.fixture(params=[PlainFormatter, ScrubbedJsonFormatter], ids=["plain", "json"])
def written(request):
    """What the console of the site writes, in either form."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    handler.addFilter(RequestFilter())
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)


def test_the_answer_the_log_and_the_page_of_an_error_name_the_same_request(client, written):
    answer = client.get("/broken/word/")

    reference = answer.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", reference)
    assert f"Reference: {reference}" in answer.content.decode()
    assert reference in written()


def test_a_request_keeps_the_name_that_a_proxy_gave_it_and_no_invented_one(client):
    given = client.get("/working/", headers={"X-Request-ID": ID})
    invented = client.get("/working/", headers={"X-Request-ID": "<script>"})

    # Tasks run in place, as without a queue, and the name outlasts them.
    assert (given.headers["X-Request-ID"], given.content.decode()) == (ID, ID)
    assert re.fullmatch(r"[0-9a-f]{32}", invented.headers["X-Request-ID"])


def test_nothing_of_people_and_no_secret_word_is_written(client, written):
    client.get(f"/broken/{TOKEN}/?code=987654&email=ana%40example.org")
    client.get("/broken/short-secret/")
    client.get("/working/?password=hidden")

    text = written()
    assert "/broken/<str:token>/" in text
    assert "ValueError" in text
    for secret in ("ana@", "ana%40", "987654", TOKEN, "hidden", "short-secret"):
        assert secret not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to ana@example.org now", "to <address> now"),
        ("{'ana.b+c@xn--bcher-kva.example': (550, b'no')}", "{'<address>': (550, b'no')}"),
        ("Key (email)=(ana@example.org) already exists", "Key (email)=(<address>) already exists"),
        ("postgres://praxis:word@db.local/praxis", "postgres://praxis:<address>/praxis"),
        ("GET /x/?code=12&b=3 HTTP/1.1", "GET /x/?… HTTP/1.1"),
        (f"/unsubscribe/{TOKEN}/", "/unsubscribe/<token>/"),
        ("Is it so? Yes = no", "Is it so? Yes = no"),
        ("2026-11-29T03:30:00.000000+00:00 12:30:45", "2026-11-29T03:30:00.000000+00:00 12:30:45"),
    ],
)
def test_what_is_scrubbed_and_what_stays(text, shown):
    assert scrubbed(text) == shown


def test_json_has_one_object_a_line_with_what_programs_look_for(client):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ScrubbedJsonFormatter())
    handler.addFilter(RequestFilter())
    logging.getLogger().addHandler(handler)
    client.get("/broken/word/", headers={"X-Request-ID": ID})
    logging.getLogger().removeHandler(handler)

    (line,) = [json.loads(line) for line in stream.getvalue().splitlines()]

    assert {
        name: line[name] for name in ("level", "logger", "request_id", "message", "status_code")
    } == {
        "level": "ERROR",
        "logger": "django.request",
        "request_id": ID,
        "message": "Internal Server Error: /broken/<str:token>/",
        "status_code": 500,
    }
    assert set(line) == {
        *("level", "logger", "request_id", "message", "status_code", "time", "exc_info"),
    }


def test_the_mail_about_an_error_names_its_request(client, settings):
    settings.ADMINS = [("", "ops@example.org")]

    client.get("/broken/word/", headers={"X-Request-ID": ID})

    assert [f"Reference: {ID}" in str(message.body) for message in error_mails()] == [True]
    assert "no such person: <address>" in str(mail.outbox[0].body)
    assert "ana@example.org" not in str(mail.outbox[0].body)


def test_errors_of_tasks_are_mailed_too(settings):
    settings.ADMINS = [("", "ops@example.org")]

    logging.getLogger("celery.app.trace").error(
        "Task %s raised unexpected: %s", "a.task", "KeyError"
    )

    assert len(error_mails()) == 1


def test_a_task_is_logged_under_the_request_that_queued_it():
    headers: dict[str, object] = {}
    set_guid(ID)
    on_task_queued(sender="a.task", headers=headers)
    task = SimpleNamespace(request=SimpleNamespace(is_eager=False, get=headers.get))
    clear_guid()

    on_task_begun(task=task)
    during = get_guid()
    on_task_ended(task=task)

    assert (headers["request_id"], during, get_guid()) == (ID, ID, None)


SENDS = """
import brotli, gzip, http.server, json, logging, os, sys, threading, types
sys.path[:0] = [os.getcwd(), "platform"]
events = []

class Tracker(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
        events.append(unpack[self.headers["Content-Encoding"]](body))
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_): pass

server = http.server.HTTPServer(("127.0.0.1", 0), Tracker)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["SENTRY_DSN"] = f"http://key@127.0.0.1:{server.server_port}/1"
import django
django.setup()
import sentry_sdk
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path
from tests.mails import error_mails

@login_not_required
def broken(request):
    note = "a private note"
    raise ValueError("nobody is called ana@example.org")

addresses = types.ModuleType("addresses")
addresses.urlpatterns = [path("broken/", broken)]
addresses.handler500 = "core.views.server_error"
sys.modules["addresses"] = addresses
settings.ROOT_URLCONF = "addresses"
settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
client = Client(raise_request_exception=False, headers={"Host": "localhost", "X-Request-ID": "%s"})
client.cookies["sessionid"] = "cookie-of-ana"
client.post("/broken/?code=987654", {"text": "what was typed"})
sentry_sdk.flush(5)
print(b"".join(events).decode())
"""


@pytest.mark.slow
def test_error_tracking_tells_what_broke_and_nothing_of_people(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PRAXIS_VAR": str(tmp_path),
        "DEBUG": "1",
        "REDIS_URL": "",
        "LOG_LEVEL": "CRITICAL",
    }

    done = subprocess.run(
        [sys.executable, "-c", SENDS % ID],
        cwd=site_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert "ValueError" in said
    assert "nobody is called <address>" in said
    assert f'"reference":"{ID}"' in said
    for secret in ("ana@", "987654", "what was typed", "cookie-of-ana", "= a private"):
        assert secret not in said
