"""One search over every part; the library's own finder goes deeper."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.searchers import SEARCHERS, FoundLine, Searcher
from core.types import Person
from core.web.ratelimit import limit_rate
from core.web.way_back import leads_back

MOST_CHARACTERS = 512
LEAST_SUGGESTED = 2
FEW = 5
PER_PAGE = 20


@dataclass(frozen=True)
class Group:
    """What was found of one kind: a page of lines, how many there are in all, and where all of them are."""

    name: str
    heading: str
    lines: list[FoundLine]
    page: Page
    all_at: str

    @property
    def total(self) -> int:
        """Return how many things of this kind were found."""
        return self.page.paginator.count


@leads_back(gettext_lazy("search results"))
@login_not_required
@require_safe
@limit_rate("search", "300/m")
def search(request: HttpRequest) -> HttpResponse:
    """Find things of every kind that this reader may see; with ``?kind=`` all of one kind, page by page."""
    text = _text(request)
    only = request.GET.get("kind", "")
    only = only if only in SEARCHERS else ""
    number = request.GET.get("page") if only else None
    size = PER_PAGE if only else FEW
    names = [only] if only else list(SEARCHERS)
    found = [_group(name, text, request.user, number, size) for name in names] if text else []
    context = {
        "text": text,
        "found": [group for group in found if group.total],
        "only": only,
        "page": found[0].page if only and found else None,
        "everywhere": reverse("dashboard:search", query={"q": text}),
        "total": sum(group.total for group in found),
    }
    return render(request, "dashboard/search.html", context)


@login_not_required
@require_safe
@limit_rate("suggestions", "600/m")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return a few things of every kind whose titles have the words typed so far."""
    text = _text(request)
    kinds = list(SEARCHERS.values()) if len(text) >= LEAST_SUGGESTED else []
    rows = [
        {"label": line.title, "kind": str(line.kind or kind.one), "address": line.address}
        for kind in kinds
        for line in kind.suggested(text, request.user)
    ]
    return JsonResponse({"suggestions": rows})


def _text(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MOST_CHARACTERS]


def _group(name: str, text: str, reader: Person, number: str | None, size: int) -> Group:
    kind: Searcher[Any] = SEARCHERS[name]
    page = Paginator(kind.find(text, reader), size).get_page(number)
    if kind.list_address:
        all_at = kind.list_address(text)
    else:
        all_at = reverse("dashboard:search", query={"q": text, "kind": name})
    return Group(name, str(kind.heading), kind.lines(page), page, all_at)
