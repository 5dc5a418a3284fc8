"""The library desk: queues of records that need an editor."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate
from library.catalogue.models import Record
from library.curation.actions.links import accept_link, recheck_link
from library.curation.models import Proposal
from library.curation.queues import QUEUES, queue_items
from library.finding.models import Gap, GapState


@require_safe
def desk(request: MemberRequest, queue: str = "new") -> HttpResponse:
    """Show one queue with its records, and how many wait in the others."""
    require(request.user, "library.edit")
    if queue not in QUEUES:
        raise Http404

    today = timezone.localdate()
    shown = QUEUES[queue]
    page = paginate(request, shown.records(today).newest_first(), per_page=50)
    context = {
        "queue": shown,
        "page": page,
        "waiting": queue_items(shown, list(page.object_list)),
        "counts": [(each, each.records(today).count()) for each in QUEUES.values()],
        "proposals": Proposal.objects.open().count(),
        "gaps": Gap.objects.filter(state=GapState.OPEN).count(),
    }
    return render(request, "library/curation/desk.html", context)


@require_POST
def link_check(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a record's address be checked again, or accept it as it is."""
    record = get_object_or_404(Record.objects.published().exclude(url=""), pk=pk)
    require(request.user, "library.edit", record)

    if "accept" in request.POST:
        accept_link(record=record, by=request.user)
        messages.success(request, _("Address confirmed. We will not ask about it again."))
    else:
        recheck_link(record=record, at=timezone.now())
        messages.success(request, _("We will check the address in the next few minutes."))
    return redirect("library:desk_queue", "links")
