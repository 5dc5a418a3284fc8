"""The addresses of cases and reviews, as they stand in words and in texts that somebody has begun."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from advice.models import AdviceCase

# Longer numbers are keys of nothing.
_KEY = r"([0-9]{1,18})(?![0-9])"


def all_pages() -> str:
    """Return the address below which the pages of all cases and reviews are."""
    return reverse("advice:case_list")


def case_key_of(page: str) -> int | None:
    """Return the key of the case to which a page here belongs, if it is one of a case."""
    return _key_after(all_pages(), page)


def review_key_of(page: str) -> int | None:
    """Return the key of the review to which a page here belongs, if it is one of a review."""
    return _key_after(reverse("advice:review_list"), page)


def case_keys_in(addresses: Iterable[str]) -> dict[str, int]:
    """Return which of these addresses, short or full, lead to a page of a case, with the key of each case."""
    keys = {address: case_key_of(_short(address)) for address in addresses}
    return {address: key for address, key in keys.items() if key is not None}


def pattern_naming(case: AdviceCase) -> str:
    """Return the regular expression, for the database, of words in which an address of this case stands."""
    site = re.escape(urlsplit(settings.SITE_URL).netloc)
    page = re.escape(case.get_absolute_url().rstrip("/"))
    return rf"(^|[^a-z0-9./_-]|https?://{site}){page}($|[^0-9])"


def _short(address: str) -> str:
    """Return the path of a full address of this site; others as they are."""
    parts = urlsplit(address)
    is_here = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()
    return parts.path if is_here else address


def _key_after(start: str, page: str) -> int | None:
    found = re.match(re.escape(start) + _KEY, page)
    return int(found[1]) if found else None
