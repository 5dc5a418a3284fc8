"""The public register of evidence gaps: its list, the page of a gap, and proposing one."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked, told
from core.web.way_back import leads_back
from library.finding.facets import Filters as FinderFilters
from library.finding.finder import Sort, search
from library.finding.search.query import clean
from library.gaps.actions.register import FIELDS, add_gap, change_gap, propose_gap
from library.gaps.came_from import accepted_source, known_sources, origin_of
from library.gaps.forms import GapEditForm, GapFilterForm, NewGapForm
from library.gaps.models import EvidenceGap, EvidenceGapQuerySet, GapWork
from library.gaps.views.gap_tables import EVIDENCE_GAP_FILE, EVIDENCE_GAPS
from library.gaps.work_sources import known_works, learnt_works
from library.gaps.workers import named


@leads_back(gettext_lazy("the evidence gaps"))
@login_not_required
@require_safe
@limit_rate("finder", "600/m")
def evidence_gap_list(request: HttpRequest) -> HttpResponseBase:
    """Show the evidence gaps that editors have agreed to, the most pressing first."""
    form = GapFilterForm(request.GET)
    gaps = EvidenceGap.objects.public().with_numbers()
    layout = EVIDENCE_GAP_FILE if request.GET.get("as") == "csv" else EVIDENCE_GAPS
    table = WorkTable(request.GET, layout, _narrowed(gaps, form))
    context = {"filters": Filters(form, request.GET)}
    return show_table(request, "library/gaps/evidence_gap_list.html", table, context)


@login_not_required
@require_safe
def evidence_gap_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a gap: why it matters, what is known by now, who works on it and what fills it."""
    visible = EvidenceGap.objects.visible_to(request.user)
    shown = visible.select_related("topic", "population", "place", "merged_into")
    gap = shown.filter(pk=pk).first()
    may_lead_on = gap is None or gap.merged_into is not None
    if may_lead_on and (successor := EvidenceGap.objects.went_into(pk, request.user)):
        return redirect(successor)
    if gap is None:
        raise Http404
    person = request.user if request.user.is_authenticated else None
    fillings = list(gap.fillings.readable().in_order())
    works = list(gap.works.order_by("since", "pk"))
    context = {
        "gap": gap,
        "filled_by": [each.record for each in fillings if each.confirmed_at],
        "offered": [each.record for each in fillings if not each.confirmed_at],
        "works": [
            (work, worker, _may_end(request, work))
            for work, worker in named(works, user=request.user)
        ],
        "sources": known_sources(gap, user=request.user),
        "known_works": known_works(gap, user=request.user),
        "learnt": learnt_works(gap, user=request.user),
        "follows": person is not None and gap.follows.filter(user=person).exists(),
        "may_edit": allows(request.user, "library.edit"),
        "found": _found(request, gap),
    }
    return render(request, "library/gaps/evidence_gap_detail.html", context)


@reads_and_writes
@limit_rate("proposals", "30/h", methods=["POST"])
def evidence_gap_new(request: MemberRequest) -> HttpResponse:
    """Propose a gap; one that an editor adds is open at once."""
    is_editor = allows(request.user, "library.edit")
    initial = {
        "title": clean(request.GET.get("title", ""))[:200],
        "topic": request.GET.get("topic", ""),
        "source": clean(request.GET.get("source", ""))[:160],
    }
    form = NewGapForm(posted(request), is_editor=is_editor, initial=initial)
    answer = save(
        request,
        form,
        lambda: _propose(request, form, is_editor=is_editor),
        to=lambda gap: gap,
        said=_("Added. Everyone can read it now.")
        if is_editor
        else _(
            "Thank you. An editor will read it. Until then, only you and the editors can see it."
        ),
    )
    context = {"is_editor": is_editor}
    return answer or show(request, "library/gaps/evidence_gap_new.html", form, context)


@reads_and_writes
def evidence_gap_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what a gap says."""
    gap = get_object_or_404(EvidenceGap.objects.visible_to(request.user), pk=pk)
    require(request.user, "library.edit")

    title = gap.title
    initial = {
        name: getattr(gap, name) and getattr(gap, name).code
        for name in ("topic", "population", "place")
    }
    form = GapEditForm(posted(request), instance=gap, initial=initial)
    answer = save(
        request,
        form,
        lambda: change_gap(
            gap=gap,
            words={name: form.cleaned_data[name] for name in FIELDS},
            edit_number=form.opened_at,
        ),
        to=gap,
        said=lambda changed: told(_("%(gap)s saved."), gap=linked(f"“{changed}”", changed)),
    )
    context = {"gap": gap, "title": title}
    return answer or show(request, "library/gaps/evidence_gap_edit.html", form, context)


def _propose(request: MemberRequest, form: NewGapForm, *, is_editor: bool) -> EvidenceGap:
    act = add_gap if is_editor else propose_gap
    # One that they may not name is left out: nothing of what they wrote is wrong.
    source = accepted_source(request.user, form.cleaned_data["source"])
    return act(
        words=form.words,
        by=request.user,
        at=timezone.now(),
        key=form.key,
        origin=origin_of(source),
        sources=[source] if source else [],
    )


def _narrowed(gaps: EvidenceGapQuerySet, form: GapFilterForm) -> EvidenceGapQuerySet:
    """Keep the gaps that the filters name; a value that the form refuses filters nothing."""
    form.full_clean()
    asked = form.cleaned_data
    if words := asked.get("q"):
        gaps = gaps.filter(Q(title__icontains=words) | Q(rationale__icontains=words))
    if state := asked.get("state"):
        gaps = gaps.filter(state=state)
    if priority := asked.get("priority"):
        gaps = gaps.filter(priority=int(priority))
    if topic := asked.get("topic"):
        gaps = gaps.filter(Q(topic=topic) | Q(topic__parent=topic))
    return gaps


def _found(request: HttpRequest, gap: EvidenceGap) -> int | None:
    """Count what the finder finds on the subject of a gap by now; nothing where it names no subject."""
    query = gap.finder_query
    if not query:
        return None
    chosen = {name: (value,) for name, value in query.items() if name != "q"}
    results = search(
        text=gap.words,
        filters=FinderFilters(chosen),
        user=request.user,
        sort=Sort.NEWEST,
        repairs=False,
    )
    return results.index.total


def _may_end(request: HttpRequest, work: GapWork) -> bool:
    return work.user_id == request.user.pk or allows(request.user, "library.edit")
