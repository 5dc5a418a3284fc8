"""Sending a draft to reviewers, taking it back, returning it and signing it off."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advice.actions.reviews import (
    ask_another_reviewer,
    ask_for_review,
    return_case,
    sign_off_case,
    take_back,
)
from advice.forms.reviews import AskReviewersForm, ReturnForm
from advice.models import AdviceCase
from advice.states import ADVICE_FLOW, AdviceState
from advice.views.common import find_work
from core.forms.answering import save, show
from core.refusals import Conflict
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked, told

_REVIEWED = frozenset({AdviceState.DRAFTING, AdviceState.IN_REVIEW})


@reads_and_writes
def case_reviewers(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the draft to two reviewers; while it is in review, ask another instead of one who declined."""
    case = find_work(request, pk, "advice.lead", states=_REVIEWED)
    is_one = case.state == AdviceState.IN_REVIEW
    form = AskReviewersForm(posted(request), case=case, is_one=is_one)
    answer = save(
        request,
        form,
        lambda: _ask(request, case, form, is_one=is_one, at=timezone.now()),
        to=case.get_work_url(),
        said=_("We have asked the reviewers."),
    )
    context = {"case": case, "is_one": is_one}
    return answer or show(request, "advice/case_reviewers.html", form, context)


@require_POST
def case_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the draft back to change it; a second click changes nothing."""
    case = find_work(request, pk, "advice.lead")
    with ADVICE_FLOW.once("take_back", case, by=request.user):
        take_back(case=case, by=request.user, at=timezone.now())
    messages.success(request, _("You can change the draft again."))
    return redirect(case.get_work_url())


@reads_and_writes
def case_return(request: MemberRequest, pk: int) -> HttpResponse:
    """Return the draft to its lead, and say why."""
    case = find_work(request, pk, "advice.sign_off", states={AdviceState.IN_REVIEW})
    form = ReturnForm(posted(request))

    def give_back() -> None:
        with ADVICE_FLOW.once("return", case, by=request.user, note=form.words["reason"]):
            return_case(case=case, by=request.user, at=timezone.now(), **form.words)

    said = _("Returned. We have told the lead.")
    to = case.get_work_url()
    answer = save(request, form, give_back, to=to, said=said, page_for=(Conflict,))
    return answer or show(request, "advice/case_return.html", form, {"case": case})


@require_POST
def case_sign_off(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign off the draft; a second click changes nothing."""
    case = find_work(request, pk, "advice.sign_off")
    with ADVICE_FLOW.once("sign_off", case, by=request.user):
        sign_off_case(case=case, by=request.user, at=timezone.now())
    words = told(_("Signed off: %(case)s"), case=linked(str(case), case.get_work_url()))
    messages.success(request, words)
    return redirect(case.get_work_url())


def _ask(
    request: MemberRequest,
    case: AdviceCase,
    form: AskReviewersForm,
    *,
    is_one: bool,
    at: dt.datetime,
) -> None:
    by, due_on = request.user, form.cleaned_data["due_on"]
    if is_one:
        reviewer = form.reviewers[0]
        ask_another_reviewer(case=case, reviewer=reviewer, due_on=due_on, by=by, at=at)
    else:
        ask_for_review(case=case, reviewers=form.reviewers, due_on=due_on, by=by, at=at)
