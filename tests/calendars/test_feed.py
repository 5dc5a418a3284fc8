"""The private calendar: all that is dated and mine, for whoever has its address, until that is replaced."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.actions.closing import close_account
from accounts.models import User
from accounts.roles import Role
from calendars.actions import renew_feed
from calendars.models import CalendarFeed
from calendars.tasks import end_feeds_of_closed_accounts
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.mentoring import GoalFactory, MatchFactory, SessionFactory
from demo.factories.submissions import ReviewFactory
from mentoring.actions.sessions import cancel_session, reschedule_session
from mentoring.states import MatchState
from submissions.states import ReviewState

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
PAGE = "/calendar/"


@pytest.fixture(autouse=True)
def on_that_morning(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def reader():
    return UserFactory(time_zone="Asia/Kolkata")


def _read(user: User) -> list:
    feed = renew_feed(user=user, at=NOW)
    answer = Client().get(feed.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    assert calendar["method"] == "PUBLISH"
    return calendar.walk("VEVENT")


def _summaries(user: User) -> list[str]:
    return [str(event["summary"]) for event in _read(user)]


def test_sessions_goals_plans_and_reviews_are_in_it_in_their_order(reader):
    match = MatchFactory(mentee=reader)
    SessionFactory(match=match, starts_at=NOW + dt.timedelta(days=3))
    GoalFactory(match=match, text="Ask ten parents", due_on=dt.date(2026, 3, 4))
    ActionPlanFactory(owner=reader, title="Warm homes", at=NOW, review_on=dt.date(2026, 3, 20))
    reader.groups.add(*UserFactory(roles=[Role.REVIEWER]).groups.all())
    ReviewFactory(reviewer=reader, state=ReviewState.ACCEPTED, due_on=dt.date(2026, 3, 30))

    summaries = _summaries(reader)

    assert summaries[:3] == [
        "Goal due: Ask ten parents",
        f"Mentoring session with {match.mentor.full_name}",
        "Review your plan: Warm homes",
    ]
    assert summaries[3].startswith("Review due: ")
    assert len(summaries) == 4


def test_a_deadline_takes_a_day_and_makes_nobody_busy(reader):
    GoalFactory(match=MatchFactory(mentor=reader), due_on=dt.date(2026, 3, 4))

    (event,) = _read(reader)

    assert event.decoded("dtstart") == dt.date(2026, 3, 4)
    assert event.decoded("dtend") == dt.date(2026, 3, 5)
    assert event["transp"] == "TRANSPARENT"
    assert event.walk("VALARM") == []


def test_it_follows_moves_and_forgets_what_is_cancelled(reader):
    session = SessionFactory(match=MatchFactory(mentor=reader), starts_at=NOW)
    first = _read(reader)[0]
    reschedule_session(
        session=session,
        by=reader,
        starts_at=NOW + dt.timedelta(days=9),
        time_zone="UTC",
        minutes=45,
        place_or_link="Room 3",
        at=NOW,
    )
    second = _read(reader)[0]
    cancel_session(session=session, by=reader, at=NOW)

    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second.decoded("dtstart") == NOW + dt.timedelta(days=9)
    assert _read(reader) == []


def test_nothing_of_others_nothing_settled_and_nothing_long_over_is_in_it(reader):
    SessionFactory(match=MatchFactory(), starts_at=NOW)
    match = MatchFactory(mentor=reader)
    SessionFactory(match=match, starts_at=NOW - dt.timedelta(days=100))
    GoalFactory(match=match, due_on=dt.date(2026, 3, 4), state="reached", settled_on=NOW.date())
    ended = MatchFactory(mentor=reader, state=MatchState.ENDED)
    GoalFactory(match=ended, due_on=dt.date(2026, 3, 4))

    assert _read(reader) == []


@pytest.mark.parametrize("reason", ["forged", "replaced", "switched off", "closed", "suspended"])
def test_an_address_that_does_not_hold_any_more_opens_nothing(client, reader, reason):
    address = renew_feed(user=reader, at=NOW).get_absolute_url()
    if reason == "forged":
        address = address.replace(".ics", "x.ics")
    elif reason == "replaced":
        renew_feed(user=reader, at=NOW)
    elif reason == "switched off":
        client.force_login(reader)
        client.post(reverse("calendars:calendar_end"))
    elif reason == "closed":
        close_account(user=reader, at=NOW)
    else:
        User.objects.filter(pk=reader.pk).update(is_active=False)

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "W10:1:x", "x" * 5_000])
def test_nonsense_opens_nothing(client, token):
    assert client.get(f"{PAGE}{token}.ics").status_code == 404


def test_the_page_makes_renews_and_ends_the_address(client, reader):
    client.force_login(reader)
    before = client.get(PAGE).content.decode()

    client.post(reverse("calendars:calendar_renew"))
    first = client.get(PAGE).content.decode()
    address = CalendarFeed.objects.get().get_absolute_url()
    client.post(reverse("calendars:calendar_renew"))
    second = client.get(PAGE).content.decode()
    client.post(reverse("calendars:calendar_end"))

    assert "Create my calendar address" in before
    assert address in first
    assert address not in second
    assert not CalendarFeed.objects.exists()


def test_the_page_says_when_a_program_last_read_it(client, reader):
    _read(reader)
    client.force_login(reader)

    assert "Last read on 2 March 2026" in client.get(PAGE).content.decode()


def test_the_page_is_for_people_who_are_signed_in():
    for address in (PAGE, f"{PAGE}renew/", f"{PAGE}end/"):
        assert Client().post(address).status_code in (302, 405)
        assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("number", [1, 7])
def test_the_feed_takes_as_many_queries_whatever_its_length(reader, number):
    match = MatchFactory(mentor=reader)
    for day in range(number):
        SessionFactory(match=match, starts_at=NOW + dt.timedelta(days=day))
        GoalFactory(match=match, due_on=dt.date(2026, 3, 4))
    address = renew_feed(user=reader, at=NOW).get_absolute_url()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = Client().get(address)

    assert answer.content.count(b"BEGIN:VEVENT") == 2 * number
    assert len(queries) == 11


def test_the_sweep_ends_the_addresses_of_closed_accounts(reader):
    renew_feed(user=reader, at=NOW)
    User.objects.filter(pk=reader.pk).update(closed_at=NOW, is_active=False)
    renew_feed(user=UserFactory(), at=NOW)

    for _ in range(2):
        end_feeds_of_closed_accounts()

    assert [feed.user_id == reader.pk for feed in CalendarFeed.objects.all()] == [False]
