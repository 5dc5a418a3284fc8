"""The time zones that people choose from, everywhere the same, out of the IANA time zone database."""

from functools import cache
from importlib import resources
from itertools import groupby

from django.utils.translation import gettext as _


def iana_table(name: str) -> list[list[str]]:
    """Read a table of the database, such as ``zone.tab``: its rows without the comments."""
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def zone_names() -> frozenset[str]:
    """Name the zones to choose from: each place of the world under its present name, and UTC."""
    return frozenset({"UTC", *(row[2] for row in iana_table("zone.tab"))})


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """List the zones for a select, grouped by the part of the world."""
    names = sorted(zone_names() - {"UTC"})
    groups = [
        (region, [(name, _city(name)) for name in zones])
        for region, zones in groupby(names, key=lambda name: name.partition("/")[0])
    ]
    return [(_("World"), [("UTC", "UTC")]), *groups]


def _city(zone: str) -> str:
    return zone.partition("/")[2].replace("/", ", ").replace("_", " ")
