"""The content finder."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.prepared import prepared
from core.web.querystrings import with_query
from core.web.ratelimit import limit_rate
from core.web.way_back import leads_back
from library.catalogue.featured_record import featured_on
from library.exchange.citing.formats import FORMATS, MOST_ROWS
from library.finding.actions import normalise_gap
from library.finding.finder import Sort
from library.finding.forms.finder import FinderForm
from library.finding.search_address import (
    filter_chips,
    is_exact,
    known_query,
    read_sort,
    run_search,
)
from library.finding.zero_results import report_zero_results
from library.gaps.came_from import gaps_from
from library.gaps.models import EvidenceGap
from library.lists.models import ReadingList

_MOST_COLLECTIONS = 3


@leads_back(gettext_lazy("search results"))
@login_not_required
@require_safe
@limit_rate("finder", "600/m")
def finder(request: HttpRequest) -> HttpResponse:
    """Find works in the library, by words and by filters; all of the search stands in the address."""
    query = known_query(request.GET)
    form = FinderForm(request.GET)
    results = run_search(request.GET, user=request.user)
    page = results.page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "chosen_sort": read_sort(query),
        "results": results,
        "page": page,
        "found": results.shown(list(page.object_list)),
        "chips": filter_chips(query, results),
        "clear": _cleared(query),
        "as_typed": with_query(query, exact=query.get("q", ""), page=None),
        "exact": query.get("q", "") if is_exact(query) else "",
        "sorts": Sort.choices if results.query else Sort.choices[1:],
        "exports": [
            (each.label, _same_search(query, "library:finder_export", each.ending))
            for each in FORMATS.values()
        ],
        "map": _same_search(query, "library:evidence_map"),
        "together": _same_search(query, "library:bulk_edit_new"),
        "keep": _same_search(query, "library:saved_search_new"),
        "feed": _same_search(query, "library:finder_feed"),
        "most_rows": MOST_ROWS,
        "evidence_gaps": [],
        "featured": None,
        "collections": [],
    }
    if results.query and not results.filters and not page.paginator.count:
        report_zero_results(request, results.query.text)
    if results.query and not page.paginator.count:
        context["evidence_gaps"] = _gaps_from(request, results.query.text)
    if not (results.query or results.filters):
        context["featured"] = featured_on(timezone.localdate())
        context["collections"] = _latest_collections()
    return render(request, "library/finding/finder.html", context)


def _gaps_from(request: HttpRequest, text: str) -> list[EvidenceGap]:
    """Return the evidence gaps that came from these words, those that the reader may see."""
    words = normalise_gap(text)
    return list(gaps_from("search", words, user=request.user)) if words else []


@prepared
def _latest_collections() -> QuerySet[ReadingList]:
    curated = ReadingList.objects.curated().with_counts().with_cover()
    return curated.latest_first()[:_MOST_COLLECTIONS]


def _same_search(query: QueryDict, name: str, *args: str) -> str:
    """Return the address of another form of the same search."""
    return reverse(name, args=args) + with_query(query, page=None).removesuffix("?")


def _cleared(query: QueryDict) -> str:
    """Write the query string of the same words in the same order without any filter."""
    kept = {key: query.get(key) or None for key in ("q", "sort", "exact")}
    return with_query(QueryDict(), **kept)
