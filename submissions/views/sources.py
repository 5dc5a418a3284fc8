"""The page of a draft's sources: found, added, removed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from library.recommendations.models import Recommendation
from library.recommendations.references import LONGEST, normalise_reference
from submissions.actions.sources import (
    SourceRefused,
    add_recommendation_acted_on,
    add_source,
    remove_recommendation_acted_on,
    remove_source,
)
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
        "acts_on": submission.recommendations.in_order(),
        "found": [record for record in found if record.pk not in named],
        "from_plan": PlanEvidence.objects.filter(plan=submission.plan_id)
        .works()
        .exclude(pk__in=named),
    }
    return render(
        request, "submissions/submission_sources.html", context, status=409 if refused else 200
    )


@require_POST
def submission_recommendation(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a recommendation that the work acts on, by its reference, or take one out."""
    submission = find_draft(request, pk)
    address = reverse("submissions:submission_recommendation", args=[pk])
    text = request.POST.get("reference", "")
    found = _recommendation(text)
    if found is None:
        words = _("There is no recommendation %(reference)s. Look it up in the register.")
        messages.error(request, words % {"reference": text[:LONGEST]})
        return redirect("submissions:submission_sources", pk)
    parts = {"reference": linked(found.reference, found)}
    if "remove" in request.POST:
        remove_recommendation_acted_on(submission=submission, recommendation_id=found.pk)
        undo = Undo(address, {"reference": found.reference})
        messages.success(request, told(_("%(reference)s removed."), undo, **parts))
    else:
        add_recommendation_acted_on(submission=submission, recommendation=found)
        undo = Undo(address, {"reference": found.reference, "remove": "yes"})
        messages.success(request, told(_("%(reference)s added."), undo, **parts))
    return redirect("submissions:submission_sources", pk)


def _recommendation(text: str) -> Recommendation | None:
    try:
        reference = normalise_reference(text)
    except ValidationError:
        return None
    return Recommendation.objects.filter(reference=reference).first()


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
