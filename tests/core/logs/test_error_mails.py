"""Mail about errors: each once an hour, and none that a stranger can cause."""

import smtplib
import threading
import time
from unittest.mock import Mock

import pytest
import time_machine
from django.contrib.auth.decorators import login_not_required
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path
from django.views.debug import get_default_exception_reporter_filter

from config.urls import handler400, handler404, handler500  # noqa: F401  (this is a table of addresses)
from core.logs.error_mails import MOST_IN_PERIOD
from demo.factories.accounts import UserFactory
from tests.mails import error_mails

pytestmark = pytest.mark.django_db


@login_not_required
def broken(request, error):
    if error == "database":
        raise OperationalError("the connection is closed")
    # Each word is an error in a place of its own.
    exec(compile("{}['x']", f"{__file__}-{error}", "exec"))  # noqa: S102


@login_not_required
def refusing(request, status):
    return HttpResponse(status=status)


@login_not_required
def also_refusing(request):
    return HttpResponse(status=503)


urlpatterns = [
    path("broken/<error>/", broken),
    path("refusing/<int:status>/", refusing, name="refusing"),
    path("also-refusing/", also_refusing, name="also_refusing"),
    path("", include("config.urls")),
]


@pytest.fixture(autouse=True)
def ask(client, settings):
    """Ask for a page as a visitor, while errors are mailed."""
    settings.ADMINS = [("", "ops@example.org")]
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    cache.clear()
    yield lambda page, **options: client.get(page, **options).status_code
    mailed()
    cache.clear()


def mailed() -> list[str]:
    """Return the texts of all mails, once those on their way are sent."""
    return [str(message.body) for message in error_mails()]


def test_the_same_error_is_mailed_once_an_hour_with_how_often_it_came(ask):
    with time_machine.travel("2026-11-29T10:00:00Z", tick=False) as clock:
        statuses = [ask("/broken/index/") for _time in range(5)]
        at_once = mailed()
        clock.shift(3_601)
        ask("/broken/index/")

    assert statuses == [500] * 5
    assert ["KeyError" in text for text in at_once] == [True]
    assert "more times" not in at_once[0]
    assert [("4 more times" in text) for text in mailed()] == [False, True]


@pytest.fixture
def as_in_production(settings):
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "core.logs.error_reports.FieldNamesOnlyFilter"
    get_default_exception_reporter_filter.cache_clear()
    yield
    get_default_exception_reporter_filter.cache_clear()


@pytest.mark.usefixtures("as_in_production")
def test_no_value_of_a_cookie_is_mailed(ask, client):
    client.cookies["known_device"] = "opens-a-way-in"
    client.cookies["csrftoken"] = "c" * 32

    ask("/broken/cookies/")

    (text,) = mailed()
    assert "known_device" in text
    assert "opens-a-way-in" not in text
    assert "c" * 32 not in text


def test_the_person_is_named_by_the_number_of_the_account_alone(ask, client):
    reader = UserFactory(full_name="Ngozi Eze", email="ngozi@example.org")
    ask("/broken/visitor/")
    client.force_login(reader)
    ask("/broken/reader/")

    of_visitor, of_reader = mailed()

    assert "USER: nobody signed in\n" in of_visitor
    assert f"USER: account {reader.pk}\n" in of_reader
    assert "Ngozi" not in of_reader
    assert "ngozi" not in of_reader


@pytest.mark.usefixtures("as_in_production")
def test_no_value_of_an_address_and_no_server_is_mailed(ask, settings, monkeypatch):
    settings.REDIS_URL = "redis://:s3same@redis.internal:6379/0"
    settings.EMAIL_HOST = "smtp.internal"
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "database.internal")

    ask(
        "/broken/a-secret-word/?q=my-illness&topic=cold",
        headers={"Referer": "https://example.org/?q=my-illness", "X-Forwarded-For": "192.0.2.7"},
        REMOTE_ADDR="192.0.2.8",
    )

    (text,) = mailed()
    hidden = ("my-illness", "192.0.2", ".internal", "s3same", "example.org")
    assert [word for word in hidden if word in text] == []
    assert [name in text for name in ("q = ", "topic = ", "QUERY_STRING", "REDIS_URL")] == [
        True
    ] * 4
    assert "Request URL: /broken/<error>/" in text.replace("&lt;", "<").replace("&gt;", ">")


