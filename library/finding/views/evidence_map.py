"""The evidence map: two facets of the library crossed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.files.spreadsheets import csv_answer
from core.web.querystrings import with_query
from core.web.ratelimit import limit_rate
from library.finding.evidence_map import EvidenceMap, axes_of
from library.finding.facets import Facet
from library.finding.forms.evidence_map import EvidenceMapForm
from library.finding.search_address import canonical_query, filter_chips, run_search
from library.finding.views.map_table import MapTable


@login_not_required
@require_safe
@limit_rate("finder", "600/m")
def evidence_map(request: HttpRequest) -> HttpResponseBase:
    """Show how many records there are for each pair of values of two facets; all of it stands in the address."""
    rows, columns = axes_of(request.GET.get("rows", ""), request.GET.get("columns", ""))
    form = EvidenceMapForm(_completed(request.GET, rows, columns))
    form.full_clean()
    is_deep = bool(form.cleaned_data.get("deep"))
    results = run_search(request.GET, user=request.user)
    query = _own_query(request.GET, rows, columns, is_deep=is_deep)
    table = MapTable(EvidenceMap(results, rows, columns, is_deep=is_deep), query)
    if request.GET.get("as") == "csv":
        answer = csv_answer(table.csv_rows(), name=f"evidence-map-{rows.name}-{columns.name}")
        answer["X-Robots-Tag"] = "noindex"
        return answer
    kept = {"rows": rows.name, "columns": columns.name, "deep": "on" if is_deep else None}
    context = {
        "form": form,
        "axes": (rows, columns),
        "results": results,
        "table": table,
        "chips": filter_chips(query, results),
        "clear": with_query(QueryDict(), **kept),
        "turned": with_query(query, rows=columns.name, columns=rows.name),
        "as_csv": with_query(query, **{"as": "csv"}),
        "same_search": canonical_query(request.GET),
    }
    page = render(request, "library/finding/evidence_map.html", context)
    # Each number leads to a search, and there is no end of maps.
    page["X-Robots-Tag"] = "nofollow"
    return page


def _own_query(asked: QueryDict, rows: Facet, columns: Facet, *, is_deep: bool) -> QueryDict:
    """Return what the map knows of an address, in one form."""
    query = QueryDict(canonical_query(asked), mutable=True)
    query["rows"], query["columns"] = rows.name, columns.name
    if is_deep:
        query["deep"] = "on"
    return query


def _completed(asked: QueryDict, rows: Facet, columns: Facet) -> QueryDict:
    """Fill in what the map shows where the address names nothing."""
    query = asked.copy()
    query["rows"] = query.get("rows") or rows.name
    query["columns"] = query.get("columns") or columns.name
    return query
