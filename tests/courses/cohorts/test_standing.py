"""How a cohort stands follows from its dates, its zone and its places, whatever the clocks do."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.times.zones import zone_names
from courses.cohorts.standing import end_of, first_moment, state_of, way_in
from courses.models import Cohort
from courses.states import CohortState, WayIn

_S, _W = CohortState, WayIn
ZONES = st.sampled_from(sorted(zone_names()))
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
TICK = dt.timedelta(microseconds=1)


def there(moment, zone):
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).date()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, ZONES)
def test_a_day_begins_with_its_first_moment_and_ends_with_that_of_the_next(day, zone):
    first, end = first_moment(day, zone), end_of(day, zone)

    assert there(first, zone) == day > there(first - TICK, zone)
    assert there(end - TICK, zone) <= day < there(end, zone)


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        # The clocks go forward at midnight: the day begins at one o'clock.
        ("Asia/Beirut", dt.date(2026, 3, 29), "2026-03-28T22:00:00+00:00"),
        # Midnight comes twice: the day begins with the first one.
        ("America/Havana", dt.date(2026, 11, 1), "2026-11-01T04:00:00+00:00"),
        ("Pacific/Kiritimati", dt.date(2026, 1, 1), "2025-12-31T10:00:00+00:00"),
    ],
)
def test_a_day_begins_where_the_clocks_change_at_midnight(zone, day, utc):
    assert first_moment(day, zone).isoformat() == utc


@st.composite
def cohorts(draw):
    """Draw a cohort with dates in their order, or without some of them."""
    opens, closes, starts, ends = (draw(st.none() | DAYS) for _ in range(4))
    assume(not (starts and ends and ends < starts))
    assume(not (closes and opens and closes < opens))
    assume(not (closes and ends and ends < closes))
    capacity = draw(st.none() | st.integers(1, 30))
    return Cohort(
        time_zone=draw(ZONES),
        opens_on=opens,
        closes_on=closes,
        starts_on=starts,
        ends_on=ends,
        capacity=capacity,
        taken=draw(st.integers(0, capacity or 30)),
        has_waiting_list=draw(st.booleans()),
    )


MOMENTS = st.integers(-900, 2_700 * 24).map(
    lambda hours: dt.datetime(2024, 1, 1, 0, 30, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(cohorts(), MOMENTS, MOMENTS)
def test_states_only_go_forward(cohort, one, other):
    order = [_S.PLANNED, _S.OPEN, _S.CLOSED, _S.RUNNING, _S.OVER]
    earlier, later = sorted([one, other])

    assert order.index(state_of(cohort, earlier)) <= order.index(state_of(cohort, later))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(cohorts(), MOMENTS)
def test_the_state_is_that_of_the_bounds_in_moments(cohort, now):
    zone = cohort.time_zone
    state = state_of(cohort, now)

    is_over = bool(cohort.ends_on) and end_of(cohort.ends_on, zone) <= now
    assert (state == _S.OVER) == is_over
    if cohort.starts_on and not is_over:
        assert (state == _S.RUNNING) == (first_moment(cohort.starts_on, zone) <= now)
    cohort.cancelled_at = now
    assert (state_of(cohort, now), way_in(cohort, now)) == (_S.CANCELLED, _W.CLOSED)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(cohorts(), MOMENTS)
def test_nobody_gets_in_where_there_is_no_place_or_it_is_not_the_time(cohort, now):
    way, today = way_in(cohort, now), there(now, cohort.time_zone)
    is_full = cohort.capacity is not None and cohort.taken >= cohort.capacity

    assert (way in {_W.WAITING_LIST, _W.FULL}) <= is_full
    assert (way == _W.PLACE) <= (not is_full)
    assert (way == _W.WAITING_LIST) <= cohort.has_waiting_list
    if way in {_W.PLACE, _W.WAITING_LIST, _W.FULL}:
        assert (cohort.opens_on or today) <= today <= (cohort.closes_on or today)
        assert state_of(cohort, now) != _S.OVER


def test_two_zones_see_the_same_moment_on_two_days():
    now = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
    dates = {"starts_on": dt.date(2026, 3, 2), "ends_on": dt.date(2026, 3, 20)}

    states = [
        state_of(Cohort(time_zone=zone, **dates), now) for zone in ("Europe/London", "Asia/Kolkata")
    ]

    assert states == [_S.OPEN, _S.RUNNING]
