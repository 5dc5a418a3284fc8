"""Representatives: asking, and the editors' check."""

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
from core.tables.filters import state_tabs
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from library.recommendations.actions.respondents import (
    ask_to_represent,
    confirm_representation,
    decline_representation,
    end_representation,
    withdraw_representation,
)
from library.recommendations.forms.responses import RepresentationDecisionForm, RepresentForm
from library.recommendations.models import Representation
from library.recommendations.states import REPRESENTATION_FLOW, RepresentationState
from library.recommendations.views.representation_table import DESK, OWN
from workflow.models import Transition


@leads_back(gettext_lazy("the requests"))
@require_safe
def representation_list(request: MemberRequest) -> HttpResponseBase:
    """List for whom one answers; for editors all requests of one state, the longest waiting first."""
    asked = request.GET.get("state", "")
    state = asked if asked in RepresentationState.values else RepresentationState.OPEN
    visible = Representation.objects.visible_to(request.user).for_list()
    is_desk = allows(request.user, "library.edit")
    found, layout = (visible.filter(state=state), DESK) if is_desk else (visible, OWN)
    table = WorkTable(request.GET, layout, found)
    context = {"is_desk": is_desk, "tabs": state_tabs(RepresentationState, state)}
    page = "library/recommendations/representation_list.html"
    return show_table(request, page, table, context)


@reads_and_writes
@limit_rate("representations", "20/h", methods=["POST"])
def representation_new(request: MemberRequest) -> HttpResponse:
    """Ask to answer recommendations for an organisation or a place."""
    form = RepresentForm(posted(request))
    answer = save(
        request,
        form,
        lambda: ask_to_represent(user=request.user, at=timezone.now(), key=form.key, **form.words),
        to=lambda asked: asked,
        said=_("Request sent. An editor checks it and tells you."),
    )
    waiting = Representation.objects.filter(user=request.user, state=RepresentationState.OPEN)
    context = {"waiting": waiting.for_list().order_by("asked_at", "pk")}
    return answer or show(request, "library/recommendations/representation_new.html", form, context)


@reads_and_writes
def representation_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a request; editors decide on it here."""
    visible = Representation.objects.visible_to(request.user).for_list()
    representation = get_object_or_404(visible, pk=pk)
    is_own = representation.user == request.user
    may_decide = allows(request.user, "library.edit") and not is_own
    if request.method == "POST":
        require(request.user, "library.edit")
    form = RepresentationDecisionForm(posted(request))
    answer = save(
        request,
        form,
        lambda: _decide(representation, form, request.user),
        to="recommendations:representation_list",
        said=_("Decision made. We have told the person."),
    )
    if answer:
        return answer
    if form.refusal:
        representation.refresh_from_db()
    context = {
        "representation": representation,
        "form": form if representation.is_open and (may_decide or form.errors) else None,
        "is_own": is_own,
        # Others decide on a request instead.
        "may_end": representation.is_confirmed or (representation.is_open and is_own),
        "history": Transition.objects.of(representation),
    }
    return show(request, "library/recommendations/representation_detail.html", form, context)


@require_POST
def representation_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw one's own request while it waits; a second click changes nothing."""
    mine = Representation.objects.filter(user=request.user)
    asked = get_object_or_404(mine, pk=pk)
    with REPRESENTATION_FLOW.once("withdraw", asked, by=request.user):
        withdraw_representation(representation=asked, by=request.user, at=timezone.now())
    messages.success(request, _("Request withdrawn."))
    return redirect(asked)


@require_POST
def representation_end(request: MemberRequest, pk: int) -> HttpResponse:
    """End one's own representation, or as an editor that of somebody; a second click changes nothing."""
    visible = Representation.objects.visible_to(request.user)
    representation = get_object_or_404(visible, pk=pk)
    with REPRESENTATION_FLOW.once("end", representation, by=request.user):
        end_representation(representation=representation, by=request.user, at=timezone.now())
    messages.success(request, _("Ended. Everything recorded stays."))
    return redirect(representation)


def _decide(representation: Representation, form: RepresentationDecisionForm, by: User) -> None:
    answer, now = form.cleaned_data["answer"], timezone.now()
    move, act = (
        ("decline", decline_representation)
        if form.is_declined
        else ("confirm", confirm_representation)
    )
    with REPRESENTATION_FLOW.once(move, representation, by=by, note=answer):
        act(representation=representation, answer=answer, by=by, at=now)
