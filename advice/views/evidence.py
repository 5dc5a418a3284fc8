"""What advice rests on: records, recommendations, and contributions from networks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from advice.actions.contributions import (
    call_for_contributions,
    drop_contribution,
    keep_contribution,
)
from advice.actions.evidence import (
    CitationRefused,
    cite_recommendation,
    cite_record,
    remove_citation,
    remove_recommendation,
)
from advice.forms.sending import CallForm
from advice.models import AdviceCase
from advice.states import WRITABLE
from advice.views.common import find_work
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked, told
from library.catalogue.models import Record
from library.finding.record_picker import FindRecordForm, find_records, record_from_address
from library.recommendations.models import Recommendation
from library.recommendations.references import normalise_reference
from networks.models import Network, Post

_LONGEST_REFERENCE = 100


@reads_and_writes
def case_evidence(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the records and recommendations that the advice cites."""
    case = find_work(request, pk, "advice.write")
    if request.method == "POST":
        record = record_from_address(request.POST.get("record"), user=request.user)
        if record is None:
            refused = _("This record is no longer in the library.")
            return _page(request, case, refused=refused)

        def cite() -> None:
            cite_record(case=case, record=record, by=request.user, at=timezone.now())

        return _cite(request, case, cite, linked(f"“{record}”", record))
    if case.state not in WRITABLE:
        return redirect(case.get_work_url())
    return _page(request, case)


@require_POST
def citation_remove(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Cite a record no longer; one that is gone stays gone."""
    case = find_work(request, pk, "advice.write")
    record = get_object_or_404(
        Record.objects.filter(versions__advice_citations__case=case), pk=record_pk
    )
    remove_citation(case=case, record=record, by=request.user)
    messages.success(request, told(_("%(work)s removed."), work=linked(f"“{record}”", record)))
    return redirect("advice:case_evidence", pk)


@require_POST
def recommendation_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Cite a recommendation by its reference."""
    case = find_work(request, pk, "advice.write")
    typed = request.POST.get("reference", "")[:_LONGEST_REFERENCE]
    try:
        reference = normalise_reference(typed)
    except ValidationError as problem:
        return _page(request, case, typed=typed, wrong=problem.messages[0])
    found = Recommendation.objects.published().filter(reference=reference).first()
    if found is None:
        wrong = _("There is no recommendation with this reference.")
        return _page(request, case, typed=typed, wrong=wrong)

    def cite() -> None:
        cite_recommendation(case=case, recommendation=found, by=request.user)

    return _cite(request, case, cite, linked(found.reference, found))


@require_POST
def recommendation_remove(request: MemberRequest, pk: int, recommendation_pk: int) -> HttpResponse:
    """Cite a recommendation no longer; one that is gone stays gone."""
    case = find_work(request, pk, "advice.write")
    cited = get_object_or_404(Recommendation.objects.all(), pk=recommendation_pk)
    remove_recommendation(case=case, recommendation=cited, by=request.user)
    messages.success(request, told(_("%(work)s removed."), work=linked(cited.reference, cited)))
    return redirect("advice:case_evidence", pk)


@reads_and_writes
def case_call(request: MemberRequest, pk: int) -> HttpResponse:
    """Call for contributions in networks of which the lead is a member."""
    case = find_work(request, pk, "advice.lead", states=WRITABLE)
    networks = Network.objects.of_member(request.user).open().without_groups().by_name()
    initial = {"question": case.asked}
    form = CallForm(posted(request), networks=networks, initial=initial)
    answer = save(
        request,
        form,
        lambda: call_for_contributions(
            case=case,
            networks=list(form.cleaned_data["networks"]),
            question=form.cleaned_data["question"],
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=case.get_work_url(),
        said=lambda calls: (
            ngettext("%(count)d discussion started.", "%(count)d discussions started.", len(calls))
            % {"count": len(calls)}
        ),
    )
    context = {"case": case, "has_networks": networks.exists()}
    return answer or show(request, "advice/case_call.html", form, context)


@require_POST
def contribution_keep(request: MemberRequest, pk: int, post_pk: int) -> HttpResponse:
    """Keep a reply that the draft takes up, or with ``drop`` keep it no longer. Repeats safely."""
    case = find_work(request, pk, "advice.write")
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=post_pk)
    if "drop" in request.POST:
        drop_contribution(case=case, post=post, by=request.user)
        messages.success(request, _("Reply no longer used."))
    else:
        keep_contribution(case=case, post=post, by=request.user, at=timezone.now())
        messages.success(request, _("Reply used as a contribution."))
    return redirect(f"{case.get_work_url()}#contributions")


def _cite(
    request: MemberRequest, case: AdviceCase, act: Callable[[], None], name: Any
) -> HttpResponse:
    try:
        act()
    except CitationRefused as refusal:
        return _page(request, case, refused=str(refusal))
    messages.success(request, told(_("%(work)s added."), work=name))
    return redirect("advice:case_evidence", case.pk)


def _page(
    request: MemberRequest,
    case: AdviceCase,
    *,
    refused: str = "",
    typed: str = "",
    wrong: str = "",
) -> HttpResponse:
    query = FindRecordForm(request.GET).text
    cited = list(case.cited.select_related("version__record").order_by("cited_at", "pk"))
    named = {each.version.record_id for each in cited}
    found = find_records(query, user=request.user) if query else []
    context = {
        "case": case,
        "refused": refused,
        "cited": cited,
        "recommendations": case.recommendations.in_order(),
        "query": query,
        "found": [record for record in found if record.pk not in named],
        "typed": typed,
        "wrong": wrong,
    }
    status = 409 if refused else 200
    return render(request, "advice/case_evidence.html", context, status=status)
