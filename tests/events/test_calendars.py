"""What events put into calendars: the mails, the private feed; and who gets the link to join, and reminders."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from calendars.actions import renew_feed
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory, RegistrationFactory
from events.actions.events import cancel_event, move_event
from events.actions.registrations import register, withdraw
from events.actions.reminders import remind_of_events
from events.models import Registration
from events.states import EventMode, EventState, RegistrationState, Seat
from notifications.conditions import current_at
from notifications.models import Delivery, Notification, QuietHours
from tests.calendars.readers import Program, read_by_both
from tests.mails import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR = dt.timedelta(hours=1)


def files_to(user):
    """The calendar files that this person was mailed, in their order."""
    return [
        (str(content), media_type)
        for letter in delivered()
        if user.email in letter.to
        for _name, content, media_type in letter.attachments
    ]


def sequences(files):
    return [read_by_both(content).entries[0].sequence for content, _type in files]


def come(event, user, at):
    return register(event=event, user=user, seat=Seat.ONLINE, at=at)


def test_a_program_that_knows_only_the_mails_shows_what_the_site_shows(
    facilitator, now, time_machine
):
    user = UserFactory(time_zone="America/New_York")
    event = EventFactory(starts_at=now + dt.timedelta(days=30), time_zone="Europe/London")
    program, at = Program(), now

    def hears():
        nonlocal at
        content = files_to(user)[-1][0]
        at += HOUR
        time_machine.move_to(at, tick=False)
        program.take_in(content)
        return program.starts

    come(event, user, at)
    came = hears()
    withdraw(event=event, user=user, by=user, at=at)
    gone = hears()
    come(event, user, at)
    back = hears()
    times = {"starts_at": now + dt.timedelta(days=40), "time_zone": "Asia/Kolkata", "minutes": 30}
    move_event(event=event, by=facilitator, at=at, **times)
    moved = hears()
    cancel_event(event=event, by=facilitator, reason="Storm", at=at)
    cancelled = hears()

    assert came == back == [now + dt.timedelta(days=30)]
    assert moved == [now + dt.timedelta(days=40)]
    assert gone == cancelled == []
    files = files_to(user)
    assert sequences(files) == [0, 1, 2, 3, 4]
    assert [media_type.partition("method=")[2] for _c, media_type in files] == [
        *("REQUEST", "CANCEL", "REQUEST", "REQUEST", "CANCEL")
    ]
    assert len({read_by_both(content).entries[0].uid for content, _type in files}) == 1


def test_the_file_names_the_institute_and_the_reader_alone_and_has_no_link_to_join(now):
    event, user = EventFactory(), UserFactory()
    RegistrationFactory(event=event)
    come(event, user, now)

    (content, _type), *_ = files_to(user)
    entry = Calendar.from_ical(content).walk("VEVENT")[0]

    assert "meet.example.org" not in content
    assert "BEGIN:VTIMEZONE" in content
    assert user.email in str(entry["attendee"])
    assert "praxis@localhost" in str(entry["organizer"])
    assert str(entry["url"]).endswith(event.get_absolute_url())


def test_who_waits_gets_no_file(now):
    event, user = EventFactory(capacity_online=1), UserFactory()
    RegistrationFactory(event=event)
    come(event, user, now)

    assert [letter.subject for letter in delivered() if user.email in letter.to] != []
    assert files_to(user) == []


def test_the_private_calendar_has_what_i_go_to_and_what_i_host(now):
    me = UserFactory()
    mine = RegistrationFactory(user=me, event__title="I go").event
    EventFactory(title="I host", hosts=[me])
    RegistrationFactory(user=me, event__title="Cancelled", event__state=EventState.CANCELLED)
    RegistrationFactory(user=me, event__title="I wait", state=RegistrationState.WAITING)
    EventFactory(title="Not mine")
    mine.hosts.set([me])

    feed = Client().get(renew_feed(user=me, at=now).get_absolute_url())
    shown = read_by_both(feed.content)

    assert sorted(str(e["summary"]) for e in Calendar.from_ical(feed.content).walk("VEVENT")) == [
        *("I go", "I host")
    ]
    assert len(shown.entries) == 2


@pytest.mark.parametrize(
    ("before", "state", "link"),
    [
        (31, RegistrationState.REGISTERED, False),
        (30, RegistrationState.REGISTERED, True),
        (-59, RegistrationState.REGISTERED, True),
        (-60, RegistrationState.REGISTERED, False),
        (10, RegistrationState.WAITING, False),
        (10, RegistrationState.WITHDRAWN, False),
        (10, None, False),
    ],
)
def test_the_link_is_for_those_with_a_place_from_half_an_hour_before(
    client, now, before, state, link
):
    event = EventFactory(starts_at=now + dt.timedelta(minutes=before))
    reader = UserFactory()
    if state:
        RegistrationFactory(event=event, user=reader, state=state)
    client.force_login(reader)

    page = client.get(event.get_absolute_url()).content.decode()

    assert ("meet.example.org" in page) == link


def test_a_host_sees_the_link_at_any_time(client, facilitator):
    client.force_login(facilitator)

    assert "meet.example.org" in client.get(EventFactory().get_absolute_url()).content.decode()


def test_everyone_is_reminded_a_week_a_day_and_an_hour_before_once_each(now):
    start = now + dt.timedelta(days=10)
    event = EventFactory(starts_at=start, changed_at=now)
    early = RegistrationFactory(event=event, registered_at=now).user
    RegistrationFactory(event=event, registered_at=now, state=RegistrationState.WAITING)
    late = RegistrationFactory(event=event, registered_at=start - 5 * HOUR).user

    for hours in (169, 168, 167.5, 25, 24, 23, 2, 1, 0.5, 0):
        remind_of_events(at=start - hours * HOUR)
        remind_of_events(at=start - hours * HOUR)

    told = Notification.objects.order_by("pk").values_list("recipient", "kind", "created_at")
    assert list(told) == [
        (early.pk, "events.reminder-week", start - 168 * HOUR),
        (early.pk, "events.reminder-day", start - 24 * HOUR),
        (early.pk, "events.reminder-hour", start - HOUR),
        (late.pk, "events.reminder-hour", start - HOUR),
    ]


def test_a_moved_event_is_reminded_of_anew_and_a_cancelled_one_not(facilitator, now):
    event = EventFactory(starts_at=now + dt.timedelta(days=5), changed_at=now - 100 * HOUR)
    RegistrationFactory(event=event, registered_at=now - 100 * HOUR)
    remind_of_events(at=now)
    times = {"starts_at": now + dt.timedelta(days=20), "time_zone": "UTC", "minutes": 60}
    move_event(event=event, by=facilitator, at=now, **times)
    remind_of_events(at=now + dt.timedelta(days=13))
    cancel_event(event=event, by=facilitator, reason="No", at=now + dt.timedelta(days=14))
    remind_of_events(at=now + dt.timedelta(days=19, hours=12))

    kinds = Notification.objects.filter(kind__contains="reminder").values_list("kind", flat=True)
    assert list(kinds) == ["events.reminder-week"] * 2


def test_the_reminder_of_a_day_waits_for_the_end_of_quiet_hours_and_that_of_an_hour_does_not(now):
    night = now.replace(hour=23)
    for start, kind in ((24 * HOUR, "day"), (HOUR, "hour")):
        place = RegistrationFactory(event__starts_at=night + start, registered_at=now - 50 * HOUR)
        place.event.changed_at = now - 50 * HOUR
        place.event.save()
        QuietHours.objects.create(user=place.user, begins=dt.time(22), ends=dt.time(7))
        remind_of_events(at=night)
        waits = Delivery.objects.get(notification__recipient=place.user).next_try_at > night
        assert (kind, waits) in {("day", True), ("hour", False)}


@pytest.mark.parametrize(
    ("state", "current"),
    [
        (RegistrationState.REGISTERED, True),
        (RegistrationState.WITHDRAWN, False),
    ],
)
def test_a_mail_about_a_place_that_was_given_up_does_not_leave(now, state, current):
    event, user = EventFactory(), UserFactory()
    come(event, user, now)
    Registration.objects.update(state=state)

    left = Notification.objects.filter(current_at(now), kind="events.registered")

    assert left.exists() == current


def test_the_page_offers_what_the_reader_can_do(client, now):
    event = EventFactory(mode=EventMode.HYBRID, capacity_in_person=1)
    RegistrationFactory(event=event, seat=Seat.IN_PERSON)
    reader = UserFactory()
    register_at = reverse("events:event_register", args=[event.pk])
    visitors = client.get(event.get_absolute_url()).content.decode()
    full = EventFactory(mode=EventMode.IN_PERSON, capacity_in_person=1)
    RegistrationFactory(event=full, seat=Seat.IN_PERSON)
    visitors_of_full = client.get(full.get_absolute_url()).content.decode()
    client.force_login(reader)

    before = client.get(event.get_absolute_url()).content.decode()
    answer = client.post(register_at, {"seat": "in_person"}, follow=True).content.decode()
    wrong = client.post(register_at, {"seat": "online"})
    client.post(reverse("events:event_withdraw", args=[event.pk]))
    client.post(register_at, {"seat": "online"})
    after = client.get(event.get_absolute_url()).content.decode()

    assert "Sign in to register" in visitors
    assert "Sign in to join the waiting list" in visitors_of_full
    assert "Join the waiting list" in before
    assert "Register online" in before
    assert "You are on the waiting list" in answer
    assert "You have registered for this event already." in wrong.content.decode()
    assert wrong.status_code == 409
    assert "You have a place" in after
    assert "30 minutes before the start" in after
