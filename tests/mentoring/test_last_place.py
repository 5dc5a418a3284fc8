"""Two hundred accepts for a mentor's last place, through real processes."""

import datetime as dt
import multiprocessing
from collections import Counter

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.models import User
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from mentoring.actions import accept_request
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
def test_of_200_parallel_accepts_for_the_last_place_exactly_one_succeeds():
    mentor = MentorProfileFactory(capacity=2).user
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
        "accepted": 1,
        "NoPlaceLeft: All places of this mentor are taken.": PROCESSES * EACH - 1,
    }
    assert MentorProfile.objects.get(pk=mentor.pk).places_taken == 2
    assert Match.objects.filter(mentor=mentor).live().count() == 2
    assert MentoringRequest.objects.filter(state=RequestState.ACCEPTED).count() == 2
