"""The tables of the catalogue: records, their versions and files, and who uses them."""

from library.catalogue.models.citations import Audience, Citation
from library.catalogue.models.featured import Featured
from library.catalogue.models.records import LIBRARY_STAFF_ROLES, Creator, File, Record, Version
from library.catalogue.models.relations import Relation

__all__ = [
    "LIBRARY_STAFF_ROLES",
    "Audience",
    "Citation",
    "Creator",
    "Featured",
    "File",
    "Record",
    "Relation",
    "Version",
]
