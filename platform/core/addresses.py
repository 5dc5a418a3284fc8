"""Addresses of what stands on every page, and of lists with a hundred links."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(name: str, *args: str | int) -> str:
    """Return what ``reverse`` returns. To work out a hundred addresses takes a seventh of a page, so they are kept."""
    return _reversed(get_urlconf(), get_script_prefix(), name, *args)


@lru_cache(maxsize=4096)
def _reversed(urlconf: str | None, _prefix: str, name: str, *args: str | int) -> str:
    return reverse(name, urlconf, args)
