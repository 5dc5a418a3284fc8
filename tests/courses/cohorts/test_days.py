"""The first and last days of a cohort stand on the home and in the calendar of those who learn in it."""

import datetime as dt

import pytest

from courses.actions.cohorts.planning import cancel_cohort
from courses.agenda import days_of_cohorts
from courses.calendar_entries import days_of_cohorts as entries_of_cohorts
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def place():
    cohort = CohortFactory(
        name="Spring group",
        time_zone="Asia/Tokyo",
        starts_on=dt.date(2026, 12, 1),
        ends_on=dt.date(2027, 3, 1),
    )
    return CohortPlaceFactory(cohort=cohort)


def test_a_cohort_that_begins_soon_is_coming_up_and_its_last_day_is_in_the_calendar(place):
    [first] = days_of_cohorts(place.user, NOW)
    entries = entries_of_cohorts(place.user, NOW)

    assert first.title.startswith("First day of “Spring group”")
    # Midnight in Tokyo.
    assert first.at == dt.datetime(2026, 11, 30, 15, tzinfo=dt.UTC)
    assert first.address == place.cohort.get_absolute_url()
    assert [entry.starts_at for entry in entries] == [dt.date(2026, 12, 1), dt.date(2027, 3, 1)]
    assert len({entry.uid for entry in entries}) == 2


def test_nobody_else_sees_them_and_a_cancelled_cohort_has_none(place):
    assert days_of_cohorts(UserFactory(), NOW) == []

    cohort = place.cohort
    cancel_cohort(cohort=cohort, reason="Too few.", by=cohort.facilitators.get(), at=NOW)

    assert days_of_cohorts(place.user, NOW) == []
    assert entries_of_cohorts(place.user, NOW) == []


def test_the_last_day_counts_until_it_is_over(place):
    last = dt.datetime(2027, 3, 1, 14, 59, tzinfo=dt.UTC)

    [shown] = days_of_cohorts(place.user, last - dt.timedelta(hours=1))

    assert shown.title.startswith("Last day of")
    assert shown.at == last
    assert days_of_cohorts(place.user, last + dt.timedelta(minutes=1)) == []
