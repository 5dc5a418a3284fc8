"""The tables of requests to join a network and of its invitations."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment, person
from core.tables.layout import Column, Layout, RowAction
from networks.models import Invitation, Membership, Network
from networks.states import InvitationState


def _asker(member: Membership) -> Cell:
    fields: dict[str, object] = member.shown  # type: ignore[attr-defined]
    work = [str(fields[name]) for name in ("job_title", "organisation", "place") if name in fields]
    return person(
        member.user,
        member.user.get_absolute_url(),
        note=", ".join(work),
        has_photo=bool(fields.get("photo")),
    )


def request_layout(network: Network) -> Layout[Membership]:
    """Lay out the requests to join, with the message of each and the answers to it."""

    def actions(member: Membership) -> list[RowAction]:
        approve, decline = (
            reverse(f"networks:request_{name}", args=[network.slug, member.pk])
            for name in ("approve", "decline")
        )
        return [
            RowAction(_("Accept"), approve, member.user, is_sent=True, is_primary=True),
            RowAction(_("Decline"), decline, member.user),
        ]

    columns: tuple[Column[Membership], ...] = (
        Column("name", gettext_lazy("Name"), _asker, sort=("user__full_name",), is_wide=True),
        Column(
            "message",
            gettext_lazy("Message"),
            lambda member: Cell(member.message),
            is_wide=True,
            is_whole=True,
        ),
        Column(
            "asked",
            gettext_lazy("Asked"),
            lambda member: moment(member.asked_at),
            sort=("asked_at",),
            is_labelled=True,
        ),
    )
    return Layout(
        name="requests",
        caption=gettext_lazy("Requests to join"),
        columns=columns,
        actions=actions,
        usual_sort="asked",
    )


def invitation_layout(network: Network, *, now: dt.datetime) -> Layout[Invitation]:
    """Lay out the invitations; one that nobody has answered can be withdrawn."""

    def is_waiting(invitation: Invitation) -> bool:
        return invitation.state == InvitationState.OPEN and invitation.expires_at > now

    def state(invitation: Invitation) -> Cell:
        if invitation.state == InvitationState.OPEN and not is_waiting(invitation):
            return Cell(badges=(Badge(_("Expired")),))
        kinds = {InvitationState.OPEN: "wait", InvitationState.ACCEPTED: "ok"}
        kind = kinds.get(InvitationState(invitation.state), "")
        return Cell(badges=(Badge(invitation.get_state_display(), kind),))

    def actions(invitation: Invitation) -> list[RowAction]:
        if not is_waiting(invitation):
            return []
        address = reverse("networks:invitation_withdraw", args=[network.slug, invitation.pk])
        return [RowAction(_("Withdraw"), address, invitation.email, is_sent=True)]

    columns: tuple[Column[Invitation], ...] = (
        Column(
            "email",
            gettext_lazy("Email"),
            lambda invitation: Cell(invitation.email),
            sort=("email",),
            is_wide=True,
        ),
        Column("state", gettext_lazy("State"), state, sort=("state", "invited_at")),
        Column(
            "by",
            gettext_lazy("Invited by"),
            lambda invitation: link(
                invitation.invited_by, invitation.invited_by.get_absolute_url()
            ),
            sort=("invited_by__full_name",),
            is_labelled=True,
        ),
        Column(
            "invited",
            gettext_lazy("Invited"),
            lambda invitation: moment(invitation.invited_at),
            sort=("invited_at",),
            is_descending=True,
            is_labelled=True,
        ),
    )
    return Layout(
        name="invitations",
        caption=gettext_lazy("Invitations"),
        columns=columns,
        actions=actions,
        usual_sort="-invited",
    )