def test_answers_that_fail_without_an_exception_are_told_by_view_and_status(ask):
    pages = ("/refusing/503/", "/refusing/502/", "/also-refusing/", "/refusing/503/")

    statuses = [ask(page) for page in pages]

    assert statuses == [503, 502, 503, 503]
    assert len(mailed()) == 3


def test_an_error_that_came_when_ten_mails_were_sent_is_mailed_in_the_next_period(ask):
    with time_machine.travel("2026-11-29T10:30:00Z", tick=False) as clock:
        for number in range(MOST_IN_PERIOD):
            ask(f"/broken/place-{number}/")
        for _time in range(3):
            ask("/broken/late/")
        in_this_period = len(mailed())
        clock.shift(31 * 60)
        ask("/broken/late/")

    assert in_this_period == MOST_IN_PERIOD
    assert len(mailed()) == MOST_IN_PERIOD + 1
    assert "3 more times" in mailed()[-1]


def test_different_errors_are_mailed_each_and_a_database_that_is_away_is_one(ask):
    for error in ("index", "other", "database", "database", "index"):
        ask(f"/broken/{error}/")

    assert len(mailed()) == 3


def test_when_everything_fails_at_once_ten_mails_are_enough(ask):
    for number in range(MOST_IN_PERIOD + 5):
        ask(f"/broken/place-{number}/")

    assert len(mailed()) == MOST_IN_PERIOD


@pytest.mark.parametrize("page", ["/", "/wp-login.php", "/accounts/login/", "/broken/index/"])
def test_a_wrong_host_is_refused_and_mailed_to_nobody(ask, page):
    assert ask(page, headers={"Host": "scanner.example.net"}) == 400
    assert mailed() == []


@pytest.mark.parametrize(
    "page", ["/wp-login.php", "/?page=%00", "/library/?year=../../etc/passwd", "/health/none"]
)
def test_scanners_mail_nobody(ask, page):
    assert ask(page) < 500
    assert mailed() == []


def test_a_form_with_too_many_fields_mails_nobody(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5

    answer = client.post("/accounts/login/", {str(number): "x" for number in range(9)})

    assert answer.status_code == 400
    assert mailed() == []


@pytest.mark.parametrize("page", ["/health/live", "/health/ready"])
@pytest.mark.parametrize("host", ["10.0.0.1", "10.0.0.1:8000", "[fd00::1]"])
def test_the_checks_of_machines_answer_by_address(ask, page, host):
    assert ask(page, headers={"Host": host}) == 200


@pytest.mark.parametrize("page", ["/", "/health/", "/health/none", "/library/", "/robots.txt"])
def test_nothing_else_answers_by_address(ask, page):
    assert ask(page, headers={"Host": "10.0.0.1"}) == 400


def test_no_request_waits_for_the_mail_server(ask, monkeypatch):
    is_over = threading.Event()
    monkeypatch.setattr(mail, "mail_admins", lambda *_args, **_kwargs: is_over.wait(10))

    start = time.monotonic()
    status = ask("/broken/index/")
    seconds = time.monotonic() - start
    is_over.set()

    assert status == 500
    assert seconds < 5


def test_a_mail_server_that_refuses_is_noted_in_the_log(ask, monkeypatch, caplog):
    monkeypatch.setattr(mail, "mail_admins", Mock(side_effect=smtplib.SMTPException("refused")))

    ask("/broken/index/")

    assert mailed() == []
    assert "The mail about an error could not be sent." in caplog.messages


def test_a_cache_that_cannot_be_written_is_told(ask, monkeypatch):
    monkeypatch.setattr(
        "core.logs.error_mails.cache",
        Mock(add=Mock(side_effect=OSError("No space left on device"))),
    )

    statuses = [ask("/broken/index/"), ask("/broken/index/")]

    assert statuses == [500, 500]
    assert len(mailed()) == 1
