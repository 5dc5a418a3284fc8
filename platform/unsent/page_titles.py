"""The titles of pages, by which people know their unsent texts again."""

import html
import re

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

LONGEST = 200
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
# The title stands in the head, before everything that people wrote.
_HEAD = 4_000


def title_of(response: HttpResponse) -> str:
    """Return the title of a page that shows a form again; nothing for pages that say something else."""
    if response.status_code != 200 or response.streaming:
        return ""
    found = _TITLE.search(response.content[:_HEAD])
    return cleaned_title(html.unescape(found[1].decode(errors="replace"))) if found else ""


def cleaned_title(title: str) -> str:
    """Return what a page calls itself, without the institute and the word for mistakes."""
    plain = " ".join(title.replace("\0", "").split())
    plain = plain.removesuffix(f" · {settings.INSTITUTE_NAME}")
    return plain.removeprefix(_("Error:")).strip()[:LONGEST]
