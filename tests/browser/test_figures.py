"""Figures in the browser: the gradient of an indicator and the profile of a place, judged by axe at two widths."""

import pytest

from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.models import Dimension, Subgroup

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_reads_an_indicator_and_the_profile_of_a_place(visitor):
    country = PlaceFactory(code="england", name="England")
    town = PlaceFactory(code="bury", name="Bury", parent=country)
    tenths = Dimension.objects.create(
        code="tenths",
        name="Deprivation deciles",
        is_ordered=True,
        first_label="Most deprived",
        last_label="Least deprived",
    )
    indicator = IndicatorFactory(code="cold", name="Cold homes")
    release = ReleaseFactory()
    for n in range(1, 11):
        group = Subgroup.objects.create(
            dimension=tenths, name=f"Decile {n}", short_name=str(n), position=n
        )
        for place in (country, town):
            for year in (2019, 2020):
                ObservationFactory(release=release, indicator=indicator, place=place, subgroup=group, value=30 - n, population=100, year=year)  # fmt: skip
    for place, value in ((country, 20), (town, 25)):
        for year in range(2016, 2021):
            ObservationFactory(
                release=release, indicator=indicator, place=place, value=value, year=year
            )

    window = visitor()
    window.go("/indicators/")
    window.follow("Cold homes")
    window.sees("in the most deprived tenth")
    window.check("indicator")
    window.page.get_by_label("Place", exact=True).select_option("bury")
    window.press("Show")
    window.sees("In Bury in 2020")
    window.follow("All figures of this place")
    window.sees("5.0 percentage points worse")
    window.check("place")
    window.follow("Compare with other places")
    window.check("places-compared")
