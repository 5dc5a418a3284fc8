"""Many people at once want the last places: each place goes to one of them, and the others wait in order."""

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest
from django.db import connection
from django.utils import timezone

from courses.actions.cohorts.joining import join_cohort, leave_cohort
from courses.actions.cohorts.live_sessions import add_live_sessions
from courses.actions.cohorts.planning import cancel_cohort
from courses.models import Cohort, CohortEvent, Enrolment, WaitingPlace
from courses.refusals import CohortCancelled, EventNotAdded
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortEventFactory, CohortFactory, CohortPlaceFactory
from demo.factories.events import EventFactory
from events.models import Event
from events.states import EventAccess, EventState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def each(work, things, workers=8):
    """Do the work for each thing, several at a time, each thread with its own connection to the database."""
    todo = SimpleQueue()
    for thing in things:
        todo.put(thing)

    def some(_number):
        try:
            while not todo.empty():
                work(todo.get_nowait())
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=workers) as pool:
        list(pool.map(some, range(workers)))


def test_two_hundred_people_for_the_last_twenty_places():
    cohort = CohortFactory(capacity=25)
    CohortPlaceFactory.create_batch(5, cohort=cohort)
    people = UserFactory.create_batch(200)

    each(lambda user: join_cohort(cohort=cohort, user=user, at=timezone.now()), people)

    cohort.refresh_from_db()
    waiting = list(WaitingPlace.objects.in_order().values_list("user", flat=True))
    learning = Enrolment.objects.filter(cohort=cohort).values_list("user", flat=True)
    assert (cohort.taken, len(learning), len(waiting)) == (25, 25, 180)
    assert {*learning, *waiting} >= {user.pk for user in people}
    assert not {*learning} & {*waiting}

    leaving = [place.user for place in Enrolment.objects.order_by("pk")[:10]]
    each(lambda user: leave_cohort(cohort=cohort, user=user, at=timezone.now()), leaving)

    moved_up = waiting[:10]
    here = Enrolment.objects.filter(cohort=cohort, user__in=moved_up)
    assert Cohort.objects.get().taken == 25
    assert (here.count(), list(WaitingPlace.objects.in_order().values_list("user", flat=True))) == (
        10,
        waiting[10:],
    )


def test_cohorts_that_share_a_session_and_are_cancelled_at_once_leave_none_that_nobody_can_come_to():
    cohorts = CohortFactory.create_batch(4)
    event = CohortEventFactory(cohort=cohorts[0]).event
    for cohort in cohorts[1:]:
        CohortEventFactory(cohort=cohort, event=event)

    each(_cancel, cohorts)

    event.refresh_from_db()
    assert event.state == EventState.CANCELLED


def test_a_session_added_while_its_cohort_is_cancelled_is_refused_or_cancelled_too():
    cohort = CohortFactory()
    by = cohort.facilitators.get()
    events = [EventFactory(hosts=[by], access=EventAccess.GROUP) for _ in range(6)]

    def work(event):
        if event is None:
            return _cancel(cohort)
        try:
            return add_live_sessions(cohort=cohort, keys=[event.pk], by=by, at=timezone.now())
        except (CohortCancelled, EventNotAdded):
            return None

    each(work, [*events[:3], None, *events[3:]])

    added = set(CohortEvent.objects.values_list("event", flat=True))
    cancelled = Event.objects.filter(state=EventState.CANCELLED).values_list("pk", flat=True)
    assert set(cancelled) == added


def _cancel(cohort):
    by = cohort.facilitators.get()
    cancel_cohort(cohort=cohort, by=by, reason="Too few.", at=timezone.now())
