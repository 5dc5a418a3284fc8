"""Addresses of the API by the names that parts gave them."""

from django.conf import settings
from django.urls import reverse

# The module of the addresses below /api/v1/. It is loaded when the first of them is asked for.
ENDPOINTS = "api.endpoints"


def api_path(name: str, *args: object) -> str:
    """Return the path of the address with this name."""
    return reverse(name, urlconf=ENDPOINTS, args=args)


def full_address(path: str) -> str:
    """Return the whole address of a path, as programs need it."""
    return settings.SITE_URL + path
