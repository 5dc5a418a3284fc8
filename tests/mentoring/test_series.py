"""Series of sessions: booked at once, changed alone or together, and in calendars what they are on the site."""

import datetime as dt
import uuid
from itertools import pairwise

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from calendars.actions import renew_feed
from core.forms.form_keys import AlreadySubmitted
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from mentoring.actions.matches import pause_match
from mentoring.actions.series import Scope, cancel_series
from mentoring.actions.sessions import cancel_session, hold_session, reschedule_session
from mentoring.models import Session, SessionSeries
from mentoring.states import MatchState
from notifications.delivery.sending import send_waiting
from tests.calendars.readers import Program, read_by_both
from tests.mentoring.booking import NOW
from tests.mentoring.series import DAYS, moved, plan, sessions_of
from tests.shared import shared
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
UTC_HOURS = [18, 18, 17, 17, 17, 17]


def moved_alone(session, now, starts_at):
    return reschedule_session(
        session=session,
        by=session.match.mentor,
        starts_at=starts_at,
        time_zone=session.time_zone,
        minutes=session.minutes,
        place_or_link=session.place_or_link,
        at=now,
    )


class Calendars:
    """The calendars of both; called, they take in what is mailed and return how many mails each got."""

    def __init__(self, match):
        self.programs = {person.email: Program() for person in (match.mentor, match.mentee)}

    def __call__(self, at):
        mail.outbox.clear()
        send_waiting(at=at)
        told = [(sent.to[0], file) for sent in mail.outbox for file in sent.attachments]
        for address, file in told:
            self.programs[address].take_in(file.content)
        return [sum(to == address for to, _file in told) for address in self.programs]

    def shown(self):
        return [program.starts for program in self.programs.values()]


@shared
def booked():
    """A series of two others in different time zones, whose calendars have taken in what was mailed of it."""
    mentor = MentorProfileFactory(user__time_zone="Asia/Kolkata").user
    mentee = UserFactory(time_zone="America/New_York")
    match = MatchFactory(mentor=mentor, mentee=mentee)
    series, calendars = plan(match, NOW), Calendars(match)
    calendars(NOW)
    return series, calendars


@pytest.fixture
def series(booked):
    return booked[0]


@pytest.fixture
def calendars(booked):
    return booked[1]


def on_the_site(match):
    sessions = Session.objects.filter(match=match).standing()
    return sorted(sessions.values_list("starts_at", flat=True))


def test_a_series_keeps_its_hour_when_the_clocks_change_and_is_told_once(far_match, now):
    series, calendars = plan(far_match, now), Calendars(far_match)
    starts = [
        dt.datetime.combine(day, dt.time(hour), dt.UTC)
        for day, hour in zip(DAYS, UTC_HOURS, strict=True)
    ]

    assert [one.starts_at for one in sessions_of(series)] == starts
    assert calendars(now) == [1, 1]
    assert calendars.shown() == [starts, starts]
    assert mail.outbox[1].subject == (
        "Mary Mentor booked 6 mentoring sessions, every two weeks on Tuesday: the first is on "
        "Tuesday 10 March 2026, 14:00, America/New York (EDT)"
    )
    assert "Tuesday 7 April 2026, 13:00" in mail.outbox[1].body


def test_the_mail_asks_for_one_entry_that_recurs(far_match, now):
    plan(far_match, now)
    send_waiting(at=now)
    content = mail.outbox[0].attachments[0].content.decode()

    assert content.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY;COUNT=6;INTERVAL=2" in content
    assert "DTSTART;TZID=Europe/London:20260310T180000" in content
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in content
    assert "RDATE" not in content


def test_the_same_form_books_one_series(far_match, now):
    key = uuid.uuid4()

    assert plan(far_match, now, key=key) == plan(far_match, now, key=key)
    with pytest.raises(AlreadySubmitted):
        plan(far_match, now, key=key, times=3)

    assert Session.objects.filter(match=far_match).count() == 6


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.ACTIVE}))
def test_only_an_active_match_books_a_series(state, now):
    match = MatchFactory(state=state)

    with pytest.raises(TransitionNotAllowed):
        plan(match, now)

    assert not SessionSeries.objects.filter(match=match).exists()


NEXT_DAY = dt.timedelta(days=1)


def _move_one(sessions, now):
    moved_alone(sessions[2], now, sessions[2].starts_at + NEXT_DAY)


def _move_one_twice(sessions, now):
    _move_one(sessions, now)
    moved_alone(sessions[2], now, sessions[2].starts_at)


def _cancel_one(sessions, now):
    cancel_session(session=sessions[2], by=sessions[2].match.mentee, reason="Flu", at=now)


def _cancel_following(sessions, now):
    cancel_series(session=sessions[2], scope=Scope.FOLLOWING, by=sessions[2].match.mentor, at=now)


def _cancel_all(sessions, now):
    cancel_series(session=sessions[2], scope=Scope.ALL, by=sessions[2].match.mentor, at=now)


def _move_following(sessions, now):
    moved(sessions[2], now, Scope.FOLLOWING, day=DAYS[2] + 2 * NEXT_DAY, time=dt.time(9))


def _move_all(sessions, now):
    moved(sessions[2], now, Scope.ALL, day=DAYS[2] - NEXT_DAY, time_zone="Asia/Kolkata")


