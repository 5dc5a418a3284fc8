"""Two hundred people for the last twenty places, through real processes."""

import multiprocessing
from collections import Counter

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.models import User
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory
from events.actions.registrations import register, withdraw
from events.models import Event, Registration
from events.states import Seat
from tests.at_once import at_once

PROCESSES, EACH, PLACES = 8, 25, 20
PATIENCE = 180
_INHERITED = []


def register_all(event_key, keys, everyone_is_ready, outcomes):
    """Run in a process of its own, with its own connection: register one person after the other."""
    _INHERITED.append(connection.connection)
    connection.connection = None
    counted = Counter()
    event = Event.objects.get(pk=event_key)
    people = list(User.objects.filter(pk__in=keys).order_by("pk"))
    everyone_is_ready.wait(PATIENCE)
    for person in people:
        try:
            mine = register(event=event, user=person, seat=Seat.ONLINE, at=timezone.now())
        except Exception as refusal:  # noqa: BLE001  (whatever happens is counted and compared)
            counted[f"{type(refusal).__name__}: {refusal}"] += 1
        else:
            counted[mine.state] += 1
    connections.close_all()
    outcomes.put(counted)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_200_people_exactly_20_get_a_place_and_the_others_wait_in_order():
    event = EventFactory(capacity_online=PLACES)
    people = User.objects.bulk_create(
        User(email=f"comes{n}@example.org", full_name=f"Comes {n}", is_demo=True)
        for n in range(PROCESSES * EACH)
    )
    keys = [person.pk for person in people]
    connections.close_all()
    system = multiprocessing.get_context("fork")
    everyone_is_ready, queue = system.Barrier(PROCESSES), system.Queue()

    workers = [
        system.Process(
            target=register_all, args=(event.pk, keys[n::PROCESSES], everyone_is_ready, queue)
        )
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    outcomes = sum((queue.get(timeout=PATIENCE) for _ in workers), Counter())
    for worker in workers:
        worker.join(PATIENCE)

    rows = list(Registration.objects.order_by("number").values_list("number", "state"))
    assert outcomes == {"registered": PLACES, "waiting": PROCESSES * EACH - PLACES}
    assert [number for number, _state in rows] == list(range(1, PROCESSES * EACH + 1))
    assert [state for _number, state in rows[:PLACES]] == ["registered"] * PLACES
    assert {state for _number, state in rows[PLACES:]} == {"waiting"}


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_people_who_withdraw_and_come_at_once_leave_no_place_free_and_none_taken_twice():
    event = EventFactory(capacity_online=3)
    people = [UserFactory() for _ in range(9)]
    for person in people[:6]:
        register(event=event, user=person, seat=Seat.ONLINE, at=timezone.now())

    def go(person):
        return lambda: withdraw(event=event, user=person, by=person, at=timezone.now())

    def come(person):
        return lambda: register(event=event, user=person, seat=Seat.ONLINE, at=timezone.now())

    done = at_once(*map(go, people[:3]), *map(come, people[6:]))

    rows = Registration.objects.filter(event=event)
    assert [each for each in done if isinstance(each, Exception)] == []
    assert rows.taking().count() == 3
    offered = rows.filter(state="offered").order_by("number")
    assert [row.user for row in offered] == people[3:6]
