"""Which backups are kept: days, weeks and months, and always the newest."""

import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from core.backups.keeping import DAYS, MONTHS, RECENT, WEEKS, kept
from core.backups.layout import moment_of, name_at

FIRST = dt.datetime(2026, 1, 1, 3, 30, tzinfo=dt.UTC)


def at(moment: dt.datetime) -> Path:
    return Path("/backups") / name_at(moment)


def test_a_year_of_nights_leaves_seven_days_four_weeks_and_six_months():
    there: set[Path] = set()
    for day in range(365):
        there = kept({*there, at(FIRST + dt.timedelta(days=day))})

    days = sorted(moment_of(backup).date().isoformat() for backup in there)
    assert days == [
        *("2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30"),
        *("2026-12-13", "2026-12-20"),
        *(f"2026-12-{day}" for day in range(25, 32)),
    ]


def test_what_is_old_stays_after_a_pause():
    old = {at(FIRST + dt.timedelta(days=day)) for day in range(5)}

    assert kept({*old, at(FIRST + dt.timedelta(days=900))}) > old


def test_all_of_the_last_two_days_are_kept_and_of_an_older_day_the_last():
    today = [at(FIRST + dt.timedelta(hours=hour)) for hour in range(12)]
    later = at(FIRST + dt.timedelta(days=3))

    assert kept(today) == set(today)
    assert kept([*today, later]) == {today[-1], later}


moments = st.integers(0, 3 * 365 * 24).map(lambda hours: FIRST + dt.timedelta(hours=hours))


@given(st.sets(moments, min_size=1, max_size=60))
def test_the_newest_is_always_kept_and_never_more_than_the_rule_says(taken):
    backups = {at(moment) for moment in taken}

    chosen = kept(backups)

    assert max(backups, key=moment_of) in chosen
    assert chosen <= backups
    older = {each for each in chosen if moment_of(max(chosen)) - moment_of(each) >= RECENT}
    assert len(older) <= DAYS + WEEKS + MONTHS
    assert kept(chosen) == chosen
