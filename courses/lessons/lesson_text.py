"""The text of a lesson: Markdown, with figures, images, files and numbered citations in it.

A figure stands on a line of its own as ``{{figure:NAME}}``, an image, a file, a recording or a chart of the course as
``{{image:NAME}}`` or ``{{image:NAME|Its caption}}``, a citation anywhere as ``[[cite:2]]``. The text is rendered and cleaned once, when it is
written; each of them then leaves an HTML comment behind, which no author can write, as cleaning takes comments out.
Showing the text puts drawings and images in their places,
gives a quotation that begins with ``[!NOTE]`` the look of a call-out,
and folds what stands below the heading ``Check your answer``, so that nobody reads it before they tried.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formulas import unreadable_in, with_formulas
from core.text import images_in, render_markdown
from courses.media.showing import ShownByName, shown_html

_MARKER_LINE = re.compile(
    # What was read is not read again in another way (``*+``), so that a long line costs no more than its length.
    r"^[ \t]*+\{\{[ \t]*+(?:figure:[ \t]*+(?P<figure>[a-z0-9_-]++)[ \t]*+"
    r"|(?P<kind>image|file|chart|audio|video|recording):[ \t]*+(?P<name>[a-z0-9_-]++)[ \t]*+"
    r"(?:\|(?P<caption>[^{}\r\n]*+))?)\}\}[ \t]*+\r?$",
    re.MULTILINE,
)
_CITE = re.compile(r"\[\[cite:(\d{1,3})\]\]")
_FIGURE_PLACE = re.compile(r"<!--figure:([a-z0-9_-]+)-->")
# The caption is written as in an address, so that nothing in it ends the comment.
_MEDIA_PLACE = re.compile(
    r"<!--(image|file|chart|audio|video|recording):([a-z0-9_-]+)\|([^<>]*?)-->"
)
_ANSWERS = re.compile(
    r"<h([2-6])>(Check your answer)</h\1>(.*?)(?=<h[2-6]>|\Z)", re.DOTALL | re.IGNORECASE
)
_FOLDED = r'<details class="panel"><summary><strong>\2</strong></summary>\3</details>'
_CALLOUT = re.compile(
    r"<blockquote>\s*<p>\[!(NOTE|TIP|WARNING|EXAMPLE)\](?:</p>|\s*<br ?/?>\s*(?P<go_on>)|[ \t]+(?P<same>))",
    re.IGNORECASE,
)
CALLOUTS = {
    "note": gettext_lazy("Note"),
    "tip": gettext_lazy("Tip"),
    "warning": gettext_lazy("Warning"),
    "example": gettext_lazy("Example"),
}
_MARKDOWN_SPECIALS = re.compile(r'([\\"<>\[\]()*_`])')


# Shows a thing of this kind and name with a caption.
ShowByName = Callable[[ShownByName, str, str, str], str]


@dataclass(frozen=True)
class Cited:
    """A cited record: its title, and the address of the fixed version."""

    title: str
    address: str


def render_body(body: str, cited: Sequence[Cited]) -> str:
    """Render the text to clean HTML, with a placeholder for each figure, image and file."""
    rendered: list[str] = []
    done = 0
    for marker in _MARKER_LINE.finditer(body):
        rendered.append(_rendered(body[done : marker.start()], cited))
        rendered.append(_placeholder(marker))
        done = marker.end()
    rendered.append(_rendered(body[done:], cited))
    return "\n".join(part for part in rendered if part.strip())


def _rendered(text: str, cited: Sequence[Cited]) -> str:
    return with_formulas(render_markdown(_linked(text, cited)))


def _placeholder(marker: re.Match[str]) -> str:
    if marker["figure"]:
        return f"<!--figure:{marker['figure']}-->"
    caption = quote((marker["caption"] or "").strip(), safe="")
    return f"<!--{marker['kind']}:{marker['name']}|{caption}-->"


def show_body(
    body_html: str, media: ShownByName | None = None, *, shown: ShowByName = shown_html
) -> SafeString:
    """Return the rendered text with figures, images and files in their places, and its answers folded.

    ``shown`` says how images, files and recordings look: on a page, unless paper needs them otherwise.
    """
    known = media or {}
    folded = _ANSWERS.sub(_FOLDED, _CALLOUT.sub(_called_out, body_html))
    drawn = _FIGURE_PLACE.sub(lambda found: shown(known, "figure", found[1], ""), folded)
    filled = _MEDIA_PLACE.sub(
        lambda found: shown(known, found[1], found[2], unquote(found[3])), drawn
    )
    return mark_safe(filled)  # noqa: S308  (text cleaned when it was written, drawings are our own)


def _called_out(found: re.Match[str]) -> str:
    """Give a quotation that begins with ``[!NOTE]`` its heading and its look."""
    kind = found[1].lower()
    goes_on = found["go_on"] is not None or found["same"] is not None
    return (
        f'<blockquote class="callout callout-{kind}"><p class="callout-title">{CALLOUTS[kind]}</p>'
        f"{'<p>' if goes_on else ''}"
    )


def has_media(body_html: str) -> bool:
    """Tell whether the rendered text shows an image, a file, a chart or a figure."""
    return any(place.search(body_html) for place in (_MEDIA_PLACE, _FIGURE_PLACE))


def figures_in(body: str) -> Iterator[tuple[int, str]]:
    """Yield the line (from one) and the name of each figure in the text."""
    for found in _MARKER_LINE.finditer(body):
        if found["figure"]:
            yield body.count("\n", 0, found.start()) + 1, found["figure"]


def figures_shown(body_html: str) -> set[str]:
    """Return the names of the figures for which the rendered text leaves a place."""
    return set(_FIGURE_PLACE.findall(body_html))


def with_new_names(body: str, names: Mapping[str, str]) -> str:
    """Return the text with other names for the images that it shows."""

    def renamed(found: re.Match[str]) -> str:
        name = found["name"]
        if found["kind"] != "image" or name not in names:
            return found[0]
        start, end = (place - found.start() for place in found.span("name"))
        return found[0][:start] + names[name] + found[0][end:]

    return _MARKER_LINE.sub(renamed, body)


def media_in(body: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the name of each image, file and chart that the text shows."""
    for found in _MARKER_LINE.finditer(body):
        if found["kind"]:
            yield found["kind"], found["name"]


def not_shown_in(body: str) -> Iterator[str]:
    """Say of each picture and each figure that readers of the text would not see, why."""
    for address in images_in(body):
        yield _(
            "The picture %(address)s is shown as a link to it. Add it to the images of the course."
        ) % {"address": address}
    for latex, unknown in unreadable_in(render_markdown(body) if "$`" in body else ""):
        if unknown:
            yield _(
                "The formula “%(formula)s” is shown as you typed it: we do not know %(unknown)s."
            ) % {
                "formula": latex[:80],
                "unknown": unknown,
            }
        else:
            yield _("The formula “%(formula)s” is shown as you typed it: we cannot read it.") % {
                "formula": latex[:80]
            }
    for line in _MARKER_LINE.sub("", body).splitlines():
        if "{{" in line:
            yield _(
                "“%(line)s” is shown as you typed it: a figure or image needs its own line, as {{figure:NAME}} or {{image:NAME}}."
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
