"""Editing many records at once: choose, see what would change, do it, undo it."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import Undo, told
from core.web.way_back import leads_back
from library.curation.actions.bulk_edits import bulk_edit, undo_bulk_edit
from library.curation.bulk_changes import MOST_RECORDS, for_bulk, plan_change
from library.curation.forms.bulk_edits import BulkForm
from library.curation.models import BulkEdit
from library.curation.views.bulk_edit_table import BULK_EDITS
from library.finding.search_address import run_search


@reads_and_writes
def bulk_edit_new(request: MemberRequest) -> HttpResponse:
    """Edit the ticked records, or those of a search; a preview comes first."""
    require(request.user, "library.edit")

    form = BulkForm(posted(request), initial={"records": ",".join(map(str, _asked_for(request)))})
    keys = form.cleaned_data.get("records", []) if form.is_bound and form.is_valid() else []
    if "save" in request.POST and (
        answer := save(
            request,
            form,
            lambda: bulk_edit(
                keys=keys, change=form.change, by=request.user, at=timezone.now(), key=form.key
            ),
            to="library:bulk_edit_list",
            said=_told,
        )
    ):
        return answer
    shown = keys or [key_of(key) for key in (form["records"].value() or "").split(",")]
    records = list(for_bulk(shown))
    plans = [plan_change(record, form.change) for record in records] if form.is_valid() else []
    context = {
        "records": records,
        "changing": [plan for plan in plans if plan.changes_something],
        "left": [plan for plan in plans if plan.problem],
        "same": sum(1 for plan in plans if not plan.problem and not plan.changes_something),
        "is_preview": bool(plans),
        "most": MOST_RECORDS,
    }
    return show(request, "library/curation/bulk_edit_new.html", form, context)


@leads_back(gettext_lazy("bulk edits"))
@require_safe
def bulk_edit_list(request: MemberRequest) -> HttpResponseBase:
    """List the bulk edits, the last one first."""
    require(request.user, "library.edit")

    edits = BulkEdit.objects.select_related("by", "undone_by").annotate(
        records=Count("changes"), kept=Count("changes", filter=~Q(changes__kept=[]))
    )
    table = WorkTable(request.GET, BULK_EDITS, edits)
    return show_table(request, "library/curation/bulk_edit_list.html", table)


@require_POST
def bulk_edit_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo a bulk edit; a second undo changes nothing."""
    edit = get_object_or_404(BulkEdit, pk=pk)
    require(request.user, "library.edit")

    undone = undo_bulk_edit(edit=edit, by=request.user, at=timezone.now())
    kept = undone.changes.exclude(kept=[]).count()
    if kept:
        text = ngettext(
            "Bulk edit undone. %(count)d record has been edited since, and keeps those edits.",
            "Bulk edit undone. %(count)d records have been edited since, and keep those edits.",
            kept,
        )
        messages.warning(request, text % {"count": kept})
    else:
        messages.success(request, _("Bulk edit undone."))
    return redirect("library:bulk_edit_list")


def _asked_for(request: MemberRequest) -> list[int]:
    """Return the records that were ticked, otherwise the first of the search in the address."""
    if ticked := request.GET.getlist("record"):
        return [key for key in map(key_of, ticked[:MOST_RECORDS]) if key]
    return run_search(request.GET, user=request.user).keys(0, MOST_RECORDS)


def _told(edit: BulkEdit) -> str:
    count = edit.changes.count()
    text = ngettext(
        "%(count)d record changed.",
        "%(count)d records changed.",
        count,
    )
    undo = Undo(reverse("library:bulk_edit_undo", args=[edit.pk])) if count else None
    return told(text, undo, count=count)
