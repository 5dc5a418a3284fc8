"""Accessible PDF files: tagged, with title and language, made without network access."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

if TYPE_CHECKING:
    # Importing WeasyPrint takes more than a second, so at run time only the functions that make a PDF do it.
    from weasyprint import CSS, HTML, Document
    from weasyprint.urls import URLFetcher

STYLESHEET = "core/pdf.css"
LOGO = "core/logo.svg"
# In points. All measures of the type follow the first; the smaller ones are for what must fit on one page.
_SIZES = (10.5, 9.5, 8.5, 7.5, 6.5)
_VARIANT = "pdf/ua-1"


def render_pdf(
    template: str, context: Mapping[str, Any], *, title: str, fits_one_page: bool = False
) -> bytes:
    """Render the template to a PDF/UA-1 document of this title; smaller, if it must fit one page.

    The template is a whole HTML page; it gets ``title``, ``language``, the ``logo`` and the ``institute_name``
    besides the context. Pictures stand in it as SVG or as ``data:`` addresses: nothing is fetched from network or disk.
    """
    from weasyprint import HTML

    language = get_language() or "en-gb"
    own = {"title": title, "language": language, "logo": _logo()}
    words = {"institute_name": settings.INSTITUTE_NAME, **context, **own}
    html = HTML(string=render_to_string(template, words), url_fetcher=_only_what_it_holds())
    document = _laid_out(html, _SIZES[0])
    for size in _SIZES[1:]:
        if not fits_one_page or len(document.pages) == 1:
            break
        document = _laid_out(html, size)
    pdf: bytes = document.write_pdf(pdf_variant=_VARIANT)
    return pdf


def _laid_out(html: "HTML", size: float) -> "Document":
    from weasyprint import CSS

    type_size = CSS(string=f"html {{ font-size: {size}pt }}")
    return html.render(stylesheets=[_stylesheet(), type_size], pdf_variant=_VARIANT)


def _only_what_it_holds() -> "URLFetcher":
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)


@cache
def _stylesheet() -> "CSS":
    from weasyprint import CSS

    return CSS(filename=finders.find(STYLESHEET))


@cache
def _logo() -> SafeString:
    return mark_safe(Path(str(finders.find(LOGO))).read_text(encoding="utf-8"))  # noqa: S308  (our own file)
