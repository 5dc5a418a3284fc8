"""Pages on which editors import other catalogues."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from core.web.way_back import leads_back
from library.exchange.actions.imports import (
    confirm_import,
    drop_import,
    start_import,
    try_import_again,
)
from library.exchange.actions.undoing import queue_undo
from library.exchange.citing.table_columns import COLUMNS
from library.exchange.forms import ImportForm
from library.exchange.importing.checking import Verdict
from library.exchange.importing.differences import Wording
from library.exchange.importing.preview import MOST_SHOWN
from library.exchange.models import Import
from library.exchange.views.import_table import IMPORTS

_LOOK_AGAIN = "3"
_CHANGED_ON_A_PAGE = 50


@leads_back(gettext_lazy("the imports"))
@reads_and_writes
def import_list(request: MemberRequest) -> HttpResponseBase:
    """See the imports, and upload a file to be read."""
    require(request.user, "library.edit")

    is_sent = request.method == "POST"
    form = ImportForm(posted(request), request.FILES if is_sent else None)
    answer = save(
        request,
        form,
        lambda: start_import(**form.words, by=request.user, at=timezone.now()),
        to=lambda begun: begun,
    )
    if answer:
        return answer
    table = WorkTable(request.GET, IMPORTS, Import.objects.newest_first())
    if table.is_asked_for_as_csv:
        return table.as_csv()
    context = {**table.context, "columns": COLUMNS}
    return show(request, "library/exchange/import_list.html", form, context)


@require_safe
def import_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far an import is, what would become of its rows, and what is wrong in them."""
    require(request.user, "library.edit")
    begun = get_object_or_404(Import.objects.newest_first(), pk=pk)

    verdicts = [
        (verdict.value, verdict.label, begun.counts.get(verdict.value, 0)) for verdict in Verdict
    ]
    labels = dict(Verdict.choices)
    changed = begun.changes.filter(is_new=False).select_related("record").order_by("row", "pk")
    page = paginate(request, changed, per_page=_CHANGED_ON_A_PAGE)
    wording = Wording([(change.before, change.after) for change in page])
    rows = [{**row, "label": labels[row["verdict"]]} for row in begun.shown]
    # The changed ones have a list of their own, with every field.
    separate = {Verdict.REFUSED, Verdict.LEFT_OUT, *([Verdict.CHANGED] if page else [])}
    context = {
        "begun": begun,
        "verdicts": verdicts,
        "page": page,
        "changed": [(each, wording.replaced(each.before, each.after)) for each in page],
        "refused": [row for row in rows if row["verdict"] == Verdict.REFUSED],
        "left_out": [row for row in rows if row["verdict"] == Verdict.LEFT_OUT],
        "rows": [row for row in rows if row["verdict"] not in separate],
        "most_shown": MOST_SHOWN,
        "undo": begun.changes.count_by_kind() if begun.finished_at else None,
    }
    answer = render(request, "library/exchange/import_detail.html", context)
    if begun.is_running:
        answer["Refresh"] = _LOOK_AGAIN
    return answer


@require_POST
def import_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm a checked import, so that a worker writes it."""
    require(request.user, "library.edit")
    begun = get_object_or_404(Import, pk=pk)

    confirm_import(begun=begun)
    messages.success(request, _("Import started. This takes a moment."))
    return redirect(begun)


@require_POST
def import_drop(request: MemberRequest, pk: int) -> HttpResponse:
    """Drop an import without writing it."""
    require(request.user, "library.edit")
    begun = get_object_or_404(Import, pk=pk)

    drop_import(begun=begun)
    messages.success(request, _("Import cancelled. Nothing was imported."))
    return redirect("library:import_list")


@require_POST
def import_retry(request: MemberRequest, pk: int) -> HttpResponse:
    """Queue the step at which an import failed once more; a second click changes nothing."""
    require(request.user, "library.edit")
    begun = get_object_or_404(Import, pk=pk)

    try_import_again(begun=begun)
    messages.success(request, _("We will try again in a moment."))
    return redirect(begun)


@require_POST
def import_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Queue a written import for being undone; a second click changes nothing."""
    require(request.user, "library.edit")
    begun = get_object_or_404(Import, pk=pk)

    queue_undo(begun=begun, by=request.user, at=timezone.now())
    messages.success(request, _("Undo started. This takes a moment."))
    return redirect(begun)
