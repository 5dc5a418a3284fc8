"""Live sessions of cohorts: made, seen by whom they are for, attended, and ended with a place or with the cohort."""

import csv
import datetime as dt
import io
import uuid

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from courses.actions.cohorts.joining import leave_cohort
from courses.actions.cohorts.learners import move_learner
from courses.actions.cohorts.live_sessions import add_live_sessions
from courses.actions.cohorts.planning import cancel_cohort, delete_cohort
from courses.models import CohortEvent
from courses.refusals import CohortCancelled, CohortHasSessions, EventNotAdded
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortEventFactory, CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory
from demo.factories.events import EventFactory, RegistrationFactory
from events.actions.events import publish_event
from events.actions.registrations import end_registrations_of_absent, register
from events.agenda import coming_up_of
from events.models import Event, Registration
from events.refusals import NotForYou
from events.states import EventAccess, EventMode, EventState, Seat
from notifications.models import Notification
from tests.query_counts import queries_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@shared
def cohort():
    """A cohort that has begun, with a facilitator of its own who has no role."""
    with time_machine.travel(NOW, tick=False):
        course = CourseFactory(at=NOW - dt.timedelta(days=60))
        return CohortFactory(
            course=course,
            facilitators=[UserFactory(full_name="Ruth Host", email="ruth@example.org")],
            starts_on=NOW.date() - dt.timedelta(days=3),
        )


def names(cohort, *more):
    return [cohort.release.course.slug, cohort.pk, *more]


def page_of(client, reader, address):
    client.force_login(reader)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(**changes):
    return {
        "title": "Questions and answers",
        "day": "2026-12-01",
        "time": "14:00",
        "time_zone": "Europe/London",
        "minutes": "60",
        "mode": "online",
        "join_link": "https://meet.example.org/evening",
        "hosts": "ruth@example.org",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


def came(event, user, *, has_come=True):
    return RegistrationFactory(event=event, user=user, has_come=has_come)


def test_a_facilitator_adds_a_session_that_only_the_cohort_sees(client, cohort):
    ruth = cohort.facilitators.get()
    place, stranger = CohortPlaceFactory(cohort=cohort), UserFactory()
    address = reverse("courses:live_session_new", args=names(cohort))
    data = sent()

    form = page_of(client, ruth, address)
    first, second = (client.post(address, data) for _ in range(2))
    event = Event.objects.get()
    draft = page_of(client, place.user, cohort.get_absolute_url())
    publish_event(event=event, by=ruth, at=NOW)
    page = page_of(client, place.user, cohort.get_absolute_url())
    home = [one.title for one in coming_up_of(place.user, NOW)]

    assert "ruth@example.org" in form
    assert 'name="access"' not in form
    assert first.url == second.url == event.get_absolute_url()
    assert (event.access, list(event.hosts.all())) == (EventAccess.GROUP, [ruth])
    assert "This cohort has no live sessions yet." in draft
    assert "Questions and answers" in page
    assert "Not registered" in page
    assert "Questions and answers" in page_of(
        client, place.user, cohort.release.course.get_absolute_url()
    )
    assert home == ["Questions and answers: you have not registered yet"]
    client.force_login(stranger)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert "Questions and answers" not in client.get(cohort.get_absolute_url()).content.decode()


def test_a_series_is_added_as_a_whole(client, cohort):
    client.force_login(cohort.facilitators.get())

    answer = client.post(
        reverse("courses:live_session_new", args=names(cohort)),
        sent(rhythm="weekly", how_many="3"),
    )

    assert CohortEvent.objects.filter(cohort=cohort).count() == 3
    assert answer.url == Event.objects.first().series.get_absolute_url()


def test_what_is_wrong_is_said_and_nothing_is_made(client, cohort):
    client.force_login(cohort.facilitators.get())

    answer = client.post(
        reverse("courses:live_session_new", args=names(cohort)),
        sent(title="", summary="Kept words"),
    )

    assert "Enter the title" in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("course facilitator", 200),
        ("administrator", 200),
        ("learner", 403),
        ("reviewer", 403),
    ],
)
def test_who_adds_sessions(client, cohort, who, status):
    people = {
        "facilitator": cohort.facilitators.get,
        "course facilitator": cohort.release.course.facilitators.get,
        "administrator": lambda: UserFactory(roles=[Role.ADMINISTRATOR]),
        "learner": lambda: CohortPlaceFactory(cohort=cohort).user,
        "reviewer": lambda: UserFactory(roles=[Role.REVIEWER]),
    }
    session = CohortEventFactory(cohort=cohort)
    client.force_login(people[who]())

    got = [
        client.get(reverse(f"courses:live_session_{name}", args=names(cohort))).status_code
        for name in ("new", "add")
    ]
    removed = client.post(
        reverse("courses:live_session_remove", args=names(cohort, session.event_id))
    ).status_code

    assert got == [status, status]
    assert removed == (302 if status == 200 else 403)


def test_strangers_do_not_find_a_hidden_cohort(client):
    cohort = CohortFactory(entry="invitation")
    client.force_login(UserFactory())

    for name in ("new", "add"):
        address = reverse(f"courses:live_session_{name}", args=names(cohort))
        assert client.get(address).status_code == 404


