"""Places and indicators for programs: narrowed as on their pages."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from demo.factories.library import TopicFactory
from indicators.catalogue.states import ReleaseState

pytestmark = pytest.mark.django_db
PLACES, INDICATORS = "/api/v1/places/", "/api/v1/indicators/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def codes(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content
    return [item["code"] for item in answer.json()["items"]]


def test_a_place_is_told_with_the_places_around_it(client, settings):
    country = PlaceFactory(code="wales", name="Wales", also=["Cymru"])
    town = PlaceFactory(code="barry", name="Barry", parent=country)
    ObservationFactory(place=town)
    ObservationFactory(place=country, release=ReleaseFactory(state=ReleaseState.DRAFT))

    items = client.get(PLACES).json()["items"]

    assert items == [
        {
            "code": "wales",
            "url": f"{settings.SITE_URL}/places/wales/",
            "name": "Wales",
            "other_names": ["Cymru"],
            "within": [],
            "has_figures": False,
        },
        {
            "code": "barry",
            "url": f"{settings.SITE_URL}/places/barry/",
            "name": "Barry",
            "other_names": [],
            "within": ["wales"],
            "has_figures": True,
        },
    ]
    assert client.get(f"{PLACES}barry/").json() == items[1]


def test_places_are_narrowed_by_words_by_a_wider_place_and_by_figures(client):
    country = PlaceFactory(code="wales", name="Wales")
    town = PlaceFactory(code="barry", name="Barry", parent=country)
    PlaceFactory(code="leeds", name="Leeds")
    ObservationFactory(place=town)

    assert codes(client, PLACES, q="EE") == ["leeds"]
    assert codes(client, PLACES, within="wales") == ["wales", "barry"]
    assert codes(client, PLACES, within="nowhere") == []
    assert codes(client, PLACES, figures="yes") == ["barry"]
    assert client.get(PLACES, {"figures": "no"}).status_code == 400


def test_indicators_are_narrowed_as_on_their_page(client):
    housing = TopicFactory(code="housing")
    homes = IndicatorFactory(code="homes", topic=TopicFactory(code="damp", parent=housing))
    weight = IndicatorFactory(code="weight", name="Weight", definition="Of children.")
    here = PlaceFactory(code="barry")
    ObservationFactory(indicator=homes, place=here)
    ObservationFactory(indicator=weight)
    IndicatorFactory(code="without-figures")

    assert codes(client, INDICATORS) == ["homes", "weight"]
    assert codes(client, INDICATORS, q="children weight") == ["weight"]
    assert codes(client, INDICATORS, topic="housing") == ["homes"]
    assert codes(client, INDICATORS, place="barry") == ["homes"]


def test_the_list_of_places_takes_as_many_queries_for_many_as_for_one(client):
    counts = []
    for number in (1, 4):
        for _each in range(number):
            PlaceFactory()
        client.get(PLACES)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PLACES, {"limit": 3})
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(client.get(page.json()["next"]).json()["items"]) == 2
