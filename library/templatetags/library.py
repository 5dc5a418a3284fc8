"""Filters of the library's pages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from library.models import Creator

register = template.Library()


@register.filter
def names(creators: Iterable[Creator], most: int = 4) -> str:
    """The first names of a list: "Ada Byron, Grace Hopper and 3 more"."""
    every = [creator.name for creator in creators]
    if len(every) > most + 1:
        shown = ", ".join(every[:most])
        return _("%(names)s and %(count)s more") % {"names": shown, "count": len(every) - most}
    return ", ".join(every)


@register.filter
def file_type(name: str) -> str:
    """The ending of a file's name as readers know it: "PDF"."""
    return name.rpartition(".")[2].upper()
