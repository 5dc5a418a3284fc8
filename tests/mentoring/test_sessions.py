"""Sessions: booked, moved, cancelled, recorded, reminded of, and taken into a calendar."""

import datetime as dt
import uuid
from email.parser import BytesParser
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.files.calendar_files import calendar_file
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, SessionFactory
from mentoring.actions.matches import end_match, pause_match
from mentoring.actions.sessions import (
    NotYetHeld,
    cancel_session,
    hold_session,
    miss_session,
    remind_of_sessions,
    reschedule_session,
)
from mentoring.calendar_events import calendar_event
from mentoring.models import Session
from mentoring.states import SESSION_FLOW, MatchState, SessionState
from notifications.mail import notification_mail
from notifications.models import Delivery, Notification
from tests.calendars.readers import read_by_both
from tests.mentoring.booking import LATER, book
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


def titles(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_a_booked_session_is_told_to_both_in_their_own_time(far_match, now):
    session = book(far_match, now)

    assert (session.starts_at, session.ends_at) == (LATER, LATER + dt.timedelta(minutes=45))
    assert titles(far_match.mentee) == [
        "Mary Mentor booked a mentoring session: Friday 20 March 2026, 09:00, America/New York (EDT)"
    ]
    assert titles(far_match.mentor) == [
        "You booked a mentoring session with Eva, Mentee: Friday 20 March 2026, 18:30, Asia/Kolkata (IST)"
    ]
    own = Notification.objects.get(recipient=far_match.mentor)
    assert own.read_at == now
    assert Delivery.objects.count() == 2


def test_the_same_key_books_once(far_match, now):
    key = uuid.uuid4()

    assert book(far_match, now, key=key) == book(far_match, now, key=key)

    assert Session.objects.count() == 1


def test_a_session_of_the_past_is_entered_without_telling_anyone(far_match, now):
    book(far_match, now, starts_at=now - dt.timedelta(days=2))

    assert titles(far_match.mentee) == []


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.ACTIVE}))
def test_only_an_active_match_books(state, now):
    with pytest.raises(TransitionNotAllowed):
        book(MatchFactory(state=state), now)

    assert not Session.objects.exists()


def test_a_moved_session_has_a_higher_number_and_is_reminded_of_anew(far_match, now):
    session = book(far_match, now)
    Session.objects.update(reminded_at=now)

    session = reschedule_session(
        session=session,
        by=far_match.mentee,
        starts_at=LATER + dt.timedelta(days=1),
        time_zone="America/New_York",
        minutes=30,
        place_or_link="Room 3",
        at=now,
    )

    session.refresh_from_db()
    assert (session.sequence, session.reminded_at, session.minutes) == (1, None, 30)
    assert session.ends_at == LATER + dt.timedelta(days=1, minutes=30)
    assert titles(far_match.mentor)[1:] == [
        "Eva, Mentee moved your mentoring session to Saturday 21 March 2026, 18:30, Asia/Kolkata (IST)"
    ]


def test_a_move_to_the_same_time_is_none(far_match, now):
    session = book(far_match, now)
    told = Notification.objects.count()

    session = reschedule_session(
        session=session,
        by=far_match.mentee,
        starts_at=session.starts_at,
        time_zone=session.time_zone,
        minutes=session.minutes,
        place_or_link=session.place_or_link,
        at=now,
    )

    assert (session.sequence, Notification.objects.count()) == (0, told)
    assert not Transition.objects.of(session).exists()


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


def test_both_are_reminded_once_within_24_hours(far_match, now):
    session = book(far_match, now - dt.timedelta(days=3), starts_at=now + dt.timedelta(hours=25))

    assert remind_of_sessions(at=now) == 0
    assert remind_of_sessions(at=now + dt.timedelta(hours=1)) == 1
    assert remind_of_sessions(at=now + dt.timedelta(hours=2)) == 0
    assert session.reminded_at is None
    assert titles(far_match.mentor)[1:] == [
        "Mentoring session with Eva, Mentee: Tuesday 3 March 2026, 16:30, Asia/Kolkata (IST)"
    ]
    assert len(titles(far_match.mentee)) == 2


def test_nobody_is_reminded_of_what_they_were_told_just_now(far_match, now):
    book(far_match, now, starts_at=now + dt.timedelta(hours=10))

    assert remind_of_sessions(at=now + dt.timedelta(hours=1)) == 0
    assert remind_of_sessions(at=now + dt.timedelta(hours=6)) == 1


def read_back(session, reader):
    calendar = Calendar.from_ical(calendar_file(calendar_event(session, reader=reader)))
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
def test_the_calendar_file_says_the_very_moment(far_match, now, text, zone):
    local = dt.datetime.fromisoformat(text)
    starts_at = local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    session = book(far_match, now, starts_at=starts_at, time_zone=zone)

    _calendar, event = read_back(session, far_match.mentee)

    assert event.decoded("dtstart") == starts_at
    assert event.decoded("dtend") == starts_at + dt.timedelta(minutes=45)
    assert event.decoded("dtstart").astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


