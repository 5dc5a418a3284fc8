"""What editors decide about evidence gaps: one by one, and many together."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.refusals import Conflict
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import linked, told
from core.web.way_back import leads_back
from library.gaps.actions.filling import fill_gap, withdraw_offer
from library.gaps.actions.register import (
    MOST_TOGETHER,
    accept_gap,
    accept_gaps,
    dismiss_gap,
    dismiss_gaps,
    merge_gaps,
    reopen_gap,
)
from library.gaps.forms import FillForm, ReasonForm, TogetherForm
from library.gaps.models import EvidenceGap, GapFilling
from library.gaps.states import GAP_FLOW, UNFILLED, GapState
from library.gaps.views.gap_tables import desk_layout

_ACTS = ("accept", "dismiss", "merge")


@leads_back(gettext_lazy("the evidence gaps to decide"))
@require_safe
def evidence_gap_desk(request: MemberRequest) -> HttpResponseBase:
    """Show the gaps that wait for an editor: proposals, and open ones for which a record was offered."""
    require(request.user, "library.edit")

    shows_offers = request.GET.get("show") == "offers"
    offered = GapFilling.objects.offered().readable().values("gap")
    queues = {
        False: EvidenceGap.objects.filter(state=GapState.PROPOSED),
        True: EvidenceGap.objects.filter(state__in=UNFILLED, pk__in=offered),
    }
    table = WorkTable(request.GET, desk_layout(), queues[shows_offers].with_numbers())
    labels = {False: _("Proposed"), True: _("Records offered")}
    addresses = {False: "?", True: "?show=offers"}
    tabs = [
        (f"{labels[is_it]} ({queue.count()})", addresses[is_it], is_it == shows_offers)
        for is_it, queue in queues.items()
    ]
    context = {"tabs": tabs, "shows_offers": shows_offers}
    return show_table(request, "library/gaps/evidence_gap_desk.html", table, context)


@reads_and_writes
def evidence_gap_together(request: MemberRequest) -> HttpResponse:
    """Accept, dismiss or merge the chosen gaps, after showing which they are."""
    require(request.user, "library.edit")

    sent = posted(request)
    act = request.GET.get("act", "")
    if act not in _ACTS:
        raise Http404
    chosen = _chosen(request.GET, sent)
    form = TogetherForm(sent, act=act, chosen=chosen)
    if chosen and (
        answer := save(
            request,
            form,
            lambda: _together(request, act, form, [gap.pk for gap in chosen]),
            to="library:evidence_gap_desk",
            said=lambda count: _told_of(act, count),
        )
    ):
        return answer
    context = {"act": act, "chosen": chosen}
    return show(request, "library/gaps/evidence_gap_together.html", form, context)


@require_POST
def evidence_gap_accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Accept a proposed gap; a second click changes nothing."""
    gap = _find(request, pk)
    with GAP_FLOW.once("accept", gap, by=request.user):
        accept_gap(gap=gap, by=request.user, at=timezone.now())
    messages.success(request, _("Accepted. Everyone can read it now."))
    return redirect(gap)


@require_POST
def evidence_gap_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a filled or dismissed gap again; a second click changes nothing."""
    gap = _find(request, pk)
    with GAP_FLOW.once("reopen", gap, by=request.user):
        reopen_gap(gap=gap, by=request.user, at=timezone.now())
    messages.success(request, _("Reopened."))
    return redirect(gap)


@reads_and_writes
def evidence_gap_dismiss(request: MemberRequest, pk: int) -> HttpResponse:
    """Dismiss a gap and say why."""
    gap = _find(request, pk)
    form = ReasonForm(posted(request))

    def dismiss() -> None:
        with GAP_FLOW.once("dismiss", gap, by=request.user, note=form.words["reason"]):
            dismiss_gap(gap=gap, by=request.user, at=timezone.now(), **form.words)

    answer = save(request, form, dismiss, to=gap, said=_("Dismissed."), page_for=(Conflict,))
    return answer or show(request, "library/gaps/evidence_gap_dismiss.html", form, {"gap": gap})


@reads_and_writes
def evidence_gap_fill(request: MemberRequest, pk: int) -> HttpResponse:
    """Say which records fill a gap; everyone who follows it is told."""
    gap = _find(request, pk)
    offered = list(gap.fillings.offered().readable().in_order())
    asked = {"record": key_of(request.GET.get("record")) or ""}
    form = FillForm(posted(request), offered=offered, initial=asked)

    def fill() -> None:
        with GAP_FLOW.once("fill", gap, by=request.user):
            fill_gap(gap=gap, records=form.chosen, by=request.user, at=timezone.now())

    answer = save(
        request,
        form,
        fill,
        to=gap,
        said=_("Marked as filled. We have told everyone who follows it."),
    )
    context = {"gap": gap, "followers": gap.follows.count()}
    return answer or show(request, "library/gaps/evidence_gap_fill.html", form, context)


@require_POST
def evidence_gap_offer_drop(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Take an offered record off a gap that it does not fill; one that is gone stays gone."""
    gap = _find(request, pk)
    withdraw_offer(gap=gap, record_id=record_pk)
    messages.success(request, _("The record is no longer offered for this gap."))
    return redirect(gap)


def _find(request: MemberRequest, pk: int) -> EvidenceGap:
    gap = get_object_or_404(EvidenceGap.objects.visible_to(request.user), pk=pk)
    require(request.user, "library.edit")
    return gap


def _chosen(query: QueryDict, sent: QueryDict | None) -> list[EvidenceGap]:
    """Return the gaps that were ticked, or that the form took along, in the order of their numbers."""
    asked = sent.get("gaps", "").split(",") if sent is not None else query.getlist("gap")
    keys = {key_of(text) for text in asked[:MOST_TOGETHER]}
    return list(EvidenceGap.objects.filter(pk__in=keys).order_by("priority", "pk"))


def _together(request: MemberRequest, act: str, form: TogetherForm, keys: list[int]) -> int:
    by, at = request.user, timezone.now()
    if act == "merge":
        return merge_gaps(keys=keys, into=form.target, by=by, at=at)
    if act == "dismiss":
        return dismiss_gaps(keys=keys, reason=form.cleaned_data["reason"], by=by, at=at)
    return accept_gaps(keys=keys, by=by, at=at)


def _told_of(act: str, count: int) -> str:
    if act == "merge":
        words = ngettext("%(count)d gap merged.", "%(count)d gaps merged.", count)
    elif act == "dismiss":
        words = ngettext("%(count)d gap dismissed.", "%(count)d gaps dismissed.", count)
    else:
        words = ngettext("%(count)d gap accepted.", "%(count)d gaps accepted.", count)
    register = linked(_("Evidence gaps"), "library:evidence_gap_list")
    return told(words + " %(register)s", count=count, register=register)
