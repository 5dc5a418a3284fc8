"""The tables of the indicators, for Django to find: each stands in the models of its shelf."""

from indicators.calculator.models import DataSet
from indicators.catalogue.models import (
    Dimension,
    Follow,
    Indicator,
    Observation,
    PlaceCode,
    Release,
    SeriesBreak,
    Subgroup,
)
from indicators.importing.models import DataImport

__all__ = [
    "DataImport",
    "DataSet",
    "Dimension",
    "Follow",
    "Indicator",
    "Observation",
    "PlaceCode",
    "Release",
    "SeriesBreak",
    "Subgroup",
]
