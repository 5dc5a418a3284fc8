"""Helpers of many views: pagination, keys in parameters, sent forms."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.prepared import PreparedPages

Row = TypeVar("Row")

# The page of a form: shown by GET, asked after by HEAD, sent by POST.
reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the data of a sent form, or nothing where the page is only read. An empty form was sent, too."""
    return request.POST if request.method == "POST" else None


def paginate(
    request: HttpRequest,
    things: QuerySet | PreparedPages,
    *,
    per_page: int = 20,
    count: int | None = None,
) -> Page:
    """Return the page that ``?page=`` asks for; an invalid number shows the first, one beyond the end the last.

    Where the page counted the things already, ``count`` saves asking for it again.
    """
    return paginator_of(things, per_page, count=count).get_page(request.GET.get("page"))


def paginator_of(things: Any, per_page: int, *, count: int | None = None) -> Paginator:
    """Return the paginator of these things, which need not be counted where their number is known."""
    paginator = Paginator(things, per_page)
    if count is not None:
        # Django counts once and keeps the number here.
        paginator.__dict__["count"] = count
    return paginator


def found_or_404(rows: Sequence[Row]) -> Row:
    """Return the one row that a prepared query found. Raises ``Http404`` where it found none."""
    if not rows:
        raise Http404
    return rows[0]


def moment_of(text: str | None) -> dt.datetime | None:
    """Return the moment that a parameter names in the form of ISO 8601 with its offset, or nothing.

    Years that no page of ours names give nothing: some of them cannot be stored, or not read again.
    """
    try:
        moment = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) and 1970 < moment.year < 2200 else None


def key_of(text: str | None) -> int:
    """Return the primary key that a parameter names, or 0, which nothing has.

    Visitors can write anything there. Letters, digits of other scripts and numbers too long for a database
    give 0.
    """
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
