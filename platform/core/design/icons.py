"""Icons: the small solid ones of Heroicons, drawn into the page beside the words that they illustrate."""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_mini

_ATTRIBUTES = {"class": "icon", "aria_hidden": "true"}


@cache
def icon(name: str) -> SafeString:
    """Return the icon as an SVG that nobody hears: the words beside it say the same.

    Raises ``IconDoesNotExist`` for a name that Heroicons does not have.
    """
    drawing = heroicon_mini(name, size=20, **_ATTRIBUTES).replace(' data-slot="icon"', "")
    return mark_safe(re.sub(r">\s+<", "><", drawing).strip())  # noqa: S308  (written by an XML writer)
