"""The page of an indicator: groups, trend and words, from one release each."""

import csv
import io
import json

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.recommendations import RecommendationFactory
from indicators.catalogue.models import Dimension, Follow, Observation, SeriesBreak, Subgroup
from indicators.profiles.indicator_page import read_indicator_page
from indicators.profiles.measuring import trend_in_words
from indicators.profiles.series import points_of
from indicators.profiles.wording import difference_in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def england():
    return PlaceFactory(code="england", name="England")


@pytest.fixture
def indicator():
    return IndicatorFactory(code="cold", name="Cold homes")


@pytest.fixture
def tenths():
    dimension = Dimension.objects.create(
        code="tenths",
        name="Deprivation deciles",
        is_ordered=True,
        first_label="Most deprived",
        last_label="Least deprived",
    )
    return [
        Subgroup.objects.create(
            dimension=dimension, name=f"Decile {n}", short_name=str(n), position=n
        )
        for n in range(1, 11)
    ]


def fill(indicator, place, groups, *, release=None, years=(2020,), high=27.0):
    release = release or ReleaseFactory()
    for year in years:
        for n, group in enumerate(groups):
            value = high - 1.5 * n
            ObservationFactory(
                release=release,
                indicator=indicator,
                place=place,
                subgroup=group,
                year=year,
                value=value,
                lower=value - 1,
                upper=value + 1,
                population=1_000,
            )
    return release


def test_the_gap_is_said_in_one_sentence_with_difference_ratio_and_direction(
    indicator, england, tenths
):
    fill(indicator, england, tenths)

    page = read_indicator_page(indicator, {})

    assert page.sentence == (
        "In England in 2020, “Cold homes” was 27.0\xa0% of homes in the most deprived tenth and 13.5\xa0% in the least "
        "deprived tenth: the gap is 13.5 percentage points, the ratio 2.0. It is higher in the most deprived tenth."
    )
    assert [(row.code, row.value) for row in page.measured.pair] == [
        ("slope_index", "−15.0\xa0percentage points"),
        ("relative_index", "2.18"),
    ]
    assert page.gradient.rows[-1] == ["Slope index", "−15.0"]


def test_a_gap_that_the_rounded_values_do_not_give_is_told_as_taken_before_rounding(
    indicator, england, tenths
):
    release = fill(indicator, england, tenths)
    ends = release.observations.filter(place=england, subgroup__position__in=(1, 10))
    for one in ends:
        ends.filter(pk=one.pk).update(value=26.83 if one.subgroup.position == 1 else 11.67)

    assert (
        "the gap is 15.2 percentage points before rounding, the ratio 2.3."
        in read_indicator_page(indicator, {}).sentence
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((20, 22, 24, 26, 28), ("rising", "getting worse")),
        ((28, 26, 24, 22, 20), ("falling", "getting better")),
        ((20, 20.1, 20, 20.1, 20), ("no significant change", "")),
        ((20, 22, 24, 26), ("five consecutive periods", "")),
    ],
)
def test_the_recent_trend_is_told_with_what_it_means(indicator, england, values, words):
    release = ReleaseFactory()
    for year, value in enumerate(values, start=2016):
        ObservationFactory(
            release=release,
            indicator=indicator,
            place=england,
            year=year,
            value=value,
            lower=value - 0.5,
            upper=value + 0.5,
        )

    [trend] = read_indicator_page(indicator, {}).trends

    assert words[0] in trend.recent.text
    assert words[1] in trend.recent.judgement


def test_no_line_is_drawn_over_a_break_and_no_two_releases_are_joined(indicator, england):
    old, new = ReleaseFactory(), ReleaseFactory()
    for year in range(2010, 2016):
        ObservationFactory(release=old, indicator=indicator, place=england, year=year)
    for year in range(2015, 2021):
        ObservationFactory(release=new, indicator=indicator, place=england, year=year)
    SeriesBreak.objects.create(
        release=new, indicator=indicator, starts_on="2018-01-01", note="Another survey"
    )

    page = read_indicator_page(indicator, {})
    earlier = read_indicator_page(indicator, {"release": str(old.pk)})

    assert [[p.period for p in trend.points] for trend in page.trends] == [
        ["2015", "2016", "2017"],
        ["2018", "2019", "2020"],
    ]
    assert [trend.points[-1].period for trend in earlier.trends] == ["2015"]


@pytest.mark.parametrize(
    "query",
    [
        "?place=nowhere&sex=robots&by=x&period=never&release=9999999999999999999999",
        "?place=%00&period=%00&release=-1&age=%F0%9F%98%80",
        "?place=england&place=england&sex=&by=",
    ],
)
def test_what_an_address_asks_for_in_vain_is_replaced_by_what_is_there(
    client, indicator, england, tenths, query
):
    fill(indicator, england, tenths)

    answer = client.get(indicator.get_absolute_url() + query)

    assert answer.status_code == 200
    assert "In England in 2020" in answer.content.decode()


