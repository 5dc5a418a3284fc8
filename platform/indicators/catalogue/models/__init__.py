"""The tables of indicators, their releases and their figures."""

from indicators.catalogue.models.follows import Follow
from indicators.catalogue.models.indicators import Indicator
from indicators.catalogue.models.observations import Observation
from indicators.catalogue.models.places import PlaceCode
from indicators.catalogue.models.publications import Publication
from indicators.catalogue.models.releases import Release, SeriesBreak
from indicators.catalogue.models.subgroups import Dimension, Subgroup

__all__ = [
    "Dimension",
    "Follow",
    "Indicator",
    "Observation",
    "PlaceCode",
    "Publication",
    "Release",
    "SeriesBreak",
    "Subgroup",
]
