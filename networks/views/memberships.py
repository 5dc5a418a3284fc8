"""Joining and leaving, answering requests, and who moderates."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.forms.bases import Form
from core.permissions import require
from core.refusals import Conflict
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from networks.actions.memberships import (
    approve_membership,
    decline_membership,
    join_network,
    leave_network,
    make_moderator,
    remove_member,
    restore_member,
    step_down,
    withdraw_request,
)
from networks.forms.networks import JoinForm, ModerationReasonForm
from networks.models import Membership, Network, NetworkAccess
from networks.states import MEMBERSHIP_FLOW
from networks.views.answer_tables import request_layout
from networks.views.common import ask_reason, find_membership, find_network, show_people
from networks.views.networks import network_frame_context
from workflow.models import Transition


@reads_and_writes
def network_join(request: MemberRequest, slug: str) -> HttpResponse:
    """Join an open network, or ask the moderators of one that decides by approval."""
    network = find_network(request.user, slug)
    asks = network.access == NetworkAccess.APPROVAL

    form = JoinForm(posted(request)) if asks else Form(posted(request))
    answer = save(
        request,
        form,
        lambda: join_network(network=network, user=request.user, at=timezone.now(), **form.words),
        to=network,
        said=lambda membership: (
            _("You have joined %(network)s.") % {"network": network}
            if membership.is_active
            else _("Request sent to the moderators.")
        ),
        page_for=(Conflict,),
    )
    if answer:
        return answer
    context = {
        **network_frame_context(request.user, network, tab="join"),
        "form": form if asks else None,
    }
    return show(request, "networks/network_join.html", form, context)


@require_POST
def request_withdraw(request: MemberRequest, slug: str) -> HttpResponse:
    """Take one's own request back."""
    network = find_network(request.user, slug)
    membership = get_object_or_404(Membership, network=network, user=request.user)

    withdraw_request(membership=membership, at=timezone.now())
    messages.success(request, _("Request withdrawn."))
    return redirect(network if network.is_listed else "networks:network_list")


@reads_and_writes
def network_leave(request: MemberRequest, slug: str) -> HttpResponse:
    """End one's own membership."""
    network = find_network(request.user, slug)
    after = network if network.is_listed else "networks:network_list"
    membership = Membership.objects.filter(network=network, user=request.user).first()
    if request.method == "POST" and membership and MEMBERSHIP_FLOW.leads_here("leave", membership):
        return redirect(after)
    require(request.user, "networks.read", network)

    form = Form(posted(request))
    if answer := save(
        request,
        form,
        lambda: leave_network(network=network, user=request.user, at=timezone.now()),
        to=after,
        said=_told_of_leaving(network),
    ):
        return answer
    context = {"refusal": form.refusal, **network_frame_context(request.user, network, tab="leave")}
    return show(request, "networks/network_leave.html", form, context)


def _told_of_leaving(network: Network) -> str:
    """Say what happened; who left a network that is open to everyone can be back at once."""
    is_open = network.is_open and network.access == NetworkAccess.OPEN
    undo = Undo(reverse("networks:network_join", args=[network.slug])) if is_open else None
    return told(_("You have left %(network)s."), undo, network=network)


@require_POST
def network_step_down(request: MemberRequest, slug: str) -> HttpResponse:
    """Stop moderating, and stay a member."""
    network = find_network(request.user, slug)
    if not _has_stepped_down(request.user, network):
        require(request.user, "networks.moderate", network)
        membership = get_object_or_404(Membership, network=network, user=request.user)
        step_down(membership=membership, at=timezone.now())
        messages.success(request, _("You are no longer a moderator of this network."))
    return redirect("networks:network_members", network.slug)


def _has_stepped_down(user: User, network: Network) -> bool:
    """Tell a second click: stepping down is the last that happened to this membership."""
    membership = Membership.objects.active().filter(network=network, user=user).first()
    last = Transition.objects.of(membership).last() if membership else None
    return last is not None and last.move == "step_down"


@leads_back(gettext_lazy("the requests"))
@require_safe
def request_list(request: MemberRequest, slug: str) -> HttpResponseBase:
    """List the requests that wait for an answer, the longest waiting first."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)

    def with_fields(members: list[Membership]) -> list[Membership]:
        show_people(members, request.user, is_member=False)
        return members

    requests = Membership.objects.requested().filter(network=network).with_people()
    table = WorkTable(request.GET, request_layout(network), requests, rows=with_fields)
    context = network_frame_context(request.user, network, tab="requests")
    return show_table(request, "networks/request_list.html", table, context)


@require_POST
def request_approve(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Approve a request."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    membership = find_membership(network, pk)

    if not MEMBERSHIP_FLOW.leads_here("approve", membership):
        approve_membership(membership=membership, by=request.user, at=timezone.now())
        person = linked(membership.user, membership.user)
        messages.success(request, told(_("%(person)s is now a member."), person=person))
    return redirect("networks:request_list", network.slug)


@reads_and_writes
def request_decline(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Decline the request, with the reason that the person reads."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    membership = find_membership(network, pk)

    form = ModerationReasonForm(
        posted(request),
        hint=_("%(person)s can read this.") % {"person": membership.user},
        submit=_("Decline request"),
    )
    return ask_reason(
        request,
        form,
        network=network,
        title=_("Decline the request from %(person)s") % {"person": membership.user},
        text=_("They can ask again."),
        back=reverse("networks:request_list", args=[network.slug]),
        act=lambda reason: decline_membership(
            membership=membership, by=request.user, reason=reason, at=timezone.now()
        ),
        done=_("Request declined. We have told %(person)s why.") % {"person": membership.user},
    )


@reads_and_writes
def member_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's membership, with the reason that the person reads."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    membership = find_membership(network, pk)

    form = ModerationReasonForm(
        posted(request),
        hint=_("%(person)s can read this.") % {"person": membership.user},
        submit=_("Remove from the network"),
    )
    return ask_reason(
        request,
        form,
        network=network,
        title=_("Remove %(person)s from the network") % {"person": membership.user},
        text=_(
            "They can no longer read or join the network. Their posts stay, and their plans "
            "are no longer shared. You can undo this on the members page."
        ),
        back=reverse("networks:network_members", args=[network.slug]),
        act=lambda reason: remove_member(
            membership=membership, by=request.user, reason=reason, at=timezone.now()
        ),
        done=told(
            _("%(person)s is no longer a member."),
            Undo(reverse("networks:member_restore", args=[network.slug, pk])),
            person=linked(membership.user, membership.user),
        ),
    )


@require_POST
def member_restore(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Undo a removal."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    membership = find_membership(network, pk)

    restore_member(membership=membership, by=request.user, at=timezone.now())
    person = linked(membership.user, membership.user)
    messages.success(request, told(_("%(person)s is a member again."), person=person))
    return redirect("networks:network_members", network.slug)


@require_POST
def member_make_moderator(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a member moderate too."""
    network = find_network(request.user, slug)
    require(request.user, "networks.appoint", network)
    membership = find_membership(network, pk)

    make_moderator(membership=membership, by=request.user, at=timezone.now())
    person = linked(membership.user, membership.user)
    messages.success(request, told(_("%(person)s is now a moderator."), person=person))
    return redirect("networks:network_members", network.slug)
