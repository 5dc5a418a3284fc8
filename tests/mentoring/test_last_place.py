"""Two hundred accepts for a mentor's last places, through real processes."""

import datetime as dt
import http.client
import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as present_settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from benchmarks.server import serving
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from mentoring.actions.requests import accept_request
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.states import RequestState

PROCESSES = 8
EACH = 25
PATIENCE = 60
_INHERITED = []


def make_requests(mentor, count):
    mentees = User.objects.bulk_create(
        User(email=f"waiting{n}@example.org", full_name=f"Waiting {n}", is_demo=True)
        for n in range(count)
    )
    now = timezone.now()
    return MentoringRequest.objects.bulk_create(
        MentoringRequest(
            mentor=mentor,
            mentee=mentee,
            message="Please.",
            created_at=now,
            expires_at=now + dt.timedelta(days=21),
        )
        for mentee in mentees
    )


def accept_all(keys, everyone_is_ready, outcomes):
    """Run in a process of its own, with its own connection: accept one request after the other."""
    # Should an open one have come along all the same, it is the parent's to use and to close.
    _INHERITED.append(connection.connection)
    connection.connection = None
    counted = Counter()
    requests = list(MentoringRequest.objects.filter(pk__in=keys).select_related("mentor", "mentee"))
    everyone_is_ready.wait(PATIENCE)
    for request in requests:
        try:
            accept_request(request=request, by=request.mentor, at=timezone.now())
        except Exception as refusal:  # noqa: BLE001  (whatever happens is counted and compared)
            counted[f"{type(refusal).__name__}: {refusal}"] += 1
        else:
            counted["accepted"] += 1
    connections.close_all()
    outcomes.put(counted)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("free", [1, 3])
def test_of_200_parallel_accepts_exactly_as_many_succeed_as_places_are_free(free):
    mentor = MentorProfileFactory(capacity=1 + free).user
    MatchFactory(mentor=mentor)
    keys = [request.pk for request in make_requests(mentor, PROCESSES * EACH)]
    # Forked, so that the time goes into accepting and not into eight starts of Django; a child must not
    # inherit an open connection.
    connections.close_all()
    system = multiprocessing.get_context("fork")
    everyone_is_ready, queue = system.Barrier(PROCESSES), system.Queue()

    workers = [
        system.Process(target=accept_all, args=(keys[n::PROCESSES], everyone_is_ready, queue))
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    outcomes = sum((queue.get(timeout=PATIENCE) for _ in workers), Counter())
    for worker in workers:
        worker.join(PATIENCE)

    assert outcomes == {
        "accepted": free,
        "NoPlaceLeft: This mentor has no free places.": PROCESSES * EACH - free,
    }
    assert MentorProfile.objects.get(pk=mentor.pk).places_taken == 1 + free
    assert Match.objects.filter(mentor=mentor).live().count() == 1 + free
    assert MentoringRequest.objects.filter(state=RequestState.ACCEPTED).count() == 1 + free


@pytest.fixture
def server(monkeypatch, tmp_path):
    """The real server, two processes of it, on the database of this test."""
    place = connection.settings_dict
    name = place["NAME"]
    if connection.vendor == "postgresql":
        login = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
        monkeypatch.setenv("DATABASE_URL", f"postgres://{login}/{name}")
    else:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{name}")
    monkeypatch.setenv("SECRET_KEY", present_settings.SECRET_KEY)
    monkeypatch.setenv("ALLOWED_HOSTS", "127.0.0.1")
    monkeypatch.delenv("REDIS_URL", raising=False)
    with serving("config.wsgi", tmp_path) as running:
        yield running


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_200_forms_sent_at_once_for_the_last_place_exactly_one_is_taken(server):
    mentor = MentorProfileFactory(capacity=1).user
    addresses = [
        reverse("mentoring:request_detail", args=[request.pk])
        for request in make_requests(mentor, 200)
    ]
    client = Client()
    client.force_login(mentor)
    token = "x" * 32
    session = client.cookies[present_settings.SESSION_COOKIE_NAME].value
    headers = {
        "Cookie": f"{present_settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def accept(address):
        sent = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        sent.request("POST", address, "accept=yes", headers)
        answer = sent.getresponse()
        return answer.status, "This mentor has no free places." in answer.read().decode()

    with ThreadPoolExecutor(len(addresses)) as pool:
        answers = Counter(pool.map(accept, addresses))

    assert answers == {(302, False): 1, (200, True): 199}
    assert MentorProfile.objects.get(pk=mentor.pk).places_taken == 1
    assert Match.objects.filter(mentor=mentor).count() == 1
