"""Series of events: made, published and registered for together, with single ones moved, given up and cancelled."""

import datetime as dt
import uuid

import pytest
from django.urls import resolve, reverse

from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory, RegistrationFactory
from events.actions.events import move_event
from events.actions.registrations import register, withdraw
from events.actions.series import (
    cancel_following,
    create_series,
    publish_series,
    register_for_series,
    withdraw_from_series,
)
from events.models import Event, EventSeries, Registration
from events.refusals import EventHasStarted
from events.safeguards import people_on_page
from events.states import EventState, Seat
from notifications.conditions import current_at, open_to_recipient
from notifications.models import Notification
from tests.calendars.readers import Program, read_by_both
from tests.events.test_calendars import files_to
from tests.events.test_event_pages import page_of, sent
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
# Over the change of the clocks: 14:00 in London is 14:00 UTC before, and 13:00 after.
FIRST = dt.datetime(2026, 3, 19, 14, tzinfo=dt.UTC)
WEEK = dt.timedelta(weeks=1)
MOMENTS = [FIRST, FIRST + WEEK, *(FIRST + n * WEEK - dt.timedelta(hours=1) for n in (2, 3))]
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@shared
def series(facilitator):
    first = create_series(
        by=facilitator,
        rhythm="weekly",
        moments=MOMENTS,
        starts_at=FIRST,
        time_zone="Europe/London",
        minutes=60,
        topics=[],
        hosts=[facilitator],
        key=uuid.uuid4(),
        at=NOW,
        title="Office hours",
        mode="online",
        join_link="https://meet.example.org/hours",
        capacity_online=2,
    )
    publish_series(series=first.series, by=facilitator, at=NOW)
    return first.series


def events_of(series):
    return list(Event.objects.filter(series=series).order_by("slot_on"))


def test_the_form_makes_a_series_once_which_is_edited_and_published_as_a_whole(client, facilitator):
    client.force_login(facilitator)
    data = sent(hosts=facilitator.email, day="2026-03-19", rhythm="weekly", how_many="4")
    first, second = (client.post(reverse("events:event_new"), data) for _ in range(2))
    series = EventSeries.objects.get()
    drafts = events_of(series)
    words = {**data, "title": "Renamed", "edit_number": "0", "all_drafts": "on"}

    client.post(reverse("events:event_edit", args=[drafts[1].pk]), words)
    before = page_of(client, series.get_absolute_url())
    published = client.post(reverse("events:event_publish", args=[drafts[2].pk]), follow=True)

    assert first.url == second.url == series.get_absolute_url()
    assert [event.starts_at for event in drafts] == MOMENTS
    assert {event.title for event in events_of(series)} == {"Renamed"}
    assert {event.state for event in events_of(series)} == {EventState.PUBLISHED}
    page = published.content.decode()
    assert reverse("events:event_publish", args=[drafts[0].pk]) in before
    assert "Publish all drafts" not in page
    assert "4 events published." in page
    assert "4 events, every week on Thursday" in page


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"how_many": ""}, "Enter how many events"),
        ({"how_many": "27"}, "Enter a number from 2 to 26"),
        ({"day": "2028-01-10", "rhythm": "monthly"}, "within the next two years"),
        ({"day": "2026-03-22", "time": "01:30"}, "does not exist"),
        ({"day": "2020-01-10"}, "Enter a day and time in the future"),
        ({"day": "9999-12-31", "time": "23:30"}, "Enter a day within the next two years"),
    ],
)
def test_what_is_wrong_with_a_series_is_said(client, facilitator, changes, problem):
    client.force_login(facilitator)
    data = sent(hosts=facilitator.email, rhythm="weekly", how_many="4")

    answer = client.post(reverse("events:event_new"), {**data, **changes})

    assert problem in answer.content.decode()
    assert not EventSeries.objects.exists()


def test_who_registers_for_all_gets_places_and_waiting_lists_and_one_mail(series, now):
    full = events_of(series)[1]
    RegistrationFactory.create_batch(2, event=full)
    reader = UserFactory(time_zone="America/New_York")

    new = register_for_series(series=series, user=reader, seat=Seat.ONLINE, at=now)
    again = register_for_series(series=series, user=reader, seat=Seat.ONLINE, at=now)
    told = Notification.objects.get(recipient=reader)
    (content, _type), *others = files_to(reader)

    assert [mine.state for mine in new] == ["registered", "waiting", "registered", "registered"]
    assert (again, others) == ([], [])
    assert "Thursday 26 March 2026, 10:00, America/New York (EDT): on the waiting list" in told.text
    assert read_by_both(content).starts == [MOMENTS[0], *MOMENTS[2:]]
    assert content.count("FREQ=WEEKLY") == 1


