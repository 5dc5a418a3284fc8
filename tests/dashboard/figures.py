"""The figures from which the public home draws its gradient."""

from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.models import Dimension, Indicator, Subgroup


def years(*values, **words):
    """Publish years in good health of the tenths of England, from the most deprived on, and return their release."""
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
