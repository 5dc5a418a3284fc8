"""The page of a draft's sources: found, added, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.types import MemberRequest
from core.web.requests import reads_and_writes
from core.web.telling import Undo, linked, told
from courses.models import PlanEvidence
from library.finding.record_picker import FindRecordForm, find_records, record_from_address
from submissions.actions.sources import SourceRefused, add_source, remove_source
from submissions.views.drafts import draft_page, find_draft


@reads_and_writes
def submission_sources(request: MemberRequest, pk: int) -> HttpResponse:
    """Add sources: those of the plan, and those that a search finds."""
    submission = find_draft(request, pk)
    refused = ""
    if request.method == "POST":
        record = record_from_address(request.POST.get("record"), user=request.user)
        if record is None:
            refused = _("This record is no longer in the library.")
        else:
            try:
                add_source(submission=submission, record=record)
            except SourceRefused as refusal:
                refused = str(refusal)
            else:
                undo = Undo(reverse("submissions:source_remove", args=[pk, record.pk]))
                work = linked(f"“{record}”", record)
                messages.success(request, told(_("%(work)s added."), undo, work=work))
                return redirect("submissions:submission_sources", pk)
    if not submission.is_editable and not refused:
        return redirect(submission)
    query = FindRecordForm(request.GET).text
    context = draft_page(submission, None, "submission_sources")
    named = {record.pk for record in context["sources"]}
    found = find_records(query, user=request.user) if query else []
    context |= {
        "query": query,
        "refused": refused,
        "found": [record for record in found if record.pk not in named],
        "from_plan": PlanEvidence.objects.filter(plan=submission.plan_id)
        .works()
        .exclude(pk__in=named),
    }
    return render(
        request, "submissions/submission_sources.html", context, status=409 if refused else 200
    )


@require_POST
def source_remove(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Remove a source; one that is gone stays gone."""
    submission = find_draft(request, pk)
    record = submission.draws_on.filter(pk=record_pk).first()
    if record is not None:
        remove_source(submission=submission, record_id=record_pk)
        undo = Undo(reverse("submissions:submission_sources", args=[pk]), {"record": record_pk})
        work = linked(f"“{record}”", record)
        messages.success(request, told(_("%(work)s removed."), undo, work=work))
    return redirect("submissions:submission_sources", pk)
