"""Scorecards of reports and places, as pages, tables and PDF to take to a meeting."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.pdf import render_pdf
from core.files.spreadsheets import csv_answer
from core.files.uploads import answer_whole
from core.web.ratelimit import limit_rate
from library.catalogue.models import Record
from library.recommendations.scorecards import scorecard_of_place, scorecard_of_report
from library.vocabularies.models import Place


@login_not_required
@require_safe
def report_scorecard(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the recommendations of a report were answered."""
    return _show(request, _of_report(request, pk))


@login_not_required
@require_safe
@limit_rate("scorecards", "30/m")
def report_scorecard_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Send the scorecard of a report as PDF or CSV."""
    return _file(request, _of_report(request, pk), kind, name=f"scorecard-{pk}")


@login_not_required
@require_safe
def place_scorecard(request: HttpRequest, code: str) -> HttpResponse:
    """Show how recommendations were answered for a place and the places in it."""
    return _show(request, _of_place(code))


@login_not_required
@require_safe
@limit_rate("scorecards", "30/m")
def place_scorecard_file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Send the scorecard of a place as PDF or CSV."""
    return _file(request, _of_place(code), kind, name=f"scorecard-{code}")


def _of_report(request: HttpRequest, pk: int) -> dict[str, Any]:
    record = get_object_or_404(Record.objects.visible_to(request.user), pk=pk)
    return {
        "card": scorecard_of_report(record, timezone.now()),
        "title": _("Scorecard: %(report)s") % {"report": record.title},
        "heading": record.title,
        "lead": _("How its recommendations were answered, and how the commitments are doing."),
        "subject_address": record.get_absolute_url(),
        "subject_label": _("To the report"),
        "address": reverse("recommendations:report_scorecard", args=[pk]),
        "files": [
            (kind.upper(), reverse(f"recommendations:report_scorecard_{kind}", args=[pk]))
            for kind in ("pdf", "csv")
        ],
    }


def _of_place(code: str) -> dict[str, Any]:
    place = get_object_or_404(Place, code=code)
    return {
        "card": scorecard_of_place(place, timezone.now()),
        "title": _("Scorecard: %(place)s") % {"place": place},
        "heading": place.name,
        "lead": _("How recommendations were answered for it, and how the commitments are doing."),
        "subject_address": reverse("places:place_detail", args=[place.code]),
        "subject_label": _("To the profile of the place"),
        "address": reverse("recommendations:place_scorecard", args=[code]),
        "files": [
            (kind.upper(), reverse(f"recommendations:place_scorecard_{kind}", args=[code]))
            for kind in ("pdf", "csv")
        ],
    }


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "library/recommendations/scorecard.html", context)


def _file(
    request: HttpRequest, context: dict[str, Any], kind: str, *, name: str
) -> HttpResponseBase:
    if kind == "csv":
        return csv_answer(context["card"].as_table(), name=name)
    context |= {
        "on": timezone.localdate(),
        "address": request.build_absolute_uri(context["address"]),
    }
    page = "library/recommendations/scorecard_pdf.html"
    pdf = render_pdf(page, context, title=context["title"])
    return answer_whole([pdf], name=f"{name}.pdf", media_type="application/pdf")
