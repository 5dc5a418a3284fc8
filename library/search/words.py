"""Words in texts that are shown: finding them, marking them, and cutting a piece around them."""

import re
from collections.abc import Set

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from library.search.backend import MARK_END, MARK_START
from library.search.query import fold

_WORD = re.compile(r"[^\W_]+")
_ELLIPSIS = "…"


def raw_words(text: str) -> list[str]:
    """The words of a text as they stand in it."""
    return _WORD.findall(text)


def mark_words(text: str, found: Set[str], start: str, end: str) -> str:
    """Put the marks around each word whose folded form was found."""

    def mark(match: re.Match[str]) -> str:
        word = match.group()
        return f"{start}{word}{end}" if fold(word) in found else word

    return _WORD.sub(mark, text)


def excerpt(marked: str, *, length: int = 280) -> str:
    """A piece of about this many characters around the first mark, cut between words."""
    plain_length = len(marked) - marked.count(MARK_START) - marked.count(MARK_END)
    if plain_length <= length:
        return marked
    first = max(marked.find(MARK_START), 0)
    start = 0 if first < length // 2 else marked.rfind(" ", 0, first - length // 4) + 1
    end = marked.find(" ", start + length)
    end = len(marked) if end == -1 else end
    piece = marked[start:end]
    if piece.count(MARK_START) > piece.count(MARK_END):
        piece += MARK_END
    before = _ELLIPSIS if start else ""
    after = _ELLIPSIS if end < len(marked) else ""
    return f"{before}{piece}{after}"


def to_html(marked: str) -> SafeString:
    """The text escaped, its marks as ``<mark>``."""
    html = escape(marked).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>")
    return mark_safe(html)  # noqa: S308  (escaped on the line above)
