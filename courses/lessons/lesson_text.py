"""The text of a lesson: Markdown, with figures and numbered citations in it.

A figure stands on a line of its own as ``{{figure:NAME}}``, a citation anywhere as ``[[cite:2]]``. The
text is rendered and cleaned once, when it is written; a figure then leaves an HTML comment behind, which
no author can write, as cleaning takes comments out. Showing the text puts the drawings in their places,
and folds what stands below the heading ``Check your answer``, so that nobody reads it before they tried.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.text import images_in, render_markdown
from courses.lessons.lesson_figures import figure_html

_FIGURE_LINE = re.compile(r"^[ \t]*\{\{\s*figure:\s*([a-z0-9_-]+)\s*\}\}[ \t]*\r?$", re.MULTILINE)
_CITE = re.compile(r"\[\[cite:(\d{1,3})\]\]")
_PLACE = re.compile(r"<!--figure:([a-z0-9_-]+)-->")
_ANSWERS = re.compile(
    r"<h([2-6])>(Check your answer)</h\1>(.*?)(?=<h[2-6]>|\Z)", re.DOTALL | re.IGNORECASE
)
_FOLDED = r'<details class="panel"><summary><strong>\2</strong></summary>\3</details>'
_MARKDOWN_SPECIALS = re.compile(r'([\\"<>\[\]()*_`])')


@dataclass(frozen=True)
class Cited:
    """A cited record: its title, and the address of the fixed version."""

    title: str
    address: str


def render_body(body: str, cited: Sequence[Cited]) -> str:
    """Render the text to clean HTML, with a placeholder for each figure."""
    # With one group in the pattern, split gives text and figure names in turn.
    pieces = _FIGURE_LINE.split(body)
    rendered = [
        f"<!--figure:{piece}-->" if index % 2 else render_markdown(_linked(piece, cited))
        for index, piece in enumerate(pieces)
    ]
    return "\n".join(part for part in rendered if part.strip())


def show_body(body_html: str) -> SafeString:
    """Return the rendered text with its figures drawn and its answers folded."""
    folded = _ANSWERS.sub(_FOLDED, body_html)
    shown = _PLACE.sub(lambda found: figure_html(found[1]), folded)
    return mark_safe(shown)  # noqa: S308  (text cleaned when it was written, drawings are our own)


def figures_in(body: str) -> Iterator[tuple[int, str]]:
    """Yield the line (from one) and the name of each figure in the text."""
    for found in _FIGURE_LINE.finditer(body):
        yield body.count("\n", 0, found.start(1)) + 1, found[1]


def not_shown_in(body: str) -> Iterator[str]:
    """Say of each picture and each figure that readers of the text would not see, why."""
    for address in images_in(body):
        yield _("The picture %(address)s is shown as a link to it.") % {"address": address}
    for line in _FIGURE_LINE.sub("", body).splitlines():
        if "{{" in line:
            yield _(
                "“%(line)s” is shown as it stands: a figure needs a line of its own, as {{figure:NAME}}."
            ) % {"line": line.strip()[:80]}


def citations_in(body: str) -> Iterator[tuple[int, int]]:
    """Yield the line (from one) and the number of each citation in the text."""
    for found in _CITE.finditer(body):
        yield body.count("\n", 0, found.start()) + 1, int(found[1])


def _linked(text: str, cited: Sequence[Cited]) -> str:
    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        if not 1 <= number <= len(cited):
            return found[0]
        source = cited[number - 1]
        title = _MARKDOWN_SPECIALS.sub(r"\\\1", " ".join(source.title.split()))
        return f'[\\[{number}\\]]({source.address} "{title}")'

    return _CITE.sub(link, text)
