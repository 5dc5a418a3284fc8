"""Corrections that readers propose."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.tables.filters import state_tabs
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked, told
from core.web.way_back import leads_back
from library.catalogue.models import Record
from library.curation.actions.proposals import (
    accept_proposal,
    current_values,
    decline_proposal,
    propose_correction,
    withdraw_proposal,
)
from library.curation.forms.proposals import ProposalDecisionForm, ProposalForm, label_of
from library.curation.models import Proposal
from library.curation.states import PROPOSAL_FLOW, ProposalState
from library.curation.views.proposal_table import DESK_PROPOSALS, OWN_PROPOSALS


@reads_and_writes
@limit_rate("proposals", "30/h", methods=["POST"])
def proposal_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Propose to correct a record; an editor decides."""
    record = get_object_or_404(Record.objects.visible_to(request.user), pk=pk)

    form = ProposalForm(posted(request), initial=current_values(record))
    answer = save(
        request,
        form,
        lambda: propose_correction(
            record=record,
            words=form.corrections,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=lambda proposal: proposal,
        said=_("Thank you. An editor will answer you."),
    )
    return answer or show(request, "library/curation/proposal_new.html", form, {"record": record})


@leads_back(gettext_lazy("the corrections"))
@require_safe
def proposal_list(request: MemberRequest) -> HttpResponseBase:
    """List one's own proposals; for editors all of them, the longest waiting first."""
    asked = request.GET.get("state", "")
    state = asked if asked in ProposalState.values else ProposalState.OPEN
    visible = Proposal.objects.visible_to(request.user).select_related("record", "by")
    is_desk = allows(request.user, "library.edit")
    if is_desk:
        table = WorkTable(request.GET, DESK_PROPOSALS, visible.filter(state=state))
    else:
        table = WorkTable(request.GET, OWN_PROPOSALS, visible)
    context = {"is_desk": is_desk, "tabs": state_tabs(ProposalState, state)}
    return show_table(request, "library/curation/proposal_list.html", table, context)


@reads_and_writes
def proposal_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one proposal beside the present values; editors decide on it here."""
    visible = Proposal.objects.visible_to(request.user).select_related("record", "by")
    proposal = get_object_or_404(visible, pk=pk)
    may_decide = allows(request.user, "library.edit", proposal.record)
    if request.method == "POST":
        require(request.user, "library.edit", proposal.record)

    form = ProposalDecisionForm(posted(request), proposal=proposal)
    if answer := save(
        request,
        form,
        lambda: _decide(proposal, form, request),
        to="library:proposal_list",
        said=lambda _nothing: told(
            _("Decision on %(proposal)s made. We have told the reader."),
            proposal=linked(f"“{proposal.record}”", proposal),
        ),
    ):
        return answer
    if form.refusal:
        proposal.refresh_from_db()
    present = current_values(proposal.record)
    context = {
        "proposal": proposal,
        "form": form if may_decide and proposal.is_open else None,
        "lines": [
            (label_of(name), proposal.before[name], word, present[name])
            for name, word in proposal.after.items()
        ],
        "taken": [label_of(name) for name in proposal.taken],
    }
    return show(request, "library/curation/proposal_detail.html", form, context)


@require_POST
def proposal_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw one's own proposal; a second click changes nothing."""
    proposal = get_object_or_404(Proposal.objects.filter(by=request.user), pk=pk)

    with PROPOSAL_FLOW.once("withdraw", proposal, by=request.user):
        withdraw_proposal(proposal=proposal, by=request.user, at=timezone.now())
    messages.success(request, _("Proposal withdrawn."))
    return redirect(proposal)


def _decide(proposal: Proposal, form: ProposalDecisionForm, request: MemberRequest) -> None:
    answer, now = form.cleaned_data["answer"], timezone.now()
    if form.is_declined:
        with PROPOSAL_FLOW.once("decline", proposal, by=request.user, note=answer):
            decline_proposal(proposal=proposal, answer=answer, by=request.user, at=now)
        return
    fields = form.cleaned_data.get("fields_taken", [])
    with PROPOSAL_FLOW.once("accept", proposal, by=request.user, note=answer):
        accept_proposal(proposal=proposal, fields=fields, answer=answer, by=request.user, at=now)
