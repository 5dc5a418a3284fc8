"""Inviting people, and answering an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.forms.invitations import InvitationForm
from accounts.models.invitations import with_token
from accounts.signing_in.addresses import has_address
from core.forms.answering import save, show
from core.permissions import require
from core.refusals import Refusal
from core.tables.work_table import WorkTable
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from networks.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from networks.models import Invitation
from networks.views.answer_tables import invitation_layout
from networks.views.common import find_network
from networks.views.networks import network_frame_context


@leads_back(gettext_lazy("the invitations"))
@reads_and_writes
def invitation_list(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Invite one more person, and see what became of the others."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)

    form = InvitationForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: invite(network=network, **form.words, by=request.user, at=timezone.now()),
        to=("networks:invitation_list", network.slug),
        said=lambda _invitation: _("Invitation sent to %(email)s.") % form.words,
    ):
        return answer
    invitations = Invitation.objects.filter(network=network).select_related("invited_by")
    table = WorkTable(request.GET, invitation_layout(network, now=timezone.now()), invitations)
    if table.is_asked_for_as_csv:
        return table.as_csv()
    context = {**network_frame_context(request.user, network, tab="invitations"), **table.context}
    return show(request, "networks/invitation_list.html", form, context)


@require_POST
def invitation_withdraw(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back, so that its link answers nothing."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    invitation = get_object_or_404(Invitation, network=network, pk=pk)

    withdraw_invitation(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("Invitation withdrawn."))
    return redirect("networks:invitation_list", network.slug)


@login_not_required
@never_cache
@reads_and_writes
@limit_rate("invitation", "60/m")
def invitation_detail(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link, and take the answer by a button."""
    invitation = get_object_or_404(
        with_token(Invitation.objects.select_related("network", "invited_by"), token)
    )

    refusal = None
    if request.method == "POST":
        try:
            return _answer(request, invitation)
        except Refusal as error:
            refusal = error
    context = {
        "invitation": invitation,
        "network": invitation.network,
        "can_answer": invitation.is_open(now=timezone.now()),
        "is_addressee": request.user.is_authenticated
        and has_address(request.user, invitation.email),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "networks/invitation_detail.html", context, status=status)


def _answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    if "decline" in request.POST:
        decline_invitation(invitation=invitation, by=person, at=timezone.now())
        messages.success(request, _("Invitation declined."))
        return redirect("networks:network_list")
    if person is None:
        return redirect("account_login")
    accept_invitation(invitation=invitation, user=person, at=timezone.now())
    messages.success(request, _("You have joined %(network)s.") % {"network": invitation.network})
    return redirect(invitation.network)