def test_only_events_one_looks_after_are_added_and_removing_can_be_undone(client, cohort):
    ruth = cohort.facilitators.get()
    hers = EventFactory(title="Hers", hosts=[ruth])
    other = EventFactory(title="Of others")
    EventFactory(title="Cancelled", hosts=[ruth], state=EventState.CANCELLED)
    EventFactory(title="Long ago", hosts=[ruth], starts_at=NOW - dt.timedelta(days=2))
    address = reverse("courses:live_session_add", args=names(cohort))

    form = page_of(client, ruth, address)
    nothing = client.post(address, {})
    refused = client.post(address, {"events": [other.pk]})
    client.post(address, {"events": [hers.pk]})
    added = list(CohortEvent.objects.values_list("event", flat=True))
    empty = page_of(client, ruth, address)
    gone = client.post(
        reverse("courses:live_session_remove", args=names(cohort, hers.pk)), follow=True
    )

    assert [title in form for title in ("Hers", "Of others", "Cancelled", "Long ago")] == [
        *(True, False, False, False)
    ]
    assert "Choose at least one event." in nothing.content.decode()
    assert "This event can no longer be added." in refused.content.decode()
    assert added == [hers.pk]
    assert "No events to add" in empty
    assert f'formaction="{address}"' in gone.content.decode()
    assert not CohortEvent.objects.exists()
    with pytest.raises(EventNotAdded):
        add_live_sessions(cohort=cohort, keys=[other.pk], by=ruth, at=NOW)


@pytest.mark.parametrize("way", ["leaves", "moves", "is cancelled", "is removed"])
def test_who_is_no_longer_let_in_loses_their_place_and_hears_of_it(client, cohort, way):
    event = CohortEventFactory(cohort=cohort).event
    # Another cohort keeps the event, so that it takes place.
    CohortEventFactory(event=event)
    place = CohortPlaceFactory(cohort=cohort)
    register(event=event, user=place.user, seat=Seat.ONLINE, at=NOW)
    by = cohort.facilitators.get()
    later = NOW + dt.timedelta(hours=1)

    if way == "leaves":
        leave_cohort(cohort=cohort, user=place.user, at=later)
    elif way == "moves":
        other = CohortFactory(course=cohort.release.course)
        theirs = CohortEventFactory(cohort=other).event
        move_learner(enrolment=place, cohort=other, by=by, at=later)
        register(event=theirs, user=place.user, seat=Seat.ONLINE, at=later)
    elif way == "is cancelled":
        cancel_cohort(cohort=cohort, by=by, reason="Too few.", at=later)
    else:
        client.force_login(by)
        client.post(reverse("courses:live_session_remove", args=names(cohort, event.pk)))
    ended = end_registrations_of_absent(at=later)

    event.refresh_from_db()
    assert (ended, event.state) == (1, EventState.PUBLISHED)
    assert Registration.objects.get(event=event).state == "withdrawn"
    told = Notification.objects.filter(recipient=place.user, kind="events.withdrawn")
    assert told.count() == 1
    with pytest.raises(NotForYou):
        register(event=event, user=place.user, seat=Seat.ONLINE, at=later)


def test_who_is_let_in_keeps_their_place(cohort):
    event = CohortEventFactory(cohort=cohort).event
    people = [
        CohortPlaceFactory(cohort=cohort).user,
        cohort.facilitators.get(),
        cohort.release.course.facilitators.get(),
    ]
    for person in people:
        register(event=event, user=person, seat=Seat.ONLINE, at=NOW)

    assert end_registrations_of_absent(at=NOW) == 0
    assert Registration.objects.registered().count() == 3


def test_cancelling_a_cohort_cancels_what_is_for_it_alone(cohort):
    by = cohort.facilitators.get()
    place = CohortPlaceFactory(cohort=cohort)
    own = CohortEventFactory(cohort=cohort).event
    public = CohortEventFactory(cohort=cohort, event__access=EventAccess.PUBLIC).event
    shared = CohortEventFactory(cohort=cohort).event
    CohortEventFactory(event=shared)
    over = CohortEventFactory(cohort=cohort, event__starts_at=NOW - dt.timedelta(days=1)).event
    draft = CohortEventFactory(cohort=cohort, event__state=EventState.DRAFT).event
    register(event=own, user=place.user, seat=Seat.ONLINE, at=NOW)

    for _again in range(2):
        cancel_cohort(cohort=cohort, by=by, reason="Too few people.", at=NOW)

    states = [Event.objects.get(pk=event.pk).state for event in (own, public, shared, over, draft)]
    assert states == ["cancelled", "published", "published", "published", "draft"]
    told = Notification.objects.get(recipient=place.user, kind="events.cancelled")
    assert told.text == "Too few people."
    with pytest.raises(CohortCancelled):
        add_live_sessions(cohort=cohort, keys=[public.pk], by=by, at=NOW)


