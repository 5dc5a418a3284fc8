"""The rhythm of a series: its days and words, and the hour that it keeps."""

import datetime as dt

import pytest
from django.core import mail

from core.times.rhythm import days_of, rhythm_in_words
from mentoring.actions.series import Scope
from mentoring.booking.rhythm import words_of
from notifications.delivery.sending import send_waiting
from tests.calendars.readers import read_by_both
from tests.mentoring.series import moved, plan, sessions_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rhythm", "first_on", "days", "words"),
    [
        ("weekly", "2026-03-10", ["2026-03-17", "2026-03-24"], "every week on Tuesday"),
        ("monthly", "2026-03-17", ["2026-04-21", "2026-05-19"], "every month on the third Tuesday"),
        ("monthly", "2026-12-31", ["2027-01-28", "2027-02-25"], "every month on the last Thursday"),
        ("monthly", "2027-02-22", ["2027-03-22", "2027-04-26"], "every month on the fourth Monday"),
    ],
)
def test_a_rhythm_gives_days_words_and_a_rule_that_calendars_read_alike(
    far_match, now, rhythm, first_on, days, words
):
    first = dt.date.fromisoformat(first_on)
    series = plan(far_match, now, rhythm=rhythm, first_on=first, times=3)
    send_waiting(at=now)

    assert [day.isoformat() for day in days_of(rhythm, first, 3)[1:]] == days
    assert rhythm_in_words(rhythm, first) == words
    file = read_by_both(mail.outbox[0].attachments[0].content)
    assert file.starts == [one.starts_at for one in sessions_of(series)]


@pytest.mark.parametrize(
    ("first_on", "number", "scope", "day", "days", "words"),
    [
        # 26 June 2026 is the fourth Friday of its month and the last one.
        (
            "2026-05-29", 1, Scope.FOLLOWING, "2026-06-26",
            ["2026-06-26", "2026-07-31", "2026-08-28"], "every month on the last Friday",
        ),
        (
            "2026-05-29", 1, Scope.ALL, "2026-06-25",
            ["2026-05-28", "2026-06-25", "2026-07-30", "2026-08-27"], "every month on the last Thursday",
        ),
        # It is no longer the last one where it moves to an earlier week.
        (
            "2026-05-29", 1, Scope.FOLLOWING, "2026-06-19",
            ["2026-06-19", "2026-07-17", "2026-08-21"], "every month on the third Friday",
        ),
        # Nor does a fourth become the last.
        (
            "2026-05-22", 1, Scope.FOLLOWING, "2026-06-26",
            ["2026-06-26", "2026-07-24", "2026-08-28"], "every month on the fourth Friday",
        ),
    ],
)  # fmt: skip
def test_the_last_weekday_of_the_month_stays_the_last_when_sessions_move(
    far_match, now, first_on, number, scope, day, days, words
):
    series = plan(
        far_match, now, rhythm="monthly", first_on=dt.date.fromisoformat(first_on), times=4
    )

    session = sessions_of(series)[number]
    # Moved twice, as what the first move made has its rhythm to keep, too.
    for hour in (17, 16):
        session.refresh_from_db()
        moved(session, now, scope, day=dt.date.fromisoformat(day), time=dt.time(hour))
    session.refresh_from_db()
    send_waiting(at=now)

    found = session.series
    assert [one.slot_on.isoformat() for one in sessions_of(found)] == days
    assert words_of(found) == words
    files = [read_by_both(mailed.attachments[0].content) for mailed in mail.outbox]
    assert [one.starts_at for one in sessions_of(found)] in [file.starts for file in files]


@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Kolkata",
        "America/New_York",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Africa/Casablanca",
    ],
)
def test_a_series_keeps_its_hour_in_every_zone(far_match, now, zone):
    series = plan(far_match, now, time_zone=zone, times=26)
    send_waiting(at=now)

    file = read_by_both(mail.outbox[0].attachments[0].content)
    assert file.starts == [one.starts_at for one in sessions_of(series)]
    assert {one.starts_at.astimezone(series.zone).time() for one in sessions_of(series)} == {
        dt.time(18)
    }
