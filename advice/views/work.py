"""The pages of those who work on cases: their list, the page of a case, its facts and its draft."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from advice.actions.cases import (
    WRITTEN,
    change_case,
    restore_case,
    start_case,
    withdraw_case,
    write_draft,
)
from advice.actions.contributions import calls_of, replies_to
from advice.actions.reviews import is_found_ready
from advice.forms.cases import CaseForm, DraftForm, NewCaseForm, WithdrawCaseForm
from advice.forms.sending import AdviceFilterForm
from advice.models import AdviceCase, KeptContribution
from advice.models.cases import is_coordinator
from advice.states import (
    ADVICE_FLOW,
    MOVES,
    REVIEWERS,
    TAKING_PART,
    UNSENT,
    WRITABLE,
    AdviceState,
)
from advice.views.common import find_work, not_stored
from advice.views.tables import ADVICE_WORK
from core.forms.answering import save, show
from core.permissions import allows, require
from core.refusals import Conflict
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.text import render_markdown
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked, told
from core.web.way_back import leads_back
from networks.models import Post
from workflow.history import events_of, moves_of

_MOST_REPLIES = 50


@leads_back(gettext_lazy("the advice cases"))
@require_safe
def work_list(request: MemberRequest) -> HttpResponseBase:
    """List the cases on which the reader works, those that close first on top; coordinators see all."""
    form = AdviceFilterForm(request.GET)
    shows_all = is_coordinator(request.user) and request.GET.get("show") != "mine"
    cases = AdviceCase.objects.all() if shows_all else AdviceCase.objects.of_team(request.user)
    table = WorkTable(request.GET, ADVICE_WORK, form.narrow(cases).for_list().for_work())
    tabs = [
        (_("My cases"), "?show=mine", not shows_all),
        (_("My reviews"), reverse("advice:review_list"), False),
        (_("Public list"), reverse("advice:case_list"), False),
    ]
    if is_coordinator(request.user):
        tabs.insert(0, (_("All cases"), "?", shows_all))
    context = {"filters": Filters(form, request.GET), "tabs": tabs}
    return show_table(request, "advice/work_list.html", table, context)


@reads_and_writes
def case_new(request: MemberRequest) -> HttpResponse:
    """Start a case."""
    require(request.user, "advice.start")

    form = NewCaseForm(posted(request), instance=AdviceCase(), reader=request.user)
    answer = save(
        request,
        form,
        lambda: start_case(
            facts=form.facts,
            members=form.members_chosen,
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=lambda case: case.get_work_url() if _works_on(request, case) else "advice:work_list",
        said=lambda case: told(_("%(case)s started."), case=f"“{case}”"),
    )
    return answer or show(request, "advice/case_new.html", form)


@require_safe
def case_work(request: MemberRequest, pk: int) -> HttpResponse:
    """Show everything about a case to those who work on it, with what can be done next."""
    case = find_work(request, pk)
    reviews = list(case.reviews.in_order())
    latest = max((review.revision.number for review in reviews), default=0)
    present = [review for review in reviews if review.revision.number == latest]
    replies = replies_to(case).filter(pk__in=Post.objects.visible_to(request.user).values("pk"))
    calls = list(calls_of(case))
    is_kept = Exists(KeptContribution.objects.filter(post=OuterRef("pk")))
    cited = case.cited.select_related("version__record").order_by("cited_at", "pk")
    context = {
        "case": case,
        "is_over": case.is_over(timezone.now()),
        "advice_text": render_markdown(case.draft, top_heading=3),
        "members": case.members.order_by("full_name", "pk"),
        "cited": cited,
        "recommendations": case.recommendations.in_order(),
        "calls": calls,
        "replies": [
            (post, post.is_kept)
            for post in replies.annotate(is_kept=is_kept)
            .select_related("author", "discussion__network")
            .order_by("-created_at", "-pk")[:_MOST_REPLIES]
        ],
        "kept": calls[0].kept if calls else 0,
        "letters": case.letters.counted().select_related("recorded_by").in_order(),
        "reviews": reviews,
        "latest": latest,
        "outcomes": case.outcomes.select_related("told_by").order_by("-known_on", "-pk"),
        "history": events_of(moves_of(case), MOVES),
        "may": _may(request, case, present),
    }
    return not_stored(render(request, "advice/case_work.html", context), case)


@reads_and_writes
def case_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what a case says and who works on it."""
    case = find_work(request, pk, "advice.manage")
    title = case.title
    form = CaseForm(posted(request), instance=case, reader=request.user)
    answer = save(
        request,
        form,
        lambda: change_case(
            case=case,
            facts=form.facts,
            members=form.members_chosen,
            by=request.user,
            at=timezone.now(),
            edit_number=form.opened_at,
        ),
        to=lambda changed: (
            changed.get_work_url() if _works_on(request, changed) else "advice:work_list"
        ),
        said=lambda changed: told(_("%(case)s saved."), case=f"“{changed}”"),
    )
    context = {"case": case, "title": title}
    return answer or show(request, "advice/case_edit.html", form, context)


