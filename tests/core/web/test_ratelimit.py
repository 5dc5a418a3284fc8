"""How often one visitor may ask."""

import threading
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse

import config.settings
from core.refusals import TooManyRequests
from core.web.ratelimit import client_address, limit_rate


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@limit_rate("verify", "2/m")
def verify(request):
    return HttpResponse()


@limit_rate("export", "3/h")
def export(request):
    return HttpResponse()


@limit_rate("send", "1/m", methods=["POST"])
def send(request):
    return HttpResponse()


def ask(rf, view, *, user=None, method="get", **meta):
    request = getattr(rf, method)("/", **meta)
    request.user = user or AnonymousUser()
    return view(request).status_code


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (2, "7.7.7.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:7.7.7.7", "7.7.7.7"),
        (1, "7.7.7.7:5678", "7.7.7.7"),
        (1, "[2001:db8:1:2::9]:5678", "2001:db8:1:2::"),
        (1, "nonsense", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


@pytest.fixture
def default_cache(settings, tmp_path):
    """The cache of an install without Redis, not the one of the tests."""
    installed = config.settings.CACHES["default"]
    if config.settings.REDIS_URL:
        pytest.skip("This install counts in Redis.")
    settings.CACHES = {"default": {**installed, "LOCATION": tmp_path}}


def test_the_third_of_two_a_minute_is_refused(rf, time_machine):
    time_machine.move_to("2026-11-24T09:00:10Z", tick=False)

    assert [ask(rf, verify), ask(rf, verify)] == [200, 200]
    with pytest.raises(TooManyRequests, match="Too many requests"):
        ask(rf, verify)


def test_a_house_of_many_people_can_let_more_through(rf, settings, time_machine):
    time_machine.move_to("2026-11-24T09:00:10Z", tick=False)
    settings.RATE_LIMIT_FACTOR = 2

    assert [ask(rf, verify) for _ in range(4)] == [200] * 4
    with pytest.raises(TooManyRequests):
        ask(rf, verify)


def test_visitors_are_counted_apart(rf):
    one, two = (SimpleNamespace(pk=pk, is_authenticated=True) for pk in (1, 2))

    for _ in range(2):
        for visitor in ({}, {"REMOTE_ADDR": "10.0.0.9"}, {"user": one}, {"user": two}):
            assert ask(rf, verify, **visitor) == 200


def test_a_new_minute_begins_anew(rf, time_machine):
    time_machine.move_to("2026-11-24T09:00:10Z")
    ask(rf, verify)
    ask(rf, verify)

    time_machine.move_to("2026-11-24T09:01:10Z")

    assert ask(rf, verify) == 200


def test_the_default_cache_counts_to_the_end_of_the_hour(rf, default_cache, time_machine):
    answers = []
    for minute in ("00", "01", "20"):
        time_machine.move_to(f"2026-11-24T09:{minute}:00Z", tick=False)
        answers.append(ask(rf, export))
    time_machine.move_to("2026-11-24T09:59:00Z", tick=False)
    with pytest.raises(TooManyRequests):
        ask(rf, export)
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)

    assert [*answers, ask(rf, export)] == [200] * 4


def test_of_many_who_ask_the_default_cache_at_once_each_is_counted(default_cache):
    cache.add("asked", 0)
    askers = [threading.Thread(target=cache.incr, args=("asked",)) for _ in range(40)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert cache.get("asked") == 40


def test_only_the_named_methods_count(rf):
    assert [ask(rf, send), ask(rf, send), ask(rf, send, method="post")] == [200, 200, 200]
    with pytest.raises(TooManyRequests):
        ask(rf, send, method="post")


@pytest.mark.django_db
def test_the_visitor_reads_why(client, settings):
    settings.ROOT_URLCONF = "tests_ratelimit_urls"
    import sys
    import types

    from django.contrib.auth.decorators import login_not_required
    from django.urls import include, path

    urls = types.ModuleType("tests_ratelimit_urls")
    urls.urlpatterns = [
        path("verify/", login_not_required(verify)),
        path("", include("config.urls")),
    ]
    sys.modules["tests_ratelimit_urls"] = urls

    answers = [client.get("/verify/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many requests." in answers[2].content.decode()
