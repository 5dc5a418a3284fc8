"""Pages that show authors and editors how often works are used."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from core.files.spreadsheets import csv_answer
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate
from library.catalogue.models import Record
from library.usage.models import MEASURES
from library.usage.reports import Period, chart_of, most_used, table_of, usage_of, with_records


@require_safe
def record_usage(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the usage of one record in the last twelve months."""
    record = get_object_or_404(Record, pk=pk)
    require(request.user, "library.see_usage", record)

    months = usage_of(record, Period.last_year(timezone.localdate()))
    rows = [[date_format(month, "F Y"), *numbers] for month, numbers in months]
    totals = [sum(numbers) for numbers in zip(*(each for _month, each in months), strict=True)]
    context = {
        "record": record,
        "head": list(MEASURES.values()),
        "rows": rows,
        "totals": list(zip(MEASURES.values(), totals, strict=True)),
        "chart": chart_of(months) if any(totals) else None,
    }
    return render(request, "library/usage/record_usage.html", context)


@require_safe
def record_usage_export(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Export the usage of the record by month, for a spreadsheet."""
    record = get_object_or_404(Record, pk=pk)
    require(request.user, "library.see_usage", record)

    period = Period.last_year(timezone.localdate())
    return csv_answer(table_of(request.user, period, record=record), name=f"usage-{record.pk}")


@require_safe
def usage_list(request: MemberRequest) -> HttpResponse:
    """Show the works that were used most: for editors of all, for others of those that they made."""
    asked = request.GET.get("by", "")
    measure = asked if asked in MEASURES else "unique_investigations"
    period = _period(request)
    page = paginate(request, most_used(request.user, period, by=measure), per_page=50)
    context = {
        "page": page,
        "works": with_records(page.object_list),
        "period": period,
        "measure": measure,
        "measures": MEASURES.items(),
    }
    return render(request, "library/usage/usage_list.html", context)


@require_safe
def usage_export(request: MemberRequest) -> HttpResponseBase:
    """Export the usage of all works as a COUNTER item report."""
    period = _period(request)
    name = f"usage-{period.first:%Y-%m}-{period.last:%Y-%m}"
    return csv_answer(table_of(request.user, period), name=name)


def _period(request: MemberRequest) -> Period:
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    return Period.of(first, last, today=timezone.localdate())