def test_a_program_that_knows_only_the_mails_shows_my_places_whatever_happens_to_single_ones(
    series, facilitator, now, time_machine
):
    reader, program, at = UserFactory(), Program(), now
    events = events_of(series)

    def shown():
        nonlocal at
        content = files_to(reader)[-1][0]
        at += HOUR
        time_machine.move_to(at, tick=False)
        program.take_in(content)
        places = Registration.objects.filter(user=reader).registered()
        mine = Event.objects.filter(pk__in=places.values("event"), state=EventState.PUBLISHED)
        assert program.starts == sorted(mine.values_list("starts_at", flat=True))
        return len(program.starts)

    register(event=events[3], user=reader, seat=Seat.ONLINE, at=at)
    assert shown() == 1
    register_for_series(series=series, user=reader, seat=Seat.ONLINE, at=at)
    assert shown() == 4
    withdraw(event=events[0], user=reader, by=reader, at=at)
    assert shown() == 3
    times = {"starts_at": FIRST + dt.timedelta(days=40), "time_zone": "UTC", "minutes": 30}
    move_event(event=events[1], by=facilitator, at=at, **times)
    assert shown() == 3
    register(event=events[0], user=reader, seat=Seat.ONLINE, at=at)
    assert shown() == 4
    cancel_following(event=events[2], by=facilitator, reason="Leave", at=at)
    assert shown() == 2
    withdraw_from_series(series=series, user=reader, at=at)
    assert shown() == 0


def test_a_series_is_cancelled_from_one_event_on_and_everyone_is_told_once(
    client, series, facilitator, now
):
    everyone, one = UserFactory(), UserFactory()
    register_for_series(series=series, user=everyone, seat=Seat.ONLINE, at=now)
    events = events_of(series)
    register(event=events[0], user=one, seat=Seat.ONLINE, at=now)
    client.force_login(facilitator)

    client.post(
        reverse("events:event_cancel", args=[events[1].pk]), {"reason": "Leave", "following": "on"}
    )

    people = reverse("events:event_people", args=[events[1].pk])
    assert people in page_of(client, events[1].get_absolute_url())
    client.force_login(everyone)
    page = page_of(client, series.get_absolute_url())
    assert page.count(">Registered<") == 1
    assert page.count(">Cancelled<") == 3
    assert people not in page_of(client, events[1].get_absolute_url())
    assert [event.state for event in events_of(series)] == ["published", *["cancelled"] * 3]
    told = Notification.objects.filter(kind="events.series-cancelled")
    assert [row.recipient for row in told] == [everyone]
    assert told[0].title == (
        "3 events are cancelled: Office hours, from Thursday 26 March 2026, 14:00, Europe/London (GMT) on"
    )
    assert told.filter(open_to_recipient()).filter(current_at(now)).exists()


def test_the_page_lists_the_events_and_registers_for_all(client, series, now):
    reader = UserFactory()
    address = series.get_absolute_url()
    visitors = page_of(client, address)
    client.force_login(reader)

    before = page_of(client, address)
    said = client.post(
        reverse("events:series_register", args=[series.pk]), {"seat": "online"}, follow=True
    ).content.decode()
    left = client.post(
        reverse("events:series_withdraw", args=[series.pk]), follow=True
    ).content.decode()
    Event.objects.update(state=EventState.DRAFT)

    assert "Sign in to register" in visitors
    assert "Register for all" in before
    assert "You have a place at 4 events." in said
    assert "Withdraw from all" in said
    assert "You have withdrawn from 4 events." in left
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_a_series_takes_the_same_queries_whatever_its_length(
    client, series, django_assert_num_queries, count
):
    Event.objects.filter(pk__in=[e.pk for e in events_of(series)[count:]]).delete()

    with django_assert_num_queries(1):
        answer = client.get(series.get_absolute_url())

    assert answer.content.decode().count('<li class="row">') == count


def test_nobody_registers_for_a_series_that_is_over(series, now):
    with pytest.raises(EventHasStarted):
        register_for_series(
            series=series, user=UserFactory(), seat=Seat.ONLINE, at=now + dt.timedelta(days=90)
        )


def test_who_hosts_one_event_of_a_series_changes_and_cancels_that_one_alone(
    client, facilitator, series, now
):
    events = events_of(series)
    Event.objects.filter(pk__in=[event.pk for event in events[2:]]).update(state=EventState.DRAFT)
    guest = UserFactory()
    for event in (events[0], events[2]):
        event.hosts.add(guest)
    client.force_login(guest)
    data = sent(hosts=guest.email, edit_number="0", title="Taken over", all_drafts="on")

    page = page_of(client, reverse("events:event_cancel", args=[events[0].pk]))
    client.post(reverse("events:event_edit", args=[events[2].pk]), data)
    client.post(reverse("events:event_publish", args=[events[2].pk]))
    cancel_following(event=events[0], by=guest, reason="Ill", at=now)

    assert "later events of this series" not in page
    assert [(event.state, event.title) for event in events_of(series)] == [
        (EventState.CANCELLED, "Office hours"),
        (EventState.PUBLISHED, "Office hours"),
        (EventState.CANCELLED, "Taken over"),
        (EventState.DRAFT, "Office hours"),
    ]


def test_a_concern_on_the_page_of_a_series_is_about_its_own_hosts(series, facilitator):
    other = EventFactory(hosts=[UserFactory()])
    words = {
        name: getattr(series, name) for name in ("title", "rhythm", "first_on", "time", "times")
    }
    named_alike = EventSeries.objects.create(pk=other.pk, time_zone="Europe/London", **words)
    Event.objects.filter(series=series).update(series=named_alike)
    page = resolve(reverse("events:series_detail", args=[other.pk]))

    assert people_on_page(page, UserFactory()) == [facilitator]
