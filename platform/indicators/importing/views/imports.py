"""The page of an import: how far it is, what would become of its rows, and what is wrong in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.types import MemberRequest
from indicators.importing.actions.imports import (
    MOST_SHOWN,
    confirm_import,
    drop_import,
    try_import_again,
)
from indicators.importing.checking import Verdict
from indicators.importing.models import DataImport

# Seconds after which a page asks anew how far a worker is.
LOOK_AGAIN = "3"


@require_safe
def import_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an import of figures to data managers."""
    begun = _find(request, pk)
    context = {
        "begun": begun,
        "release": begun.release,
        "verdicts": [(each.label, begun.counts.get(each.value, 0)) for each in Verdict],
        "refused": [row for row in begun.shown if row["verdict"] == Verdict.REFUSED],
        "changed": [row for row in begun.shown if row["verdict"] == Verdict.CHANGED],
        "new": [row for row in begun.shown if row["verdict"] == Verdict.NEW],
        "most": {each.value: most for each, most in MOST_SHOWN.items()},
    }
    answer = render(request, "indicators/import_detail.html", context)
    if begun.is_running:
        answer["Refresh"] = LOOK_AGAIN
    return answer


@require_POST
def import_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm a checked import, so that a worker writes it."""
    begun = _find(request, pk)
    confirm_import(begun=begun)
    messages.success(request, _("Import started. This takes a moment."))
    return redirect(begun)


@require_POST
def import_drop(request: MemberRequest, pk: int) -> HttpResponse:
    """Drop an import without writing it."""
    begun = _find(request, pk)
    drop_import(begun=begun)
    messages.success(request, _("Import cancelled. Nothing was imported."))
    return redirect(begun.release)


@require_POST
def import_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Queue the step at which an import failed once more; a second click changes nothing."""
    begun = _find(request, pk)
    try_import_again(begun=begun)
    messages.success(request, _("We will try again in a moment."))
    return redirect(begun)


def _find(request: MemberRequest, pk: int) -> DataImport:
    require(request.user, "indicators.manage")
    return get_object_or_404(DataImport.objects.newest_first(), pk=pk)
