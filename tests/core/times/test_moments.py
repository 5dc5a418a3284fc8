"""Wall-clock times of time zones, above all where the clocks change."""

import datetime as dt

import pytest

from core.times.moments import (
    AmbiguousTime,
    NonexistentTime,
    in_zone,
    label_of,
    short_span_in_zone,
    to_utc,
)


def local(text):
    """Return a day and a time without a zone."""
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-01-15T14:00", "Europe/London", "2026-01-15T14:00"),
        ("2026-07-15T14:00", "Europe/London", "2026-07-15T13:00"),
        ("2026-07-15T14:00", "Asia/Kolkata", "2026-07-15T08:30"),
        ("2026-01-15T14:00", "America/New_York", "2026-01-15T19:00"),
        # Between the change in New York (8 March) and the one in London (29 March).
        ("2026-03-20T09:00", "America/New_York", "2026-03-20T13:00"),
        ("2026-03-29T00:59", "Europe/London", "2026-03-29T00:59"),
        ("2026-03-29T02:00", "Europe/London", "2026-03-29T01:00"),
    ],
)
def test_a_local_time_means_one_moment(text, zone, utc):
    assert to_utc(local(text), zone) == local(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-03-29T01:30", "Europe/London"),
        ("2026-03-08T02:30", "America/New_York"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused_in_words(text, zone):
    with pytest.raises(NonexistentTime, match=r"does not exist on .* the clocks go forward"):
        to_utc(local(text), zone)


def test_a_time_that_comes_twice_has_to_be_chosen():
    twice = local("2026-10-25T01:30")

    with pytest.raises(
        AmbiguousTime, match="01:30 happens twice on 25 October 2026 in Europe/London"
    ):
        to_utc(twice, "Europe/London")

    first = to_utc(twice, "Europe/London", second=False)
    second = to_utc(twice, "Europe/London", second=True)
    assert first == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert second == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/London", "Friday 20 March 2026, 13:00, Europe/London (GMT)"),
        ("Asia/Kolkata", "Friday 20 March 2026, 18:30, Asia/Kolkata (IST)"),
        ("America/New_York", "Friday 20 March 2026, 09:00, America/New York (EDT)"),
        ("America/Sao_Paulo", "Friday 20 March 2026, 10:00, America/Sao Paulo (UTC-03)"),
    ],
)
def test_a_moment_is_told_by_the_clocks_of_a_zone(zone, words):
    at = dt.datetime(2026, 3, 20, 13, tzinfo=dt.UTC)

    assert in_zone(at, zone) == words


def test_the_label_follows_summer_time():
    assert (
        label_of("Europe/London", dt.datetime(2026, 7, 1, tzinfo=dt.UTC)) == "Europe/London (BST)"
    )


@pytest.mark.parametrize(
    ("minutes", "zone", "said"),
    [
        (60, "Europe/London", "Mon 2 Mar 2026, 14:00 to 15:00 GMT"),
        (60, "Asia/Dubai", "Mon 2 Mar 2026, 18:00 to 19:00 UTC+04"),
        (24 * 60, "Europe/London", "Mon 2 Mar 2026, 14:00 to Tue 3 Mar 2026, 14:00 GMT"),
    ],
)
def test_a_line_of_a_list_says_when_in_few_letters(minutes, zone, said):
    start = dt.datetime(2026, 3, 2, 14, tzinfo=dt.UTC)

    assert short_span_in_zone(start, start + dt.timedelta(minutes=minutes), zone) == said
