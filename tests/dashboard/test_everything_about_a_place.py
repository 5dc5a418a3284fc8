"""The page of a place with everything on it asks the same few queries, however much there is."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.action_plans.candidates import origin_of_indicator
from courses.actions.action_plans.baselines import set_baseline
from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.briefs import make_brief, publish
from demo.factories.courses import ActionPlanFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.recommendations import RespondentFactory, ResponseFactory
from indicators.catalogue.actions.following import follow
from indicators.catalogue.models import SeriesBreak
from library.vocabularies.choices import RecordType

pytestmark = pytest.mark.django_db
PAGE = "/places/bury/"
# Session and person, the place with those around it, figures, their indicators, and one for each of seven parts.
MOST_QUERIES = 12
HEADINGS = (
    "Case studies and reports",
    "Recommendations answered",
    "Action plans",
    "Networks",
    "Discussed in your networks",
    "Briefs",
    "Mentors who know it",
    "Places in it",
    "Sources",
)


@pytest.fixture
def town():
    """A place in a region of a country, with a ward in it."""
    country = PlaceFactory(code="england", name="England")
    town = PlaceFactory(
        code="bury", name="Bury", parent=PlaceFactory(code="north", name="North", parent=country)
    )
    PlaceFactory(code="ward", name="Radcliffe", parent=town)
    return town


def tell_all(town, reader, number: int) -> None:
    """Add one of everything that the page shows to this reader."""
    topic = TopicFactory(parent=TopicFactory())
    release, indicator = ReleaseFactory(), IndicatorFactory(topic=topic)
    for place in (town, town.parent, town.parent.parent):
        for year in (2018, 2019, 2020):
            ObservationFactory(release=release, indicator=indicator, place=place, year=year)
    SeriesBreak.objects.create(
        release=release, indicator=indicator, starts_on=dt.date(2019, 1, 1), note="New method"
    )
    record = RecordFactory(title=f"What Bury did {number}", type=RecordType.CASE_STUDY)
    record.places.add(town)
    ResponseFactory(respondent=RespondentFactory(place=town, organisation=f"Council {number}"))
    plan = ActionPlanFactory(owner=reader, place="Bury", title=f"Warm homes {number}")
    origin, _page = origin_of_indicator(indicator, {"place": "bury"})
    set_baseline(
        plan=plan, origin=origin, chosen=origin.find("place"), target=None, target_on=None, at=timezone.now()
    )  # fmt: skip
    network = NetworkFactory(name=f"Bury and friends {number}")
    MembershipFactory(network=network, user=reader)
    DiscussionFactory(network=network, record=record)
    publish(make_brief(title=f"Brief on Bury {number}", place=town))
    ProfileFactory(user=MentorProfileFactory().user, place="Bury")


def test_a_place_with_everything_on_it_takes_at_most_twelve_queries(client, town):
    reader = UserFactory()
    follow(user=reader, place=town, at=timezone.now())
    client.force_login(reader)
    # SQLite is asked once for each connection whether it knows JSON.
    client.get(PAGE)
    asked = []

    for number in range(4):
        tell_all(town, reader, number)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PAGE).content.decode()
        asked.append(len(queries))
        assert [heading for heading in HEADINGS if heading not in page] == []
        assert page.count(f"Warm homes {number}") == 1

    assert asked == [MOST_QUERIES] * len(asked)
