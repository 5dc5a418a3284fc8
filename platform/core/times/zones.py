"""The time zones that people choose from, everywhere the same, out of the IANA time zone database."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import groupby

from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

# The name of a part of the world, and its zones, each with the name of its city.
Group = tuple[StrOrPromise, list[tuple[str, str]]]


def iana_table(name: str) -> list[list[str]]:
    """Read a table of the database, such as ``zone.tab``: its rows without the comments."""
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def zone_names() -> frozenset[str]:
    """Name the zones to choose from: each place of the world under its present name, and UTC."""
    return frozenset({"UTC", *(row[2] for row in iana_table("zone.tab"))})


class ZoneChoices(BaseChoiceIterator):
    """The zones for a select, grouped by the part of the world; ``first`` are groups before them.

    Django puts any other list in order again, each of four hundred zones, for every form that shows them.
    """

    def __init__(self, *first: Group) -> None:
        self._first = first

    def __iter__(self) -> Iterator[Group]:
        yield from self._first
        yield _("World"), [("UTC", "UTC")]
        yield from _by_region()


@cache
def _by_region() -> list[Group]:
    names = sorted(zone_names() - {"UTC"})
    return [
        (region, [(name, _city(name)) for name in zones])
        for region, zones in groupby(names, key=lambda name: name.partition("/")[0])
    ]


def _city(zone: str) -> str:
    return zone.partition("/")[2].replace("/", ", ").replace("_", " ")
