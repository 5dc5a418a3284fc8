"""The time zones that people choose from."""

import datetime as dt
from itertools import chain
from zoneinfo import available_timezones

import pytest

from accounts.forms.profiles import JobForm
from core.times.zones import ZoneChoices, zone_names
from demo.factories.accounts import ProfileFactory
from demo.factories.mentoring import MatchFactory
from mentoring.booking.warnings import Meeting
from mentoring.forms.sessions import SessionForm

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def offered(form):
    """The zones that the field of a form offers, without the group that stands before all of them."""
    groups = form.fields["time_zone"].choices
    return list(chain.from_iterable(zones for _group, zones in groups[-len(list(ZoneChoices())) :]))


@pytest.mark.django_db
def test_a_profile_and_a_session_offer_the_same_zones():
    profile = JobForm(user=ProfileFactory().user)
    match = MatchFactory()
    session = SessionForm(meeting=Meeting(match, match.mentor), now=NOW)

    assert offered(profile) == offered(session)
    assert {zone for zone, _label in offered(session)} == zone_names()


def test_a_zone_is_offered_under_its_present_name_alone():
    assert {"Europe/London", "Asia/Kolkata", "America/New_York", "UTC"} <= zone_names()
    assert zone_names().isdisjoint(
        {"Asia/Calcutta", "America/Buenos_Aires", "US/Eastern", "Etc/UTC"}
    )
    assert zone_names() <= available_timezones()


def test_the_zones_are_grouped_by_the_part_of_the_world():
    groups = dict(ZoneChoices())

    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in groups["America"]
    assert next(iter(groups.values())) == [("UTC", "UTC")]
