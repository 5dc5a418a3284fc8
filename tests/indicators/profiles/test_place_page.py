"""The profile of a place, what the reader may see about it, and several places side by side."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from demo.factories.library import RecordFactory
from demo.factories.mentoring import MentorProfileFactory
from demo.factories.networks import NetworkFactory
from indicators.profiles.parts import names_place
from indicators.profiles.place_page import read_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    country = PlaceFactory(code="england", name="England")
    region = PlaceFactory(code="east", name="East", parent=country)
    return country, region, PlaceFactory(code="bury", name="Bury", parent=region)


def test_a_figure_stands_beside_that_of_the_wider_place_in_the_same_period(places):
    country, _region, town = places
    indicator = IndicatorFactory(name="Cold homes", polarity="lower")
    release = ReleaseFactory()
    for place, year, value in (
        (country, 2019, 90),
        (country, 2020, 20),
        (town, 2020, 25),
        (country, 2021, 1),
    ):
        ObservationFactory(
            release=release, indicator=indicator, place=place, year=year, value=value
        )

    [row] = read_profile(town).rows

    assert (row.value, [(each.place.code, each.value, each.comparison) for each in row.beside]) == (
        "25.0",
        [("england", "20.0", "5.0 percentage points worse")],
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((20, 25), "Up from 20.0\xa0% in 2019"),
        ((25, 20), "Down from 25.0\xa0% in 2019"),
        ((25, 25), "As in 2019"),
        ((25,), ""),
    ],
)
def test_a_row_tells_from_what_its_value_rose_or_fell(places, values, words):
    indicator, release = IndicatorFactory(), ReleaseFactory()
    for year, value in enumerate(values, start=2019):
        ObservationFactory(
            release=release, indicator=indicator, place=places[2], year=year, value=value
        )

    [row] = read_profile(places[2]).rows

    assert row.since == words


@pytest.mark.parametrize(
    ("polarity", "value", "limits", "words"),
    [
        ("lower", 15, (None, None), "5.0 percentage points better"),
        ("higher", 15, (None, None), "5.0 percentage points worse"),
        ("neither", 15, (None, None), "5.0 percentage points lower"),
        ("lower", 15, (11, 19), "no clear difference"),
        ("lower", 15, (14, 16), "5.0 percentage points better"),
        ("lower", 20, (None, None), "the same"),
    ],
)
def test_better_and_worse_follow_from_polarity_and_intervals(
    places, polarity, value, limits, words
):
    country, _region, town = places
    indicator = IndicatorFactory(polarity=polarity)
    release = ReleaseFactory()
    ObservationFactory(
        release=release, indicator=indicator, place=country, value=20, lower=18, upper=22
    )
    ObservationFactory(
        release=release,
        indicator=indicator,
        place=town,
        value=value,
        lower=limits[0],
        upper=limits[1],
    )

    [row] = read_profile(town).rows

    assert row.beside[0].comparison == words


def test_a_member_sees_with_few_queries_what_is_known_about_a_place(
    client, places, django_assert_max_num_queries
):
    _country, _region, town = places
    reader = UserFactory()
    for n in range(3):
        ObservationFactory(indicator=IndicatorFactory(name=f"Indicator {n}"), place=town)
        RecordFactory(title=f"What Bury did {n}").places.add(town)
        ActionPlanFactory(owner=reader, place="Bury, Lancashire", title=f"Warm homes plan {n}")
        ProfileFactory(user=MentorProfileFactory(headline=f"Mentor {n}").user, place="Bury")
        NetworkFactory(name=f"Bury and friends {n}")
    NetworkFactory(name="Friends of Banbury")
    ProfileFactory(
        user=MentorProfileFactory(headline="Hidden").user,
        place="Bury",
        shown_to={"place": "nobody"},
    )
    client.force_login(reader)
    address = reverse("places:place_detail", args=["bury"])
    client.get(address)

    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()

    for words in (
        "What Bury did 2",
        "Warm homes plan 1",
        "Mentor 0",
        "Bury and friends 2",
        "Indicator 1",
    ):
        assert words in page
    assert "Banbury" not in page
    assert "Hidden" not in page


def test_a_visitor_sees_figures_and_works_but_no_mentor_and_no_plan(client, places):
    _country, _region, town = places
    RecordFactory(title="What Bury did").places.add(town)
    ProfileFactory(user=MentorProfileFactory(headline="Mentor of Bury").user, place="Bury")

    page = client.get(reverse("places:place_detail", args=["bury"])).content.decode()

    assert "What Bury did" in page
    assert "Mentor of Bury" not in page
    assert "No figures of this place" in page


def test_names_are_words_of_their_own():
    bury = PlaceFactory.build(name="Bury", also=["Bury (Lancs)"])

    assert names_place(bury, ["In BURY."])
    assert names_place(bury, ["x", "Bury (Lancs)"])
    assert not names_place(bury, ["Banbury", "Shrewsbury", "Burying"])


def test_places_are_compared_in_the_period_that_most_share(client, places):
    country, _region, town = places
    release = ReleaseFactory()
    indicator = IndicatorFactory(name="Cold homes")
    for place, year, value in ((country, 2020, 20), (town, 2020, 25), (country, 2021, 77)):
        ObservationFactory(
            release=release, indicator=indicator, place=place, year=year, value=value
        )
    address = reverse("places:place_compare")

    page = client.get(
        f"{address}?place=england&place=bury&place=nowhere&place=%00"
    ).content.decode()
    table = b"".join(client.get(f"{address}?place=bury&place=england&as=csv")).decode()

    rows = json.loads(b"".join(client.get(f"{address}?place=bury&place=england&as=json")))

    assert (rows["places"], rows["rows"][0]["values"]) == (["bury", "england"], [25.0, 20.0])
    assert "Cold homes, 2020" in page
    assert "77.0" not in page
    assert "Cold homes,2020,25.0,20.0" in table
    assert client.get(address).status_code == 200


def test_no_more_than_five_places_are_compared(client):
    towns = [ObservationFactory().place for _ in range(7)]
    query = "&".join(f"place={town.code}" for town in towns)

    page = client.get(f"{reverse('places:place_compare')}?{query}").content.decode()

    assert "Only the first 5 places are shown." in page


def test_the_profile_is_taken_along_as_pdf_csv_and_json(client, places):
    ObservationFactory(place=places[2])

    for name, start in (
        ("place_pdf", b"%PDF"),
        ("place_csv", b"\xef\xbb\xbf"),
        ("place_json", b"{"),
    ):
        answer = client.get(reverse(f"places:{name}", args=["bury"]))
        assert b"".join(answer).startswith(start)


def test_the_profile_on_paper_says_what_everyone_may_know_of_the_place(client, places):
    ObservationFactory(place=places[2])
    reader = UserFactory()
    RecordFactory(title="What Bury did").places.add(places[2])
    ActionPlanFactory(owner=reader, place="Bury", title="Warm homes plan")
    client.force_login(reader)

    answer = client.get(reverse("places:place_pdf", args=["bury"]))

    paper = PdfReader(BytesIO(b"".join(answer)))
    text = " ".join(page.extract_text() for page in paper.pages)
    assert "Case studies and reports" in text
    assert "What Bury did" in text
    # Paper is handed round: what is for this reader alone is not on it.
    assert "Warm homes plan" not in text


def test_the_chart_shown_first_is_one_that_the_places_share(client, places):
    country, _region, town = places
    release = ReleaseFactory()
    ObservationFactory(indicator=IndicatorFactory(name="Air"), place=country)
    shared = IndicatorFactory(name="Cold homes")
    for place in (country, town):
        ObservationFactory(release=release, indicator=shared, place=place)

    answer = client.get(reverse("places:place_compare"), {"place": [country.code, town.code]})

    assert answer.context["chosen"].indicator == shared


def test_the_newest_release_is_compared_also_where_one_between_was_withdrawn(client, places):
    country, _region, town = places
    indicator = IndicatorFactory(name="Cold homes")
    first = ReleaseFactory()
    withdrawn = ReleaseFactory(supersedes=first, state="withdrawn")
    newest = ReleaseFactory(supersedes=withdrawn)
    for release, value in ((first, 11), (withdrawn, 22), (newest, 33)):
        for place in (country, town):
            ObservationFactory(release=release, indicator=indicator, place=place, value=value)
    # The first one also has a place more than the newest.
    ObservationFactory(release=first, indicator=indicator, place=places[1], value=11)
    address = reverse("places:place_compare")

    answer = client.get(address, {"place": [place.code for place in places]})

    [row] = answer.context["rows"]
    assert (row.release, row.values) == (newest, ["33.0", "–", "33.0"])
    assert list(type(first).objects.current()) == [newest]
    type(first).objects.filter(pk=newest.pk).update(state="withdrawn", withdrawal_reason="Wrong")
    assert list(type(first).objects.current()) == [first]


def test_a_period_that_was_inferred_is_explained_wherever_it_is_shown(client, places):
    country, _region, town = places
    indicator, release = IndicatorFactory(code="life"), ReleaseFactory()
    for place in (country, town):
        ObservationFactory(
            release=release,
            indicator=indicator,
            place=place,
            period="2014-16 (inferred)",
            year=2016,
        )
    addresses = [
        reverse("places:place_detail", args=["bury"]),
        f"{reverse('places:place_compare')}?place=bury&place=england",
        f"{indicator.get_absolute_url()}?place=bury",
    ]
    words = "the source does not say from which years these figures are"

    explained = [client.get(address).content.decode() for address in addresses]
    release.observations.update(period="2014-16")
    stated = [client.get(address).content.decode() for address in addresses]

    assert [page.count(words) for page in explained] == [1, 1, 1]
    assert [page.count(words) for page in stated] == [0, 0, 0]