def test_the_calendar_file_names_people_place_and_alarms(far_match, now):
    session = book(far_match, now)

    calendar, event = read_back(session, far_match.mentee)

    assert (calendar["version"], calendar["method"]) == ("2.0", "REQUEST")
    assert event["uid"] == f"{session.uid}@praxis"
    assert event["sequence"] == 0
    assert event["status"] == "CONFIRMED"
    assert event["summary"] == "Mentoring session with Mary Mentor"
    assert event["location"] == "https://meet.example.org/a,b;c"
    assert str(event["organizer"]) == "mailto:praxis@localhost"
    assert {str(a): a.params["PARTSTAT"] for a in event["attendee"]} == {
        f"mailto:{far_match.mentor.email}": "ACCEPTED",
        f"mailto:{far_match.mentee.email}": "NEEDS-ACTION",
    }
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        dt.timedelta(hours=-24),
        dt.timedelta(minutes=-15),
    ]


def test_a_moved_session_replaces_its_entry_and_a_cancelled_one_removes_it(far_match, now):
    session = book(far_match, now)
    first = read_back(session, far_match.mentee)[1]
    session = reschedule_session(
        session=session,
        by=far_match.mentor,
        starts_at=LATER + dt.timedelta(days=1),
        time_zone="Asia/Kolkata",
        minutes=45,
        place_or_link="Room 3",
        at=now,
    )
    second = read_back(session, far_match.mentee)[1]
    session = cancel_session(session=session, by=far_match.mentor, at=now)
    calendar, third = read_back(session, far_match.mentee)

    assert first["uid"] == second["uid"] == third["uid"]
    assert [first["sequence"], second["sequence"], third["sequence"]] == [0, 1, 2]
    assert (calendar["method"], third["status"]) == ("CANCEL", "CANCELLED")
    assert third.walk("VALARM") == []


def test_session_ics_is_a_calendar_file_for_the_two_only(client, far_match, now):
    session = book(far_match, now)
    address = reverse("mentoring:session_ics", args=[session.pk])

    client.force_login(far_match.mentee)
    response = client.get(address)
    client.force_login(UserFactory(is_superuser=True))
    hidden = client.get(address)

    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response["Content-Disposition"] == 'attachment; filename="mentoring-session.ics"'
    calendar = Calendar.from_ical(response.content)
    assert calendar["method"] == "PUBLISH"
    assert "attendee" not in calendar.walk("VEVENT")[0]
    assert hidden.status_code == 404


def test_the_mail_of_a_session_carries_its_calendar_entry(far_match, now):
    session = book(far_match, now)
    session = reschedule_session(
        session=session,
        by=far_match.mentor,
        starts_at=LATER,
        time_zone="Asia/Kolkata",
        minutes=45,
        place_or_link="Room 3",
        at=now,
    )
    cancel_session(session=session, by=far_match.mentor, at=now)

    mails = [notification_mail(told) for told in Notification.objects.order_by("pk")]

    assert [(file.filename, file.mimetype) for mail in mails for file in mail.attachments] == [
        ("mentoring-session.ics", "application/ics")
    ] * 6
    entry = Calendar.from_ical(mails[0].attachments[0].content)
    assert entry.walk("VEVENT")[0]["uid"] == f"{session.uid}@praxis"


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_the_entry_is_the_last_alternative_of_the_mail_and_a_file_as_well(
    far_match, now, is_cancelled
):
    session = book(far_match, now, place_or_link="Café at the town hall " + "x" * 200)
    if is_cancelled:
        cancel_session(session=session, by=far_match.mentor, at=now)
    told = Notification.objects.order_by("-pk").first()

    sent = BytesParser(policy=default).parsebytes(notification_mail(told).message().as_bytes())
    both, attached = sent.iter_parts()
    ways = list(both.iter_parts())

    method = "CANCEL" if is_cancelled else "REQUEST"
    assert sent.get_content_type() == "multipart/mixed"
    assert both.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in ways] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    entry = ways[-1]
    assert entry["content-type"].params == {"method": method, "charset": "utf-8"}
    assert entry["content-transfer-encoding"] != "base64"
    assert entry.get_content_disposition() is None
    assert (attached.get_content_type(), attached.get_filename()) == (
        "application/ics",
        "mentoring-session.ics",
    )
    read = read_by_both(entry.get_content())
    assert read == read_by_both(attached.get_content())
    assert (read.method, read.starts) == (method, [session.starts_at])
    organiser = Calendar.from_ical(entry.get_content()).walk("VEVENT")[0]["organizer"]
    assert str(organiser) == f"mailto:{sent['from'].addresses[0].addr_spec}"


@pytest.mark.parametrize("way", ["end", "pause"])
def test_a_session_nobody_recorded_carries_no_words_after_the_end(far_match, now, way):
    session = book(far_match, now, starts_at=now + dt.timedelta(hours=1))
    later = now + dt.timedelta(days=2)
    if way == "end":
        end_match(match=far_match, by=far_match.mentee, reason="", at=later)
    else:
        pause_match(match=far_match, by=far_match.mentee, at=later)
    heard = Notification.objects.count()

    with pytest.raises(TransitionNotAllowed):
        cancel_session(session=session, by=far_match.mentor, reason="Words", at=later)
    with pytest.raises(TransitionNotAllowed):
        reschedule_session(
            session=session,
            by=far_match.mentor,
            starts_at=later + dt.timedelta(days=1),
            time_zone="Asia/Kolkata",
            minutes=45,
            place_or_link="Words",
            at=later,
        )

    assert Notification.objects.count() == heard
    assert hold_session(session=session, by=far_match.mentor, summary="", at=later).state == "held"