def _pause(sessions, now):
    pause_match(match=sessions[0].match, by=sessions[0].match.mentor, at=now)


# What is done, how many mails each of the two gets for it, and how many sessions are left.
CHANGES = {
    "one moved": (_move_one, 1, 6),
    "one moved and moved back": (_move_one_twice, 2, 6),
    "one cancelled": (_cancel_one, 1, 5),
    "those that follow cancelled": (_cancel_following, 1, 2),
    "all cancelled": (_cancel_all, 1, 0),
    # The earlier series gets shorter, and the moved ones are a series of their own.
    "those that follow moved": (_move_following, 2, 6),
    "all moved": (_move_all, 1, 6),
    "paused": (_pause, 1, 0),
}


@pytest.mark.parametrize("second", [None, "one moved", "those that follow moved", "paused"])
@pytest.mark.parametrize("first", CHANGES)
def test_calendars_that_know_only_the_mails_show_what_the_site_shows(
    series, calendars, now, first, second
):
    change, mails, left = CHANGES[first]

    change(sessions_of(series), now)
    if second is None:
        assert calendars(now) == [mails, mails]
        assert len(on_the_site(series.match)) == left
    else:
        calendars(now)
        try:
            CHANGES[second][0](list(Session.objects.order_by("pk")), now)
        except TransitionNotAllowed:
            assert first in {
                "all cancelled",
                "those that follow cancelled",
                "one cancelled",
                "paused",
            }
        calendars(now)

    assert calendars.shown() == [on_the_site(series.match)] * 2


def test_those_that_follow_move_in_their_rhythm_and_the_gap_of_a_cancelled_one_stays(series, now):
    sessions = sessions_of(series)
    cancel_session(session=sessions[3], by=sessions[3].match.mentor, at=now)
    _move_following(sessions, now)

    later = SessionSeries.objects.exclude(pk=series.pk).get()
    days = [one.slot_on for one in sessions_of(later)]
    assert days == [DAYS[number] + 2 * NEXT_DAY for number in (2, 4, 5)]
    assert [one.slot_on for one in sessions_of(series)] == [*DAYS[:2], DAYS[3]]
    assert (later.times, later.time, later.rhythm) == (4, dt.time(9), "fortnightly")


def test_what_was_held_keeps_its_time_when_all_that_are_to_come_move(series, now, calendars):
    later = now + dt.timedelta(days=9)
    first, second, *_rest = sessions_of(series)
    hold_session(session=first, by=series.match.mentor, summary="Good.", at=later)
    held_at = first.starts_at
    calendars(now)

    moved(second, later, Scope.ALL, day=DAYS[1] + NEXT_DAY)
    calendars(later)

    first.refresh_from_db()
    assert first.starts_at == held_at
    assert calendars.shown() == [on_the_site(series.match)] * 2


@pytest.mark.parametrize("scope", [Scope.FOLLOWING, Scope.ALL])
def test_a_second_click_moves_nothing_more_and_tells_nobody_again(series, now, scope):
    third = sessions_of(series)[2]
    day = DAYS[2] + 2 * NEXT_DAY
    moved(third, now, scope, day=day)
    numbers = list(SessionSeries.objects.order_by("pk").values_list("pk", "sequence"))
    before = on_the_site(series.match)

    third.refresh_from_db()
    moved(third, now, scope, day=day)

    assert on_the_site(series.match) == before
    assert list(SessionSeries.objects.order_by("pk").values_list("pk", "sequence")) == numbers


@pytest.mark.parametrize("act", [_cancel_all, _move_all])
def test_what_was_cancelled_is_moved_and_cancelled_no_more(series, now, act):
    _cancel_all(sessions_of(series), now)

    with pytest.raises(TransitionNotAllowed):
        act(sessions_of(series), now)


def test_every_change_raises_the_number_of_the_entry(series, now):
    numbers = [0]
    for change in (_move_one, _cancel_one, _move_following, _cancel_all):
        change(list(Session.objects.order_by("pk")), now) if change != _cancel_one else (
            cancel_session(session=sessions_of(series)[0], by=series.match.mentor, at=now)
        )
        series.refresh_from_db()
        numbers.append(series.sequence)

    assert numbers[:4] == [0, 1, 2, 3]
    assert all(first <= second for first, second in pairwise(numbers))


def test_the_download_and_the_feed_show_what_the_site_shows(client, series, now):
    sessions, match = sessions_of(series), series.match
    _move_one(sessions, now)
    cancel_session(session=sessions[4], by=match.mentor, at=now)
    client.force_login(match.mentee)
    feed = renew_feed(user=match.mentee, at=now)

    with time_machine.travel(now, tick=False):
        files = [
            read_by_both(client.get(address).content)
            for address in (
                reverse("mentoring:series_ics", args=[series.pk]),
                reverse("mentoring:session_ics", args=[sessions[1].pk]),
                feed.get_absolute_url(),
            )
        ]

    assert [file.method for file in files] == ["PUBLISH"] * 3
    assert [file.starts for file in files] == [on_the_site(match)] * 3


def test_series_pages_are_for_the_two(client, series):
    client.force_login(UserFactory())

    for name, pk in (("detail", series.pk), ("ics", series.pk), ("new", series.match_id)):
        assert client.get(reverse(f"mentoring:series_{name}", args=[pk])).status_code == 404
