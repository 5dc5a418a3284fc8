"""Booking, moving and recording sessions on their pages."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from demo.factories.accounts import UserFactory
from mentoring.actions.free_hours import set_free_hours
from mentoring.booking.free_hours import Hours
from mentoring.models import Session
from mentoring.states import SessionState
from notifications.models import Notification
from tests.mentoring.booking import LATER, book

pytestmark = pytest.mark.django_db


def form_data(**changes):
    return {
        "day": "2026-03-20",
        "time": "18:30",
        "time_zone": "Asia/Kolkata",
        "minutes": "45",
        "place_or_link": "Room 3",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


@pytest.fixture
def in_march(now):
    with time_machine.travel(now, tick=False):
        yield


def test_a_session_is_booked_on_the_page_once_and_shown_in_each_ones_time(
    client, far_match, in_march
):
    client.force_login(far_match.mentor)
    data = form_data()
    address = reverse("mentoring:session_new", args=[far_match.pk])

    first, second = client.post(address, data), client.post(address, data)
    session = Session.objects.get()
    assert first.url == second.url == session.get_absolute_url()
    assert session.starts_at == LATER

    mentors_page = client.get(session.get_absolute_url()).content
    client.force_login(far_match.mentee)
    mentees_page = client.get(session.get_absolute_url()).content
    assert b"Friday 20 March 2026, 18:30 to 19:15, Asia/Kolkata (IST)" in mentors_page
    assert b"Friday 20 March 2026, 09:00 to 09:45, America/New York (EDT)" in mentees_page
    assert b"Booked as Friday 20 March 2026, 18:30, Asia/Kolkata (IST)" in mentees_page


def links_of(client, session):
    page = client.get(session.get_absolute_url()).content.decode()
    names = ("record", "move", "cancel", "ics")
    return [
        name for name in names if reverse(f"mentoring:session_{name}", args=[session.pk]) in page
    ]


@pytest.mark.parametrize(
    ("begins_in", "links", "badge"),
    [
        (dt.timedelta(days=1), ["move", "cancel", "ics"], "Booked"),
        (dt.timedelta(minutes=10), ["record", "move", "cancel", "ics"], "Booked"),
        (dt.timedelta(minutes=-20), ["record", "move", "cancel", "ics"], "Booked"),
        (dt.timedelta(days=-1), ["record", "move"], "To be recorded"),
    ],
)
def test_a_session_offers_what_can_be_done_by_now(
    client, far_match, in_march, now, begins_in, links, badge
):
    session = book(far_match, now, starts_at=now + begins_in)
    client.force_login(far_match.mentee)

    page = client.get(session.get_absolute_url()).content.decode()

    assert links_of(client, session) == links
    assert f">{badge}</span>" in page


def test_a_session_of_the_past_leads_straight_to_its_record(client, far_match, in_march):
    client.force_login(far_match.mentor)

    response = client.post(
        reverse("mentoring:session_new", args=[far_match.pk]), form_data(day="2026-03-01")
    )

    session = Session.objects.get()
    assert response.url == reverse("mentoring:session_record", args=[session.pk])


def test_a_session_ahead_has_no_form_to_record_it(client, far_match, in_march, now):
    session = book(far_match, now)
    client.force_login(far_match.mentor)

    page = client.get(reverse("mentoring:session_record", args=[session.pk])).content.decode()

    assert "has not started yet" in page
    assert 'name="held"' not in page


def test_a_time_that_the_clocks_skip_is_an_error_beside_the_time(client, far_match, in_march):
    client.force_login(far_match.mentor)

    response = client.post(
        reverse("mentoring:session_new", args=[far_match.pk]),
        form_data(day="2026-03-29", time="01:30", time_zone="Europe/London"),
    )

    assert list(response.context["form"].errors) == ["time"]
    assert b"the clocks go forward" in response.content
    assert not Session.objects.exists()


def test_a_time_that_comes_twice_is_chosen_on_the_page(client, far_match, in_march):
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_new", args=[far_match.pk])
    twice = form_data(day="2026-10-25", time="01:30", time_zone="Europe/London")

    asked = client.post(address, twice)
    booked = client.post(address, {**twice, "which": "second"})

    assert list(asked.context["form"].errors) == ["which"]
    assert b"The later: Europe/London (GMT)" in asked.content
    assert booked.status_code == 302
    assert Session.objects.get().starts_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", ""),
        ("day", "yesterday"),
        ("day", "9999-12-31"),
        ("day", "0001-01-01"),
        ("day", "2025-11-01"),
        ("day", "2029-01-01"),
        ("time", ""),
        ("time", "25:00"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("minutes", "0"),
        ("minutes", "481"),
        ("minutes", "long"),
        ("place_or_link", ""),
        ("place_or_link", "x" * 301),
        ("place_or_link", "a\x08b"),
    ],
)
def test_session_new_keeps_bad_input(client, far_match, in_march, field, value):
    client.force_login(far_match.mentor)

    response = client.post(
        reverse("mentoring:session_new", args=[far_match.pk]), form_data(**{field: value})
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Session.objects.exists()


def test_a_session_is_moved_cancelled_and_recorded_on_its_pages(client, far_match, in_march, now):
    session = book(far_match, now)
    client.force_login(far_match.mentee)

    form = client.get(reverse("mentoring:session_move", args=[session.pk])).context["form"]
    assert form["time"].value() == dt.time(18, 30)
    assert form["time_zone"].value() == "Asia/Kolkata"
    client.post(reverse("mentoring:session_move", args=[session.pk]), form_data(time="19:30"))
    session.refresh_from_db()
    assert session.starts_at == LATER + dt.timedelta(hours=1)

    early = client.post(reverse("mentoring:session_record", args=[session.pk]), {"held": "1"})
    assert list(early.context["form"].errors) == ["__all__"]

    cancel = reverse("mentoring:session_cancel", args=[session.pk])
    assert list(client.post(cancel, {"reason": ""}).context["form"].errors) == ["reason"]
    client.post(cancel, {"reason": "Flu <b>!</b>"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert b"Flu &lt;b&gt;" in client.get(session.get_absolute_url()).content
    assert list(client.post(cancel, {"reason": "Again"}).context["form"].errors) == ["__all__"]


def test_the_same_time_is_no_move_and_asks_nothing_again(client, far_match, in_march, now):
    # Nobody is free then, of which both knew when they booked.
    set_free_hours(user=far_match.mentee, hours=[Hours(0, 0, 60)])
    session = book(far_match, now - dt.timedelta(hours=1))
    Notification.objects.all().delete()
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_move", args=[session.pk])
    same = form_data(place_or_link=session.place_or_link)

    unmoved = client.post(address, same, follow=True).content.decode()
    asked = client.post(address, {**same, "time": "19:30"})
    other_place = client.post(address, {**same, "place_or_link": "Room 4"})

    assert "Nothing has changed: the session is as it was." in unmoved
    assert "despite" in asked.context["form"].errors
    assert other_place.status_code == 302
    session.refresh_from_db()
    assert (session.place_or_link, session.sequence) == ("Room 4", 1)
    assert Notification.objects.filter(kind__startswith="mentoring.moved").count() == 2


@pytest.mark.parametrize(
    ("button", "state"), [("held", SessionState.HELD), ("missed", SessionState.MISSED)]
)
def test_session_record_keeps_what_happened(client, far_match, in_march, now, button, state):
    session = book(far_match, now, starts_at=now - dt.timedelta(hours=2))
    client.force_login(far_match.mentee)

    response = client.post(
        reverse("mentoring:session_record", args=[session.pk]),
        {button: "1", "summary": "<script>alert(1)</script> done"},
    )

    session.refresh_from_db()
    assert (response.url, session.state) == (far_match.get_absolute_url(), state)
    assert b"<script>alert" not in client.get(far_match.get_absolute_url()).content


def test_session_pages_are_for_the_two(client, far_match, now):
    session = book(far_match, now)
    client.force_login(UserFactory())

    for view in ("detail", "move", "cancel", "record", "ics"):
        address = reverse(f"mentoring:session_{view}", args=[session.pk])
        assert client.get(address).status_code == 404
    assert client.get(reverse("mentoring:session_new", args=[far_match.pk])).status_code == 404
