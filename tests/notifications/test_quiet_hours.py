"""Quiet hours: mail that can wait leaves when they end; urgent mail leaves at once."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.letters import Letter
from demo.factories.accounts import UserFactory
from demo.factories.notifications import NotificationFactory
from notifications.actions import (
    choose_channels,
    choose_quiet_hours,
    notify,
    queue_letter,
    queue_summaries,
)
from notifications.kinds import Channel, Kind, kind_named
from notifications.models import Delivery, DigestIssue, QuietHours
from notifications.quiet_hours import end_of_quiet

LONDON = "Europe/London"
NIGHT = {"begins": dt.time(22), "ends": dt.time(7)}
EVENING = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)


def _utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "hours", "at", "end"),
    [
        (LONDON, (22, 7), _utc(2026, 3, 2, 21, 59), None),
        (LONDON, (22, 7), _utc(2026, 3, 2, 22), _utc(2026, 3, 3, 7)),
        (LONDON, (22, 7), _utc(2026, 3, 3, 6, 59), _utc(2026, 3, 3, 7)),
        (LONDON, (22, 7), _utc(2026, 3, 3, 7), None),
        (LONDON, (9, 12), _utc(2026, 3, 3, 10), _utc(2026, 3, 3, 12)),
        (LONDON, (9, 12), _utc(2026, 3, 3, 8), None),
        ("Asia/Kolkata", (22, 7), _utc(2026, 3, 2, 18), _utc(2026, 3, 3, 1, 30)),
        # The clock goes forward in the night: it ends an hour sooner.
        (LONDON, (22, 7), _utc(2026, 3, 28, 23), _utc(2026, 3, 29, 6)),
        # The clock goes back: it ends an hour later.
        (LONDON, (22, 7), _utc(2026, 10, 24, 22), _utc(2026, 10, 25, 7)),
        # 01:30 is left out on the one night, and comes twice on the other.
        (LONDON, (22, 1.5), _utc(2026, 3, 29, 0, 30), _utc(2026, 3, 29, 1, 30)),
        (LONDON, (22, 1.5), _utc(2026, 10, 25, 1, 15), _utc(2026, 10, 25, 1, 30)),
    ],
)
def test_the_hours_end_by_the_clock_of_the_reader(zone, hours, at, end):
    begins, ends = (dt.time(int(hour), int(hour % 1 * 60)) for hour in hours)

    assert end_of_quiet(begins=begins, ends=ends, zone=zone, at=at) == end


@given(
    zone=st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    begins=st.integers(0, 24 * 60 - 1),
    ends=st.integers(0, 24 * 60 - 1),
    minute=st.integers(0, 2 * 365 * 24 * 60),
)
def test_the_end_is_later_within_a_day_and_shows_the_wanted_time(zone, begins, ends, minute):
    moment = _utc(2025, 1, 1) + dt.timedelta(minutes=minute)
    begins, ends = (dt.time(*divmod(each, 60)) for each in (begins, ends))

    end = end_of_quiet(begins=begins, ends=ends, zone=zone, at=moment)

    if end is not None:
        assert moment < end <= moment + dt.timedelta(hours=25)
        clock = end.astimezone(zoneinfo.ZoneInfo(zone)).time()
        # A clock that leaves the time out is ahead of it by half an hour or an hour.
        shown = dt.timedelta(hours=clock.hour, minutes=clock.minute)
        wanted = dt.timedelta(hours=ends.hour, minutes=ends.minute)
        assert shown - wanted in {dt.timedelta(), dt.timedelta(hours=1), dt.timedelta(minutes=30)}


@pytest.fixture
def reader(db):
    reader = UserFactory(time_zone=LONDON)
    choose_quiet_hours(user=reader, **NIGHT)
    choose_channels(user=reader, channels={"networks": Channel.MAIL}, frequency="daily")
    return reader


@pytest.mark.parametrize(
    ("kind", "leaves"),
    [
        ("test.happened", MORNING),
        ("test.needed", MORNING),
        ("mentoring.cancelled", EVENING),
        ("safeguarding.reported", EVENING),
    ],
)
def test_only_urgent_mail_leaves_in_quiet_hours(kinds, reader, kind, leaves):
    chosen: Kind = kind_named(kind)
    words = {"actor": "Ana", "who": "Ana", "when": "Tuesday"}
    sleepless = UserFactory()

    notify(recipients=[reader, sleepless], kind=chosen, key="k", target=reader, at=EVENING, **words)

    when = dict(Delivery.objects.values_list("notification__recipient", "next_try_at"))
    assert when == {reader.pk: leaves, sleepless.pk: EVENING}


def test_a_code_leaves_at_once_and_the_summary_waits(reader):
    code = Letter("account.code", reader.email, "Code", "123", EVENING + dt.timedelta(minutes=15))
    queue_letter(letter=code, at=EVENING)
    NotificationFactory(recipient=reader)
    issue = DigestIssue(user=reader, period="2026-03-02", since=EVENING, until=EVENING)
    queue_summaries(issues=[issue], at=EVENING)

    assert dict(Delivery.objects.values_list("mail", "next_try_at")) == {
        "account.code": EVENING,
        "notifications.digest": MORNING,
    }


@pytest.mark.parametrize(
    ("begins", "ends", "kept"),
    [
        ("22:00", "07:00", [(dt.time(22), dt.time(7))]),
        ("", "", []),
        ("22:00", "", None),
        ("", "07:00", None),
        ("22:00", "22:00", None),
        ("25:00", "07:00", None),
        ("\0", "x" * 400, None),
    ],
)
def test_the_settings_take_two_times_or_none(client, reader, begins, ends, kept):
    client.force_login(reader)
    form = {"frequency": "daily", "quiet_from": begins, "quiet_until": ends}
    page = client.get("/inbox/preferences/")
    channels = {name: "default" for name in page.context["form"].fields if name not in form}

    answer = client.post("/inbox/preferences/", channels | form)

    stored = list(QuietHours.objects.values_list("begins", "ends"))
    if kept is None:
        assert (answer.status_code, stored) == (200, [(NIGHT["begins"], NIGHT["ends"])])
    else:
        assert (answer.status_code, stored) == (302, kept)
