"""What was tried elsewhere: telling, and the editors' check."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.permissions import allows, require
from core.refusals import Conflict
from core.tables.filters import state_tabs
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from library.practice.actions.trials import (
    confirm_trial,
    decline_trial,
    tell_trial,
    withdraw_trial,
)
from library.practice.forms.trials import TrialDecisionForm, TrialForm
from library.practice.models import Trial, case_studies
from library.practice.states import TRIAL_FLOW, TrialState
from library.practice.views.trial_table import DESK, OWN


@leads_back(gettext_lazy("what was tried elsewhere"))
@require_safe
def trial_list(request: MemberRequest) -> HttpResponseBase:
    """List what one tried oneself; for editors everything of one state, the longest waiting first."""
    asked = request.GET.get("state", "")
    state = asked if asked in TrialState.values else TrialState.OPEN
    visible = Trial.objects.visible_to(request.user).for_list()
    is_desk = allows(request.user, "library.edit")
    found = visible.filter(state=state) if is_desk else visible.filter(user=request.user)
    table = WorkTable(request.GET, DESK if is_desk else OWN, found)
    context = {"is_desk": is_desk, "tabs": state_tabs(TrialState, state)}
    return show_table(request, "library/practice/trial_list.html", table, context)


@reads_and_writes
@limit_rate("trials", "20/h", methods=["POST"])
def trial_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell where one tried what a case study describes."""
    record = get_object_or_404(case_studies(), pk=pk)

    form = TrialForm(posted(request))
    answer = save(
        request,
        form,
        lambda: tell_trial(
            record=record, by=request.user, at=timezone.now(), key=form.key, **form.told
        ),
        to=lambda trial: trial,
        said=_("Thank you. An editor reads it before everyone can see it, and tells you."),
    )
    return answer or show(request, "library/practice/trial_new.html", form, {"record": record})


@reads_and_writes
def trial_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what somebody tells; editors decide on it here."""
    visible = Trial.objects.visible_to(request.user).for_list()
    trial = get_object_or_404(visible, pk=pk)
    is_editor = allows(request.user, "library.edit")
    is_own = trial.user_id == request.user.pk
    if request.method == "POST":
        require(request.user, "library.edit")
    form = TrialDecisionForm(posted(request))
    answer = save(
        request,
        form,
        lambda: _decide(trial, form, request.user),
        to="library:trial_list",
        said=_("Decision made. We have told the person."),
        page_for=(Conflict,),
    )
    if answer:
        return answer
    may_withdraw = (trial.is_open and is_own) or (trial.is_confirmed and (is_own or is_editor))
    context = {
        "trial": trial,
        "form": form if trial.is_open and is_editor and (not is_own or form.errors) else None,
        "may_withdraw": may_withdraw,
    }
    return show(request, "library/practice/trial_detail.html", form, context)


@require_POST
def trial_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw what one told, or as an editor what was confirmed; a second click changes nothing."""
    trial = get_object_or_404(Trial.objects.visible_to(request.user), pk=pk)
    if trial.user_id != request.user.pk:
        require(request.user, "library.edit")
    with TRIAL_FLOW.once("withdraw", trial, by=request.user):
        withdraw_trial(trial=trial, by=request.user, at=timezone.now())
    messages.success(request, _("Withdrawn. The page of the case study no longer shows it."))
    return redirect("library:trial_list")


def _decide(trial: Trial, form: TrialDecisionForm, by: User) -> None:
    answer, now = form.cleaned_data["answer"], timezone.now()
    move, act = ("decline", decline_trial) if form.is_declined else ("confirm", confirm_trial)
    with TRIAL_FLOW.once(move, trial, by=by, note=answer):
        act(trial=trial, answer=answer, by=by, at=now)
