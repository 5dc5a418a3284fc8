"""Countries and time zones, from the tables of the IANA time zone database."""

import functools
from importlib import resources
from itertools import groupby

from django.utils.translation import gettext as _


def _table(name: str) -> list[list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 codes and names, by name."""
    return sorted(
        ((code, name) for code, name, *_rest in _table("iso3166.tab")), key=lambda c: c[1]
    )


@functools.cache
def zone_names() -> frozenset[str]:
    """The zones that a person can choose."""
    return frozenset({"UTC", *(row[2] for row in _table("zone.tab"))})


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones for a select, grouped by the part of the world."""
    names = sorted(zone_names() - {"UTC"})
    groups = [
        (region, [(name, _city(name)) for name in zones])
        for region, zones in groupby(names, key=lambda name: name.partition("/")[0])
    ]
    return [(_("World"), [("UTC", "UTC")]), *groups]


def _city(zone: str) -> str:
    return zone.partition("/")[2].replace("/", ", ").replace("_", " ")