def test_a_series_of_a_cancelled_cohort_is_told_of_once(client, cohort):
    by = cohort.facilitators.get()
    place = CohortPlaceFactory(cohort=cohort)
    client.force_login(by)
    client.post(
        reverse("courses:live_session_new", args=names(cohort)),
        sent(rhythm="weekly", how_many="3"),
    )
    for event in Event.objects.order_by("pk"):
        publish_event(event=event, by=by, at=NOW)
        register(event=event, user=place.user, seat=Seat.ONLINE, at=NOW)

    cancel_cohort(cohort=cohort, by=by, reason="Too few people.", at=NOW)

    assert set(Event.objects.values_list("state", flat=True)) == {"cancelled"}
    told = Notification.objects.filter(recipient=place.user, kind__contains="cancelled")
    assert list(told.order_by("pk").values_list("kind", flat=True)) == [
        "courses.cohort_cancelled",
        "events.series-cancelled",
    ]


def test_a_cohort_with_sessions_is_not_deleted(cohort):
    CohortEventFactory(cohort=cohort)

    with pytest.raises(CohortHasSessions):
        delete_cohort(cohort=cohort)


def test_a_learner_reads_their_own_time_and_finds_the_link_in_time(client, cohort, time_machine):
    place = CohortPlaceFactory(cohort=cohort, user=UserFactory(time_zone="Asia/Kolkata"))
    event = CohortEventFactory(cohort=cohort).event
    RegistrationFactory(event=event, user=place.user)

    early = page_of(client, place.user, cohort.get_absolute_url())
    time_machine.move_to(event.starts_at - dt.timedelta(minutes=29), tick=False)
    late = page_of(client, place.user, cohort.get_absolute_url())

    assert "17:30 to 18:30, Asia/Kolkata" in early
    assert "Registered" in early
    assert "The link to join is here from 30 minutes before the start." in early
    assert "meet.example.org" not in early
    assert 'href="https://meet.example.org/room"' in late


def test_the_place_is_shown_to_learners_alone(client, cohort):
    place = CohortPlaceFactory(cohort=cohort)
    CohortEventFactory(cohort=cohort, event__mode=EventMode.IN_PERSON, event__place="Room 2")

    assert "Room 2" in page_of(client, place.user, cohort.get_absolute_url())
    assert "Room 2" not in page_of(client, UserFactory(), cohort.get_absolute_url())
    client.logout()
    assert "Room 2" not in client.get(cohort.get_absolute_url()).content.decode()


def test_the_table_says_how_many_sessions_each_came_to(client, cohort):
    course_facilitator = cohort.release.course.facilitators.get()
    nia, kofi = (
        CohortPlaceFactory(cohort=cohort, user=UserFactory(full_name=name))
        for name in ("Nia Prys", "Kofi Mensah")
    )
    page = reverse("courses:cohort_learners", args=names(cohort))
    before = page_of(client, course_facilitator, page)
    ruth = cohort.facilitators.get()
    events = [
        EventFactory(title=f"Day {day}", starts_at=NOW - dt.timedelta(days=day), hosts=[ruth])
        for day in (1, 2, 3)
    ]
    held = [CohortEventFactory(cohort=cohort, event=event).event for event in events]
    CohortEventFactory(cohort=cohort)
    for event in held[:2]:
        came(event, nia.user)
    came(held[2], nia.user, has_come=False)
    came(held[0], UserFactory())

    table = page_of(client, ruth, page)
    file = client.get(page, {"as": "csv", "sort": "name"}).getvalue().decode("utf-8-sig")
    learner = reverse("courses:cohort_learner", args=names(cohort, nia.pk))
    by_others = page_of(client, course_facilitator, learner)
    one = page_of(client, ruth, learner)
    sorted_rows = client.get(page, {"sort": "-sessions"}).context["table"].rows

    assert "Attended" not in before
    assert "2 of 3" in table
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["Attended"] for row in rows] == ["0 of 3", "2 of 3"]
    assert [row.place for row in sorted_rows] == [nia, kofi]
    attendance = reverse("events:event_people", args=[held[0].pk])
    assert (attendance in one, attendance in by_others) == (True, False)
    assert one.count("Did not attend") == 1


def test_pages_take_the_same_queries_however_many_sessions(client, cohort):
    place = CohortPlaceFactory(cohort=cohort)
    pages = [
        (place.user, cohort.get_absolute_url()),
        (place.user, cohort.release.course.get_absolute_url()),
        (cohort.facilitators.get(), cohort.get_absolute_url()),
        (cohort.facilitators.get(), reverse("courses:cohort_learners", args=names(cohort))),
    ]

    def add_sessions(count):
        for _ in range(count):
            event = CohortEventFactory(cohort=cohort).event
            RegistrationFactory(event=event, user=place.user)
            past = CohortEventFactory(
                cohort=cohort, event__starts_at=NOW - dt.timedelta(days=1)
            ).event
            came(past, place.user)

    def queries():
        counts = []
        for reader, address in pages:
            client.force_login(reader)
            counts += queries_of(client, address)
        return counts

    add_sessions(1)
    few = queries()
    add_sessions(2)

    assert queries() == few
