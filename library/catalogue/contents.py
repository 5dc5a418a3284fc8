"""The list of contents of a long text: its headings, with places to jump to."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

# What a page lists the contents of: shorter texts are seen at a glance.
LEAST_HEADINGS = 3
LEAST_WORDS = 400
_UPPER = 2
_HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """One heading of a text: its words, its level, and the place of it on the page."""

    words: str
    level: int
    place: str


@dataclass(frozen=True)
class TextWithContents:
    """A text whose headings have places, and these headings; none when the text is short."""

    html: SafeString
    headings: list[Heading]


def with_contents(html: str) -> TextWithContents:
    """Give each heading of a rendered text a place, and list the upper ones when the text is long.

    ``html`` is what ``render_markdown`` wrote, so headings have no attributes. Where fewer than three are of the
    second level, those of the third are listed too.
    """
    headings: list[Heading] = []

    def _place(found: re.Match[str]) -> str:
        level, words = found[1], found[2]
        heading = Heading(unescape(strip_tags(words)), int(level), f"part-{len(headings) + 1}")
        headings.append(heading)
        return f'<h{level} id="{heading.place}">{words}</h{level}>'

    placed = mark_safe(_HEADING.sub(_place, html))  # noqa: S308  (it was cleaned when it was rendered)
    upper = [heading for heading in headings if heading.level == _UPPER]
    listed = upper if len(upper) >= LEAST_HEADINGS else headings
    is_long = len(listed) >= LEAST_HEADINGS and len(strip_tags(html).split()) >= LEAST_WORDS
    return TextWithContents(placed, listed if is_long else [])
