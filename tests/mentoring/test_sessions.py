"""Sessions: booked, moved, cancelled, recorded, reminded of, and taken into a calendar."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentorProfileFactory, SessionFactory
from mentoring.actions import (
    NotYetHeld,
    book_session,
    cancel_session,
    hold_session,
    miss_session,
    remind_of_sessions,
    reschedule_session,
)
from mentoring.calendar_entry import calendar_entry
from mentoring.models import Session
from mentoring.states import SESSION_FLOW, MatchState, SessionState
from notifications.mail import notification_mail
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 3, 20, 13, tzinfo=dt.UTC)


@pytest.fixture
def match():
    mentor = MentorProfileFactory(
        user__full_name="Mary Mentor", user__time_zone="Asia/Kolkata"
    ).user
    mentee = UserFactory(full_name="Eva, Mentee", time_zone="America/New_York")
    return MatchFactory(mentor=mentor, mentee=mentee)


def book(match, now, **changes):
    data = {
        "by": match.mentor,
        "starts_at": LATER,
        "time_zone": "Asia/Kolkata",
        "minutes": 45,
        "place_or_link": "https://meet.example.org/a,b;c",
        "key": uuid.uuid4(),
        **changes,
    }
    return book_session(match=match, at=now, **data)


def titles(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_a_booked_session_is_told_to_the_other_in_their_own_time(match, now):
    session = book(match, now)

    assert (session.starts_at, session.ends_at) == (LATER, LATER + dt.timedelta(minutes=45))
    assert titles(match.mentee) == [
        "Mary Mentor booked a mentoring session: Friday 20 March 2026, 09:00, America/New York (EDT)"
    ]
    assert titles(match.mentor) == []


def test_the_same_key_books_once(match, now):
    key = uuid.uuid4()

    assert book(match, now, key=key) == book(match, now, key=key)

    assert Session.objects.count() == 1


def test_a_session_of_the_past_is_entered_without_telling_anyone(match, now):
    book(match, now, starts_at=now - dt.timedelta(days=2))

    assert titles(match.mentee) == []


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.ACTIVE}))
def test_only_an_active_match_books(state, now):
    with pytest.raises(TransitionNotAllowed):
        book(MatchFactory(state=state), now)

    assert not Session.objects.exists()


def test_a_moved_session_has_a_higher_number_and_is_reminded_of_anew(match, now):
    session = book(match, now)
    Session.objects.update(reminded_at=now)

    session = reschedule_session(
        session=session,
        by=match.mentee,
        starts_at=LATER + dt.timedelta(days=1),
        time_zone="America/New_York",
        minutes=30,
        place_or_link="Room 3",
        at=now,
    )

    session.refresh_from_db()
    assert (session.sequence, session.reminded_at, session.minutes) == (1, None, 30)
    assert session.ends_at == LATER + dt.timedelta(days=1, minutes=30)
    assert titles(match.mentor) == [
        "Eva, Mentee moved your mentoring session to Saturday 21 March 2026, 18:30, Asia/Kolkata (IST)"
    ]


MOVES = {
    "reschedule": lambda s, at: reschedule_session(
        session=s,
        by=s.match.mentor,
        starts_at=LATER,
        time_zone="UTC",
        minutes=60,
        place_or_link="x",
        at=at,
    ),
    "cancel": lambda s, at: cancel_session(session=s, by=s.match.mentor, at=at),
    "hold": lambda s, at: hold_session(session=s, by=s.match.mentor, summary="Good.", at=at),
    "miss": lambda s, at: miss_session(session=s, by=s.match.mentor, at=at),
}


@pytest.mark.parametrize("move", sorted(SESSION_FLOW.moves))
@pytest.mark.parametrize("state", SessionState.values)
def test_a_session_moves_only_as_the_flow_says(move, state, now):
    session = SessionFactory(state=state, starts_at=now - dt.timedelta(hours=1))
    allowed = state in SESSION_FLOW.moves[move].sources

    if allowed:
        MOVES[move](session, now)
    else:
        with pytest.raises(TransitionNotAllowed):
            MOVES[move](session, now)

    session = Session.objects.get()
    assert session.state == (SESSION_FLOW.moves[move].target if allowed else state)
    assert Transition.objects.of(session).count() == allowed


def test_a_session_is_not_recorded_before_it_begins(now):
    session = SessionFactory(starts_at=now + dt.timedelta(minutes=16))

    with pytest.raises(NotYetHeld):
        hold_session(session=session, by=session.match.mentor, summary="", at=now)
    with pytest.raises(NotYetHeld):
        miss_session(session=session, by=session.match.mentor, at=now)

    early = now + dt.timedelta(minutes=1)
    held = hold_session(session=session, by=session.match.mentor, summary="**Good**", at=early)
    assert held.summary_html == "<p><strong>Good</strong></p>\n"


def test_both_are_reminded_once_within_24_hours(match, now):
    session = book(match, now - dt.timedelta(days=3), starts_at=now + dt.timedelta(hours=25))

    assert remind_of_sessions(at=now) == 0
    assert remind_of_sessions(at=now + dt.timedelta(hours=1)) == 1
    assert remind_of_sessions(at=now + dt.timedelta(hours=2)) == 0
    assert session.reminded_at is None
    assert titles(match.mentor) == [
        "Mentoring session with Eva, Mentee: Tuesday 3 March 2026, 16:30, Asia/Kolkata (IST)"
    ]
    assert len(titles(match.mentee)) == 2


def test_nobody_is_reminded_of_what_they_were_told_just_now(match, now):
    book(match, now, starts_at=now + dt.timedelta(hours=10))

    assert remind_of_sessions(at=now + dt.timedelta(hours=1)) == 0
    assert remind_of_sessions(at=now + dt.timedelta(hours=6)) == 1


# The calendar file, read back by the calendar library


def read_back(session, reader):
    calendar = Calendar.from_ical(calendar_entry(session, reader=reader))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-03-28T18:00", "Europe/London"),
        ("2026-03-29T18:00", "Europe/London"),
        ("2026-03-29T18:00", "Asia/Kolkata"),
        ("2026-03-08T18:00", "America/New_York"),
    ],
)
def test_the_calendar_file_says_the_very_moment(match, now, text, zone):
    local = dt.datetime.fromisoformat(text)
    starts_at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    session = book(match, now, starts_at=starts_at, time_zone=zone)

    _calendar, event = read_back(session, match.mentee)

    assert event.decoded("dtstart") == starts_at
    assert event.decoded("dtend") == starts_at + dt.timedelta(minutes=45)
    assert event.decoded("dtstart").astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


def test_the_calendar_file_names_people_place_and_alarms(match, now):
    session = book(match, now)

    calendar, event = read_back(session, match.mentee)

    assert (calendar["version"], calendar["method"]) == ("2.0", "REQUEST")
    assert event["uid"] == f"{session.uid}@praxis"
    assert event["sequence"] == 0
    assert event["status"] == "CONFIRMED"
    assert event["summary"] == "Mentoring session with Mary Mentor"
    assert event["location"] == "https://meet.example.org/a,b;c"
    assert str(event["organizer"]) == f"mailto:{match.mentor.email}"
    assert {str(a): a.params["PARTSTAT"] for a in event["attendee"]} == {
        f"mailto:{match.mentor.email}": "ACCEPTED",
        f"mailto:{match.mentee.email}": "NEEDS-ACTION",
    }
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        dt.timedelta(hours=-24),
        dt.timedelta(minutes=-15),
    ]


def test_a_moved_session_replaces_its_entry_and_a_cancelled_one_removes_it(match, now):
    session = book(match, now)
    first = read_back(session, match.mentee)[1]
    session = reschedule_session(
        session=session,
        by=match.mentor,
        starts_at=LATER + dt.timedelta(days=1),
        time_zone="Asia/Kolkata",
        minutes=45,
        place_or_link="Room 3",
        at=now,
    )
    second = read_back(session, match.mentee)[1]
    session = cancel_session(session=session, by=match.mentor, at=now)
    calendar, third = read_back(session, match.mentee)

    assert first["uid"] == second["uid"] == third["uid"]
    assert [first["sequence"], second["sequence"], third["sequence"]] == [0, 1, 2]
    assert (calendar["method"], third["status"]) == ("CANCEL", "CANCELLED")
    assert third.walk("VALARM") == []


def test_session_ics_is_a_calendar_file_for_the_two_only(client, match, now):
    session = book(match, now)
    address = reverse("mentoring:session_ics", args=[session.pk])

    client.force_login(match.mentee)
    response = client.get(address)
    client.force_login(UserFactory(is_superuser=True))
    hidden = client.get(address)

    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert response["Content-Disposition"] == 'attachment; filename="mentoring-session.ics"'
    assert Calendar.from_ical(response.content)["method"] == "REQUEST"
    assert hidden.status_code == 404


def test_the_mail_of_a_session_carries_its_calendar_entry(match, now):
    session = book(match, now)
    session = reschedule_session(
        session=session,
        by=match.mentor,
        starts_at=LATER,
        time_zone="Asia/Kolkata",
        minutes=45,
        place_or_link="Room 3",
        at=now,
    )
    cancel_session(session=session, by=match.mentor, at=now)

    mails = [notification_mail(told) for told in Notification.objects.order_by("pk")]

    assert [(file.filename, file.mimetype) for mail in mails for file in mail.attachments] == [
        ("mentoring-session.ics", "text/calendar; method=CANCEL")
    ] * 3
    entry = Calendar.from_ical(mails[0].attachments[0].content)
    assert entry.walk("VEVENT")[0]["uid"] == f"{session.uid}@praxis"
    assert 'Content-Type: text/calendar; method="CANCEL"' in mails[0].message().as_string()


# Pages


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


def test_a_session_is_booked_on_the_page_once_and_shown_in_each_ones_time(client, match, in_march):
    client.force_login(match.mentor)
    data = form_data()
    address = reverse("mentoring:session_new", args=[match.pk])

    first, second = client.post(address, data), client.post(address, data)
    session = Session.objects.get()
    assert first.url == second.url == session.get_absolute_url()
    assert session.starts_at == LATER

    mentors_page = client.get(session.get_absolute_url()).content
    client.force_login(match.mentee)
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
    client, match, in_march, now, begins_in, links, badge
):
    session = book(match, now, starts_at=now + begins_in)
    client.force_login(match.mentee)

    page = client.get(session.get_absolute_url()).content.decode()

    assert links_of(client, session) == links
    assert f">{badge}</span>" in page


def test_a_session_of_the_past_leads_straight_to_its_record(client, match, in_march):
    client.force_login(match.mentor)

    response = client.post(
        reverse("mentoring:session_new", args=[match.pk]), form_data(day="2026-03-01")
    )

    session = Session.objects.get()
    assert response.url == reverse("mentoring:session_record", args=[session.pk])


def test_a_session_ahead_has_no_form_to_record_it(client, match, in_march, now):
    session = book(match, now)
    client.force_login(match.mentor)

    page = client.get(reverse("mentoring:session_record", args=[session.pk])).content.decode()

    assert "has not begun yet" in page
    assert 'name="held"' not in page


def test_a_time_that_the_clocks_skip_is_an_error_beside_the_time(client, match, in_march):
    client.force_login(match.mentor)

    response = client.post(
        reverse("mentoring:session_new", args=[match.pk]),
        form_data(day="2026-03-29", time="01:30", time_zone="Europe/London"),
    )

    assert list(response.context["form"].errors) == ["time"]
    assert b"the clocks go forward" in response.content
    assert not Session.objects.exists()


def test_a_time_that_comes_twice_is_chosen_on_the_page(client, match, in_march):
    client.force_login(match.mentor)
    address = reverse("mentoring:session_new", args=[match.pk])
    twice = form_data(day="2026-10-25", time="01:30", time_zone="Europe/London")

    asked = client.post(address, twice)
    booked = client.post(address, {**twice, "which": "second"})

    assert list(asked.context["form"].errors) == ["which"]
    assert b"The second: Europe/London (GMT)" in asked.content
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
def test_session_new_keeps_bad_input(client, match, in_march, field, value):
    client.force_login(match.mentor)

    response = client.post(
        reverse("mentoring:session_new", args=[match.pk]), form_data(**{field: value})
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Session.objects.exists()


def test_a_session_is_moved_cancelled_and_recorded_on_its_pages(client, match, in_march, now):
    session = book(match, now)
    client.force_login(match.mentee)

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


@pytest.mark.parametrize(
    ("button", "state"), [("held", SessionState.HELD), ("missed", SessionState.MISSED)]
)
def test_session_record_keeps_what_happened(client, match, in_march, now, button, state):
    session = book(match, now, starts_at=now - dt.timedelta(hours=2))
    client.force_login(match.mentee)

    response = client.post(
        reverse("mentoring:session_record", args=[session.pk]),
        {button: "1", "summary": "<script>alert(1)</script> done"},
    )

    session.refresh_from_db()
    assert (response.url, session.state) == (match.get_absolute_url(), state)
    assert b"<script>alert" not in client.get(match.get_absolute_url()).content


def test_session_pages_are_for_the_two(client, match, now):
    session = book(match, now)
    client.force_login(UserFactory())

    for view in ("detail", "move", "cancel", "record", "ics"):
        address = reverse(f"mentoring:session_{view}", args=[session.pk])
        assert client.get(address).status_code == 404
    assert client.get(reverse("mentoring:session_new", args=[match.pk])).status_code == 404
