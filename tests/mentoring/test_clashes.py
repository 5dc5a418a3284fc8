"""A session at the time of another one: told before it is booked, and possible all the same."""

import datetime as dt
import html

import pytest
from django.urls import reverse

from demo.factories.mentoring import MatchFactory, SessionFactory
from mentoring.models import Session
from mentoring.states import SessionState

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 3, 9, 14, tzinfo=dt.UTC)
ASKED = {
    "day": "2026-03-09",
    "time": "14:00",
    "time_zone": "UTC",
    "minutes": "60",
    "place_or_link": "Town hall",
}


@pytest.fixture(autouse=True)
def on_that_morning(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), tick=False)


def _book(client, match, **words):
    return client.post(reverse("mentoring:session_new", args=[match.pk]), {**ASKED, **words})


def _said(answer):
    return [html.unescape(text) for text in answer.context["form"].errors.get("despite", [])]


def test_my_own_other_session_is_told_by_name_and_time(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    other = MatchFactory(mentor=mentor)
    SessionFactory(match=other, starts_at=MONDAY - dt.timedelta(minutes=30))
    client.force_login(mentor)

    asked = _book(client, match)
    booked = _book(client, match, despite="on")

    (words,) = _said(asked)
    assert words.startswith(f"You have a session with {other.mentee.full_name} then: ")
    assert "Book it at this time anyway" in asked.content.decode()
    assert "Town hall" in asked.content.decode()
    assert booked.status_code == 302
    assert Session.objects.filter(match=match).count() == 1


def test_of_the_others_sessions_only_the_fact_is_told(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    secret = SessionFactory(match=MatchFactory(mentor=mentor), starts_at=MONDAY)
    client.force_login(mentee)

    asked = _book(client, match)

    assert _said(asked) == ["Mary Mentor has another session at that time."]
    assert secret.match.mentee.full_name not in asked.content.decode()


@pytest.mark.parametrize(
    ("starts_at", "state"),
    [
        (MONDAY - dt.timedelta(hours=1), SessionState.BOOKED),
        (MONDAY + dt.timedelta(hours=1), SessionState.BOOKED),
        (MONDAY, SessionState.CANCELLED),
    ],
)
def test_what_only_touches_or_was_cancelled_is_no_clash(client, mentor, mentee, starts_at, state):
    SessionFactory(match=MatchFactory(mentor=mentor), starts_at=starts_at, minutes=60, state=state)
    match = MatchFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentor)

    assert _book(client, match).status_code == 302


def test_a_session_does_not_clash_with_itself_when_it_moves(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    session = SessionFactory(match=match, starts_at=MONDAY)
    client.force_login(mentor)
    address = reverse("mentoring:session_move", args=[session.pk])

    moved = client.post(address, {**ASKED, "time": "14:15"})

    session.refresh_from_db()
    assert (moved.status_code, session.starts_at) == (302, MONDAY + dt.timedelta(minutes=15))


def test_who_did_not_book_the_second_session_reads_of_the_clash_on_both_pages(
    client, mentor, mentee
):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    first = SessionFactory(match=MatchFactory(mentor=mentor), starts_at=MONDAY)
    client.force_login(mentee)
    _book(client, match, despite="on")
    second = Session.objects.get(match=match)

    def clashes(reader, session):
        client.force_login(reader)
        return client.get(session.get_absolute_url()).context["clashes"]

    assert [len(clashes(mentor, session)) for session in (first, second)] == [1, 1]
    assert clashes(mentor, second)[0].startswith(
        f"You have a session with {first.match.mentee.full_name} then: "
    )
    # Whom the mentor meets is not the business of the mentees.
    assert clashes(mentee, second) == clashes(first.match.mentee, first) == []
    Session.objects.filter(pk=first.pk).update(state=SessionState.CANCELLED)
    assert clashes(mentor, second) == []
