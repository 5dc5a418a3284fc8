"""The library desk: queues of records that need an editor."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.prepared import prepared
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from library.catalogue.models import Record
from library.curation.actions.links import accept_link, recheck_link
from library.curation.models import Proposal
from library.curation.queues import QUEUES, queue_items
from library.curation.views.desk_table import queue_layout
from library.finding.models import Gap, GapState
from library.gaps.models import EvidenceGap
from library.gaps.states import GapState as EvidenceGapState
from library.practice.models import Trial
from library.practice.waiting import needing_judgement


@prepared
def _proposals() -> QuerySet[Proposal]:
    return Proposal.objects.open()


@prepared
def _gaps() -> QuerySet[Gap]:
    return Gap.objects.filter(state=GapState.OPEN)


@prepared
def _evidence_gaps() -> QuerySet[EvidenceGap]:
    return EvidenceGap.objects.filter(state=EvidenceGapState.PROPOSED)


@prepared
def _studies() -> QuerySet[Any]:
    return needing_judgement()


@prepared
def _trials() -> QuerySet[Trial]:
    return Trial.objects.open()


@leads_back(gettext_lazy("the library desk"))
@require_safe
def desk(request: MemberRequest, queue: str = "") -> HttpResponseBase:
    """Show one queue with its records, and how many are in the others; at first one with work in it."""
    require(request.user, "library.edit")
    if queue and queue not in QUEUES:
        raise Http404

    today = timezone.localdate()
    counts = {name: each.count(today) for name, each in QUEUES.items()}
    name = queue or next((name for name, count in counts.items() if count), "new")
    shown = QUEUES[name]
    table = WorkTable(
        request.GET,
        queue_layout(shown),
        shown.records(today),
        rows=lambda records: queue_items(shown, records),
        count=counts[name],
    )
    context = {
        "queue": shown,
        "tabs": [
            (
                f"{each.label} ({counts[each.name]})",
                reverse("library:desk_queue", args=[each.name]),
                each is shown,
            )
            for each in QUEUES.values()
        ],
        "proposals": _proposals.count(),
        "gaps": _gaps.count(),
        "evidence_gaps": _evidence_gaps.count(),
        "studies": _studies.count(),
        "trials": _trials.count(),
    }
    return show_table(request, "library/curation/desk.html", table, context)


@require_POST
def link_check(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a record's address be checked again, or accept it as it is."""
    record = get_object_or_404(Record.objects.published().exclude(url=""), pk=pk)
    require(request.user, "library.edit", record)

    if "accept" in request.POST:
        accept_link(record=record, by=request.user)
        sentence = _("The address of %(work)s is confirmed. We will not ask about it again.")
        undo = Undo(reverse("library:link_check", args=[pk]))
        messages.success(request, told(sentence, undo, work=linked(f"“{record}”", record)))
    else:
        recheck_link(record=record, at=timezone.now())
        sentence = _("We will check the address of %(work)s in the next few minutes.")
        messages.success(request, told(sentence, work=linked(f"“{record}”", record)))
    return redirect("library:desk_queue", "links")
