"""The pages of safeguarding leads: all concerns, and one with its log."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.way_back import leads_back
from safeguarding.actions import (
    lift_suspension,
    move_concern,
    note_look,
    people_of,
    suspend,
    write_note,
)
from safeguarding.forms import CaseForm
from safeguarding.models import Concern
from safeguarding.places import suspendables_of
from safeguarding.states import ConcernState
from safeguarding.views.case_table import case_layout

_TABS = {"open": gettext_lazy("Open"), "closed": gettext_lazy("Closed")}


@leads_back(gettext_lazy("the concerns"))
@require_safe
def concern_list(request: MemberRequest) -> HttpResponseBase:
    """List concerns without their words: those that are open, or those that are closed."""
    require(request.user, "safeguarding.read")
    shown = request.GET.get("show", "open")
    shown = shown if shown in _TABS else "open"
    concerns = Concern.objects.for_lead(request.user).with_people()
    listed = concerns.open() if shown == "open" else concerns.filter(state=ConcernState.CLOSED)
    table = WorkTable(request.GET, case_layout(timezone.now()), listed)
    tabs = [(label, f"?show={name}", name == shown) for name, label in _TABS.items()]
    context = {"shown": shown, "tabs": tabs}
    return show_table(request, "safeguarding/concern_list.html", table, context)


@sensitive_post_parameters("note")
@reads_and_writes
def concern_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a concern with its log, in which this look is noted, and let the lead move it on."""
    require(request.user, "safeguarding.read")
    concern = get_object_or_404(Concern.objects.for_lead(request.user).with_people(), pk=pk)

    form = CaseForm(posted(request), state=concern.state)
    if answer := save(
        request,
        form,
        lambda: _go_on(request, concern, form),
        to=concern,
        said=_("Saved in the log."),
    ):
        return answer
    note_look(concern=concern, by=request.user, at=timezone.now())
    context = {
        "concern": concern,
        "suspendables": [(person, suspendables_of(person)) for person in people_of(concern)],
        "log": concern.entries.select_related("by").order_by("-at", "-pk")[:200],
    }
    return show(request, "safeguarding/concern_detail.html", form, context)


def _go_on(request: MemberRequest, concern: Concern, form: CaseForm) -> None:
    note, now = form.cleaned_data["note"], timezone.now()
    if form.move:
        move_concern(concern=concern, move=form.move, by=request.user, at=now, note=note)
    else:
        write_note(concern=concern, words=note, by=request.user, at=now)


@require_POST
def concern_suspend(request: MemberRequest, pk: int) -> HttpResponse:
    """Suspend a mentoring or a membership of the person at once, or let it go on."""
    require(request.user, "safeguarding.read")
    concern = get_object_or_404(Concern.objects.for_lead(request.user).with_people(), pk=pk)
    part, _colon, key = request.POST.get("thing", "").partition(":")

    act = lift_suspension if "lift" in request.POST else suspend
    act(concern=concern, part=part, key=key_of(key), by=request.user, at=timezone.now())
    messages.success(request, _("Saved in the log."))
    return redirect(concern)
