"""The tables of the shelf catalogue."""

from library.catalogue.models.joins import Audience, Citation, Featured
from library.catalogue.models.records import STAFF_OF_THE_LIBRARY, Creator, File, Record, Version
from library.catalogue.models.relations import Relation

__all__ = [
    "STAFF_OF_THE_LIBRARY",
    "Audience",
    "Citation",
    "Creator",
    "Featured",
    "File",
    "Record",
    "Relation",
    "Version",
]
