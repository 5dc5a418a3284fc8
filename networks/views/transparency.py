"""How flags were decided in all networks, for administrators."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.files.spreadsheets import csv_answer
from core.permissions import require
from core.types import MemberRequest
from networks.moderation.transparency import rows, years_of_flags


@require_safe
def transparency(request: MemberRequest) -> HttpResponseBase:
    """Show the counts of each year, or send them as CSV for a report.

    Not for everyone: where there are few networks, even large counts tell whom they are about.
    """
    require(request.user, "networks.see_transparency")

    years = years_of_flags()
    if request.GET.get("as") == "csv":
        return csv_answer(rows(years), name="flags")
    return render(request, "networks/transparency.html", {"years": years})
