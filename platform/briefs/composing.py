"""A version of a brief as readers see it: its parts in order, each with the number of its source, and the sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from briefs.models import Edition, Part
from core.charts import Figure
from core.files.pdf import render_pdf
from indicators.excerpts.drawing import figure_of
from indicators.excerpts.excerpt import Excerpt

# What a brief is meant to fill.
USUAL_PAGES = 2
_KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Source:
    """What a brief draws on: numbered, cited, with the version that was used and a permanent address."""

    number: int
    kind: str
    title: str
    citation: str
    version: str
    address: str


@dataclass(frozen=True)
class ShownPart:
    """A part with its source, and its picture if it is a figure."""

    part: Part
    source: Source | None
    figure: Figure | None = None


class Composed:
    """Everything that a page and the PDF of a version show. One query for the parts, unless they are given."""

    def __init__(self, edition: Edition, parts: Sequence[Part] | None = None) -> None:
        self.edition = edition
        if parts is None:
            parts = list(Part.objects.filter(edition=edition).in_order())
        self.sources: list[Source] = []
        self.parts = [self._shown(part) for part in parts]

    def _shown(self, part: Part) -> ShownPart:
        if part.is_text:
            return ShownPart(part, None)
        return ShownPart(part, self._source(part), _figure(part) if part.is_figure else None)

    def _source(self, part: Part) -> Source:
        taken = part.taken
        kind = str(part.get_kind_display())
        for known in self.sources:
            same = (known.kind, known.citation, known.version, known.address)
            if same == (kind, taken["citation"], taken["version"], taken["address"]):
                return known
        source = Source(
            number=len(self.sources) + 1,
            kind=kind,
            title=taken["title"],
            citation=taken["citation"],
            version=taken["version"],
            address=taken["address"],
        )
        self.sources.append(source)
        return source


def _figure(part: Part) -> Figure:
    excerpt = Excerpt.from_plain(part.taken["excerpt"])
    return figure_of(excerpt, name=f"part-{part.pk}", title=part.heading)


def text_of(edition: Edition) -> str:
    """Return the parts of a version as Markdown, with its sources: the text of its record in the library.

    The record has the question in its summary and the key messages as its main message.
    """
    composed = Composed(edition)
    blocks: list[str] = []
    for shown in composed.parts:
        part, source = shown.part, shown.source
        number = f" [{source.number}]" if source else ""
        heading = part.heading if part.is_text else str(part)
        blocks += [f"## {heading}{number}" if heading else "", part.words]
    sources = [f"{s.number}. {s.citation} {s.version}. {s.address}" for s in composed.sources]
    blocks += [f"## {_('Sources')}" if sources else "", "\n".join(sources)]
    return "\n\n".join(block for block in blocks if block)


def citation_of(edition: Edition) -> str:
    """Return how a published version is cited."""
    words = {
        "author": edition.author_name,
        "year": timezone.localtime(edition.published_at).year if edition.published_at else "",
        "title": edition.title,
        "number": edition.number,
        "institute": settings.INSTITUTE_NAME,
        "address": settings.SITE_URL + edition.get_absolute_url(),
    }
    return (
        _(
            "%(author)s (%(year)s) %(title)s. Brief, version %(number)s. %(institute)s. "
            "Available at: %(address)s"
        )
        % words
    )


def pdf_of(edition: Edition) -> bytes:
    """Return a version as a tagged A4 document, and remember how many pages it has."""
    composed = Composed(edition)
    is_published = edition.published_at is not None
    context: dict[str, Any] = {
        "edition": edition,
        "composed": composed,
        "citation": citation_of(edition) if is_published else "",
        "on": date_format(timezone.localtime(edition.published_at or timezone.now()), "j F Y"),
        "place": edition.brief.place,
    }
    pdf = render_pdf("briefs/brief_pdf.html", context, title=edition.title)
    cache.set(_pages_key(edition), _count_pages(pdf), _KEPT_SECONDS)
    return pdf


def known_pages(edition: Edition) -> int | None:
    """Return the pages of the PDF of this very text, if it was made lately."""
    pages: int | None = cache.get(_pages_key(edition))
    return pages


def pages_of(edition: Edition) -> int:
    """Return the pages of the PDF; it is made where nobody has made it since the last change."""
    known = known_pages(edition)
    if known is None:
        known = _count_pages(pdf_of(edition))
    return known


def _pages_key(edition: Edition) -> str:
    return f"briefs:pages:{edition.pk}:{edition.edit_number}:{edition.number}:{get_language()}"


def _count_pages(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)