def test_the_page_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, indicator, england, tenths
):
    fill(indicator, england, tenths)
    ObservationFactory(indicator=indicator, place=england)
    client.get(indicator.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(indicator.get_absolute_url())

    for _ in range(3):
        release = fill(indicator, PlaceFactory(), tenths, years=range(2012, 2020))
        fill(indicator, england, tenths, release=release, years=range(2012, 2020))
    client.get(indicator.get_absolute_url())
    with django_assert_num_queries(9):
        answer = client.get(indicator.get_absolute_url())

    assert answer.content.decode().count("<option") > 8


def test_recommendations_on_its_topic_are_named(client, indicator, england, tenths):
    broad = TopicFactory()
    indicator.topic = TopicFactory(parent=broad)
    indicator.save()
    fill(indicator, england, tenths)
    for title, topic in (("Same", indicator.topic), ("Broad", broad), ("Other", TopicFactory())):
        RecommendationFactory(title=f"{title} topic", topics=(topic.code,))
    withdrawn = RecommendationFactory(title="Withdrawn", topics=(broad.code,))
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(
        state="withdrawn", withdrawal_reason="Wrong"
    )

    page = client.get(indicator.get_absolute_url()).content.decode()

    assert "Recommendations on this topic" in page
    assert ["Same topic" in page, "Broad topic" in page] == [True, True]
    assert ["Other topic" in page, "Withdrawn" in page] == [False, False]


def test_hidden_figures_are_nowhere(client, indicator, england, tenths):
    fill(indicator, england, tenths)
    row = Observation.objects.filter(subgroup=tenths[3])
    row.update(value=None, lower=None, upper=None, hidden="small")

    page = client.get(indicator.get_absolute_url()).content.decode()
    table = client.get(reverse("indicators:indicator_csv", args=["cold"]))
    told = client.get(reverse("indicators:indicator_json", args=["cold"]))
    programs = client.get("/api/v1/figures/?indicator=cold").json()

    assert "1 figure is hidden" in page
    rows = list(csv.DictReader(io.StringIO(b"".join(table).decode("utf-8-sig"))))
    assert [each["value"] for each in rows if each["hidden"]] == [""]
    figures = json.loads(b"".join(told))["figures"]
    assert [each["value"] for each in figures if each["hidden"]] == [None]
    assert [each["value"] for each in programs["items"] if each["hidden"]] == [None]


def test_the_list_is_searched_and_filtered_and_says_when_nothing_is_found(client, england):
    shown = ObservationFactory(indicator=IndicatorFactory(name="Damp walls"), place=england)
    IndicatorFactory(name="Without figures")
    address = reverse("indicators:indicator_list")

    assert "Damp walls" in client.get(f"{address}?q=damp&place=england").content.decode()
    assert "Without figures" not in client.get(address).content.decode()
    for query in ("?q=sunshine", "?place=%00&topic=%00&q=%00"):
        assert client.get(address + query).status_code == 200
    assert "No indicators found" in client.get(f"{address}?q=sunshine").content.decode()
    assert shown.indicator.name in client.get("/search/?q=damp").content.decode()


def test_related_records_stand_beside_the_figures(client, indicator, england):
    ObservationFactory(indicator=indicator, place=england)
    indicator.records.set([RecordFactory(title="Warm homes now")])

    assert "Warm homes now" in client.get(indicator.get_absolute_url()).content.decode()


def test_following_begins_and_ends_with_one_click_and_asks_for_an_account(client, indicator):
    ObservationFactory(indicator=indicator)
    address = reverse("indicators:indicator_follow", args=[indicator.code])
    assert "/accounts/login" in client.post(address)["Location"]
    client.force_login(UserFactory())

    for _ in range(2):
        client.post(address, {"follow": "yes"})
    assert Follow.objects.count() == 1
    client.post(address, {"follow": "no"})
    assert not Follow.objects.exists()


def test_sentence_and_charts_name_the_sex_and_age_that_they_are_about(indicator, england, tenths):
    release = ReleaseFactory()
    for year in (2019, 2020):
        for group in tenths:
            ObservationFactory(
                release=release,
                indicator=indicator,
                place=england,
                subgroup=group,
                dimension=group.dimension,
                year=year,
                value=10 + group.position,
                sex="female",
                age="25-34",
            )

    page = read_indicator_page(indicator, {})

    titles = [page.gradient.about.title, page.two_ends.about.title]
    assert all(text.startswith("Cold homes, females, age 25-34: ") for text in titles)
    assert "“Cold homes, females, age 25-34”" in page.sentence


@pytest.mark.parametrize(
    ("unit", "value_type", "words"),
    [
        ("deaths per 100,000, age-standardised", "standardised-rate", "5.0\xa0deaths per 100,000"),
        ("years (slope index)", "index", "5.0\xa0years"),
        ("% of homes", "proportion", "5.0 percentage points"),
    ],
)
def test_a_remark_of_a_unit_is_left_out_of_sentences(unit, value_type, words):
    indicator = IndicatorFactory.build(unit=unit, value_type=value_type)

    assert difference_in_words(indicator, -5) == words


def test_one_period_is_said_in_the_singular(indicator, england):
    trend = trend_in_words(indicator, points_of_one(indicator, england))

    assert trend.text.endswith("there is 1.")


def points_of_one(indicator, place):
    figure = ObservationFactory(indicator=indicator, place=place)
    return points_of(indicator, place, [figure.release])
