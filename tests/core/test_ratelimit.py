"""How often one visitor may ask."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse

from core.ratelimit import client_address, limit_rate
from core.refusals import TooManyRequests


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@limit_rate("verify", "2/m")
def verify(request):
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
        (1, "nonsense", "nonsense"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


def test_the_third_of_two_a_minute_is_refused(rf):
    assert [ask(rf, verify), ask(rf, verify)] == [200, 200]
    with pytest.raises(TooManyRequests, match="too often"):
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
    assert "You ask too often." in answers[2].content.decode()
