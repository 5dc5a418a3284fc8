"""Addresses of what stands on every page, and of lists with a hundred links."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(name: str, *args: str | int) -> str:
    """Return what ``reverse`` returns. To work out a hundred addresses takes a seventh of a page, so they are kept."""
    return _reversed(get_urlconf(), get_script_prefix(), name, *args)


def addresses_by_key(
    name: str, *before: str | int, after: tuple[str, ...] = ()
) -> Callable[[int], str]:
    """Return a function that gives the address for the key of a row, which stands between these arguments.

    For tables of thousands of cells: the address is worked out once, and nothing of it is kept.
    """
    start, _key, end = reverse(name, args=[*before, _ANY_KEY, *after]).partition(str(_ANY_KEY))
    return lambda key: f"{start}{key}{end}"


# No row and no word of an address has this number.
_ANY_KEY = 918_273_645_546_372_819


@lru_cache(maxsize=4096)
def _reversed(urlconf: str | None, _prefix: str, name: str, *args: str | int) -> str:
    return reverse(name, urlconf, args)
