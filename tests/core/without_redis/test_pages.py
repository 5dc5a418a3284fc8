"""Redis refuses, hangs, falls or comes back: pages are served and none of them waits."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse
from redis import Redis

import config.celery
from core.operation import outages
from core.operation.outages import Outage, outage_of
from core.refusals import TooManyRequests
from core.web.ratelimit import limit_rate
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.tasks import forget_reader
from tests.ports import free_port

pytestmark = pytest.mark.django_db

# Twice and more of the time-outs, for a busy machine.
LONGEST = 3


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
