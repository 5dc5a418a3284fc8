"""Pages for the evidence of an action plan: find it, explain it, remove it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, paginate, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from courses.action_plans.evidence_suggestions import suggest_evidence
from courses.actions.action_plans.evidence import (
    add_evidence,
    keep_cited_version,
    remove_evidence,
    use_newer_version,
)
from courses.forms.evidence import PlanEvidenceForm
from courses.forms.plans import StartPlanForm
from courses.models import ActionPlan, PlanEvidence
from library.catalogue.models import Record, Version
from library.finding.record_picker import FindRecordForm, find_records


def _find_plan(request: MemberRequest, pk: int) -> ActionPlan:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    require(request.user, "courses.own_plan", plan)
    return plan


@require_safe
def evidence_list(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the evidence of the plan, search for more, and suggest some."""
    plan = _find_plan(request, pk)
    rests_on = list(PlanEvidence.objects.filter(plan=plan).for_display())
    taken = {evidence.version.record_id for evidence in rests_on}
    query = FindRecordForm(request.GET).text
    found = find_records(query, user=request.user) if query else []
    context = {
        "plan": plan,
        "rests_on": rests_on,
        "query": query,
        "found": [record for record in found if record.pk not in taken],
        "suggestions": suggest_evidence(plan, user=request.user, taken=taken),
    }
    return render(request, "courses/evidence_list.html", context)


@reads_and_writes
def evidence_edit(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Add a record as evidence with a note, or change the note."""
    plan = _find_plan(request, pk)
    there = PlanEvidence.objects.filter(plan=plan, version__record=record_pk)
    evidence = there.select_related("version").first()
    # What was withdrawn since stays in the plan, and its note can still be read and taken out.
    readable = Record.objects.all() if evidence else Record.objects.visible_to(request.user)
    record = get_object_or_404(
        readable.select_related("current_version"), pk=record_pk, current_version__isnull=False
    )

    initial = {"note": evidence.note if evidence else ""}
    form = PlanEvidenceForm(posted(request), initial=initial, is_new=evidence is None)
    answer = save(
        request,
        form,
        lambda: add_evidence(plan=plan, record=record, at=timezone.now(), **form.words),
        to=("courses:evidence_list", plan.pk),
        said=lambda _added: _told_of_adding(plan, record, was_there=evidence is not None),
    )
    context = {"plan": plan, "record": record, "evidence": evidence}
    return answer or show(request, "courses/evidence_edit.html", form, context)


def _told_of_adding(plan: ActionPlan, record: Record, *, was_there: bool) -> str:
    work = linked(f"“{record}”", record)
    if was_there:
        return told(_("Note on %(work)s saved."), work=work)
    undo = Undo(reverse("courses:evidence_drop", args=[plan.pk, record.pk]))
    return told(_("%(work)s added to your plan."), undo, work=work)


@require_POST
def evidence_decide(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Decide whether the plan cites the newer version or keeps the present one."""
    plan = _find_plan(request, pk)
    # The version that the reader looked at, which need not be the newest by now.
    seen = get_object_or_404(Version, pk=key_of(request.POST.get("version")), record=record_pk)
    evidence = (
        PlanEvidence.objects.with_newer_version()
        .filter(plan=plan, version__record=record_pk)
        .first()
    )
    if evidence is None:
        messages.info(request, _("You have already decided on this."))
    elif "take" in request.POST:
        use_newer_version(evidence=evidence, version=seen)
        messages.success(
            request, _("Your plan now cites the newer version. Check that your note still fits.")
        )
    else:
        keep_cited_version(evidence=evidence, version=seen)
        messages.success(request, _("Your plan has not changed."))
    return redirect("courses:evidence_list", plan.pk)


@require_POST
def evidence_drop(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Remove a record from the evidence of the plan; one that is gone stays gone."""
    plan = _find_plan(request, pk)
    cited = PlanEvidence.objects.filter(plan=plan, version__record=record_pk)
    evidence = cited.select_related("version__record").first()
    if evidence is not None:
        remove_evidence(plan=plan, record_id=record_pk)
        record = evidence.version.record
        add = reverse("courses:evidence_edit", args=[pk, record_pk])
        # It would come back as the newest version, which is another one where the plan cited an earlier.
        is_newest = record.current_version_id == evidence.version_id
        undo = Undo(add, {"note": evidence.note}) if record.is_published and is_newest else None
        work = linked(f"“{record}”", record)
        messages.success(request, told(_("%(work)s removed from your plan."), undo, work=work))
    return redirect("courses:evidence_list", plan.pk)


@require_safe
def plan_choose(request: MemberRequest) -> HttpResponse:
    """Choose the plan that is to rest on the record ``?record=``."""
    record = get_object_or_404(
        Record.objects.visible_to(request.user), pk=key_of(request.GET.get("record"))
    )
    plans = ActionPlan.objects.visible_to(request.user).newest_first()
    resting = PlanEvidence.objects.filter(plan__owner=request.user).of(record)
    context = {
        "record": record,
        "page": paginate(request, plans),
        "resting": set(resting.values_list("plan", flat=True)),
        "form": StartPlanForm(),
    }
    return render(request, "courses/plan_choose.html", context)
