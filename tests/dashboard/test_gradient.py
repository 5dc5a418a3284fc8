"""The public home shows the gradient in years of good health, where its figures are loaded."""

import pytest
from django.core.cache import cache

from dashboard.gradient import gradient_of_home
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.models import Dimension, Indicator, Subgroup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def years(*values, **words):
    indicator = Indicator.objects.filter(code="healthy-life-expectancy").first()
    indicator = indicator or IndicatorFactory(code="healthy-life-expectancy", name="Years in good health", value_type="mean", scale=1, unit="years")  # fmt: skip
    dimension, is_new = Dimension.objects.get_or_create(code="deprivation-deciles", defaults={"name": "Deciles", "is_ordered": True})  # fmt: skip
    for position in range(1, len(values) + 1) if is_new else ():
        Subgroup.objects.create(dimension=dimension, name=str(position), position=position)
    release = ReleaseFactory(**words)
    place = PlaceFactory(code="england") if is_new else indicator.observations.first().place
    for subgroup, value in zip(dimension.subgroups.in_order(), values, strict=True):
        ObservationFactory(release=release, indicator=indicator, place=place, subgroup=subgroup, value=value, sex="male")  # fmt: skip
    return release


def test_without_figures_the_home_has_no_picture(client):
    assert gradient_of_home() == ""
    assert client.get("/").status_code == 200


def test_the_gradient_is_drawn_once_and_anew_when_figures_are_replaced(client, django_assert_num_queries):  # fmt: skip
    older = years(50, 60, 70)
    page = client.get("/").content.decode()
    with django_assert_num_queries(1):
        again = gradient_of_home()

    years(51, 61, 75, supersedes=older)
    renewed = gradient_of_home()

    assert again in page
    assert ("<td>70.0</td>" in again, "<td>75.0</td>" in renewed) == (True, True)


def test_a_group_without_a_figure_leaves_the_picture_out():
    years(50, 60, 70)
    Indicator.objects.get().observations.filter(value=60).update(value=None, flag="missing")

    assert gradient_of_home() == ""
