"""PDF files that everybody can read: tagged, with title and language, made without asking the network."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

STYLESHEET = "core/pdf.css"


def render_pdf(template: str, context: Mapping[str, Any], *, title: str) -> bytes:
    """Render the template to a PDF/UA-1 document of this title.

    The template is a whole HTML page; it gets ``title`` and ``language`` besides the context. Pictures
    stand in it as SVG or as ``data:`` addresses: nothing is fetched from network or disk.
    """
    language = get_language() or "en-gb"
    html = render_to_string(template, {**context, "title": title, "language": language})
    document = HTML(string=html, url_fetcher=_only_what_it_holds())
    pdf: bytes = document.write_pdf(stylesheets=[_stylesheet()], pdf_variant="pdf/ua-1")
    return pdf


def _only_what_it_holds() -> URLFetcher:
    return URLFetcher(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)


@cache
def _stylesheet() -> CSS:
    return CSS(filename=finders.find(STYLESHEET))
