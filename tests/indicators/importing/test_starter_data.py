"""The indicators and figures that come with Praxis."""

import io

import pytest
from django.core.management import CommandError, call_command

from indicators.catalogue.models import Indicator, Observation, PlaceCode, Release
from indicators.data import catalogue, file_of
from indicators.profiles.indicator_page import read_indicator_page
from library.data import place_tree, topic_tree
from library.vocabularies.actions.places import load_places
from library.vocabularies.actions.topics import load_topics

pytestmark = pytest.mark.django_db


def test_they_are_loaded_once_with_source_and_licence():
    with pytest.raises(CommandError):
        call_command("load_indicators", stdout=io.StringIO())
    load_places(tree=place_tree())
    load_topics(tree=topic_tree())

    for _ in range(2):
        call_command("load_indicators", stdout=io.StringIO())

    assert (Indicator.objects.count(), Observation.objects.count()) == (19, 4100)
    assert PlaceCode.objects.count() == len(catalogue()["place_codes"])
    assert set(Release.objects.values_list("state", "licence")) == {("published", "OGL-UK-3.0")}
    assert not Indicator.objects.filter(definition="").exists()
    assert not Indicator.objects.filter(topic=None).exists()
    _the_traps_of_the_sources_are_avoided()


def _the_traps_of_the_sources_are_avoided():
    """Vintages, definitions and boundaries stay apart, and inferred things say so."""
    inequality = Indicator.objects.get(code="inequality-in-life-expectancy")
    values = inequality.observations.filter(
        place__code="england", sex="male", period="2015-17"
    ).order_by("value")
    assert list(values.values_list("value", flat=True)) == [9.4, 9.6]
    fuel = Indicator.objects.filter(code__startswith="fuel-poverty").order_by("code")
    years = [set(each.observations.values_list("period", flat=True)) for each in fuel]
    assert (max(years[0]), min(years[1])) == ("2018", "2019")
    smoking = read_indicator_page(Indicator.objects.get(code="smoking-at-delivery"), {})
    assert [[p.period for p in trend.points] for trend in smoking.trends] == [
        ["2018", "2019", "2020"],
        ["2021", "2022"],
        ["2023"],
    ]
    deciles = Observation.objects.filter(indicator__code="life-expectancy", period__contains="2014")
    assert set(deciles.values_list("period", flat=True)) == {"2014-16 (inferred)"}
    obesity = read_indicator_page(Indicator.objects.get(code="obesity-year-6"), {})
    assert "26.8\xa0% of children measured in the most deprived tenth" in obesity.sentence
    assert round(sum(p.value for p in obesity.trends[0].points[-1:]), 1) == 20.1


@pytest.mark.parametrize("key", [row["key"] for row in catalogue()["releases"]])
def test_each_file_names_source_and_licence(key):
    head = file_of(key).read_text("utf-8").splitlines()[:2]

    assert head[0].startswith("# source: ")
    assert head[1].endswith("Open Government Licence v3.0.")
