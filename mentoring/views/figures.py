"""The figures of mentoring, for coordinators."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.files.spreadsheets import csv_answer
from core.permissions import require
from core.types import MemberRequest
from mentoring.pages.figures import rows_of, years_of_mentoring


@require_safe
def figures(request: MemberRequest) -> HttpResponseBase:
    """Show the figures of each year, or send them as CSV."""
    require(request.user, "mentoring.coordinate")

    years, chart = years_of_mentoring()
    if request.GET.get("as") == "csv":
        return csv_answer(rows_of(years), name="mentoring")
    return render(request, "mentoring/figures.html", {"years": years, "chart": chart})