@reads_and_writes
def case_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Write the draft and answer the equity questions."""
    case = find_work(request, pk, "advice.write")
    if case.state not in WRITABLE and request.method != "POST":
        return redirect(case.get_work_url())
    form = DraftForm(posted(request), instance=AdviceCase.objects.get(pk=case.pk))
    answer = save(
        request,
        form,
        lambda: write_draft(
            case=case,
            words={name: form.cleaned_data[name] for name in WRITTEN},
            by=request.user,
            at=timezone.now(),
            edit_number=form.opened_at,
        ),
        to=case.get_work_url(),
        said=_("Draft saved."),
    )
    return answer or show(request, "advice/case_draft.html", form, {"case": case})


@reads_and_writes
def case_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a case that was not sent, and say why."""
    case = find_work(request, pk, "advice.manage", states=UNSENT)
    form = WithdrawCaseForm(posted(request))

    def withdraw() -> None:
        with ADVICE_FLOW.once("withdraw", case, by=request.user, note=form.words["reason"]):
            withdraw_case(case=case, by=request.user, at=timezone.now(), **form.words)

    to = case.get_work_url()
    answer = save(request, form, withdraw, to=to, said=_("Withdrawn."), page_for=(Conflict,))
    return answer or show(request, "advice/case_withdraw.html", form, {"case": case})


@require_POST
def case_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a withdrawn case up again; a second click changes nothing."""
    case = find_work(request, pk, "advice.manage")
    with ADVICE_FLOW.once("restore", case, by=request.user):
        restore_case(case=case, by=request.user, at=timezone.now())
    words = told(_("%(case)s reopened."), case=linked(str(case), case.get_work_url()))
    messages.success(request, words)
    return redirect(case.get_work_url())


def _works_on(request: MemberRequest, case: AdviceCase) -> bool:
    return AdviceCase.objects.worked_on_by(request.user).filter(pk=case.pk).exists()


def _may(request: MemberRequest, case: AdviceCase, present: list[Any]) -> dict[str, bool]:
    """Return what this reader can do with the case in its state."""
    user, state = request.user, case.state
    leads = allows(user, "advice.lead", case)
    signs = allows(user, "advice.sign_off", case)
    manages = allows(user, "advice.manage", case)
    in_review = state == AdviceState.IN_REVIEW
    taking_part = sum(review.state in TAKING_PART for review in present)
    return {
        "write": state in WRITABLE and allows(user, "advice.write", case),
        "edit": manages,
        "record_letter": state in UNSENT and allows(user, "advice.write", case),
        "call": leads and state in WRITABLE and not case.is_confidential,
        "ask": leads and state == AdviceState.DRAFTING,
        "ask_another": leads and in_review and taking_part < REVIEWERS,
        "take_back": leads and state in (AdviceState.IN_REVIEW, AdviceState.SIGNED_OFF),
        "sign_off": signs and in_review and is_found_ready(case),
        "return": signs and in_review,
        "send": state == AdviceState.SIGNED_OFF and allows(user, "advice.send", case),
        "tell_outcome": manages and case.is_advised,
        "publish": case.is_advised and not case.record and allows(user, "advice.publish", case),
        "withdraw": manages and state in UNSENT,
        "restore": manages and state == AdviceState.WITHDRAWN,
    }
