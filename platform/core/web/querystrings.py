"""Addresses that keep the parameters of the page they stand on, as ``{% querystring %}`` does in templates."""

from typing import NamedTuple

from django.http import QueryDict


class Chip(NamedTuple):
    """A filter in force in words, and the address of the page without it."""

    label: str
    address: str


def with_query(query: QueryDict, **changes: object) -> str:
    """Write the query string with some parameters changed, from ``?``; ``None`` takes a parameter out."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def chip(label: str, query: QueryDict, name: str, value: str | None = None) -> Chip:
    """Make the chip of one filter: of the whole parameter, or of one of its values.

    What is left is shown from its first page.
    """
    rest = query.copy()
    kept = [other for other in rest.getlist(name) if value is not None and other != value]
    rest.setlist(name, kept)
    return Chip(label, with_query(rest, page=None))
