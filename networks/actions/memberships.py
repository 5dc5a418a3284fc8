"""Joining a network, becoming a moderator, and leaving."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.actions.registrations import end_registrations_of_absent
from networks import kinds
from networks.actions.posts import stop_sharing_in
from networks.models import Membership, MembershipRole, Network, NetworkAccess, NetworkEvent
from networks.refusals import InvitationNeeded, LastModeratorStays, NetworkArchived
from networks.states import MEMBERSHIP_FLOW
from notifications.actions import notify
from notifications.kinds import Kind
from unsent.actions import forget_titles


@transaction.atomic
def join_network(*, network: Network, user: User, at: dt.datetime, message: str = "") -> Membership:
    """Make the person a member of an open network, or ask the moderators where these decide.

    Repeats safely: who is a member, or waits for an answer, stays so. Raises ``NetworkArchived``,
    ``InvitationNeeded``, and ``TransitionNotAllowed`` for a person whom a moderator removed.
    """
    network = lock_open_network(network)
    if network.access == NetworkAccess.INVITED:
        raise InvitationNeeded
    membership, is_new = Membership.objects.get_or_create(
        network=network, user=user, defaults={"asked_at": at, "message": message}
    )
    if membership.is_active:
        return membership
    if network.access == NetworkAccess.OPEN:
        return admit(membership, move="join", actor=user, at=at)
    if is_new or not membership.is_requested:
        _ask(membership, is_new=is_new, message=message, at=at)
    return membership


def _ask(membership: Membership, *, is_new: bool, message: str, at: dt.datetime) -> None:
    if not is_new:
        MEMBERSHIP_FLOW.make("ask", membership, actor=membership.user, at=at)
        membership.message = message
        membership.asked_at = at
        membership.save(update_fields=["message", "asked_at"])
    moderators = Membership.objects.moderators().filter(network=membership.network)
    notify(
        recipients=User.objects.filter(memberships__in=moderators),
        kind=kinds.ASKED_TO_JOIN,
        key=f"networks.asked:{membership.pk}:{at.isoformat()}",
        target=membership.network,
        about=membership,
        at=at,
        text=membership.message,
        person=membership.user,
    )


@transaction.atomic
def approve_membership(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """Accept the request and tell the person. Raises ``TransitionNotAllowed`` unless it waits."""
    lock_open_network(membership.network)
    admit(membership, move="approve", actor=by, at=at)
    _tell(membership, kinds.APPROVED, at=at)
    return membership


@transaction.atomic
def decline_membership(
    *, membership: Membership, by: User, reason: str, at: dt.datetime
) -> Membership:
    """Decline the request; the person reads the reason. Raises ``TransitionNotAllowed`` unless it waits."""
    MEMBERSHIP_FLOW.make("decline", membership, actor=by, note=reason, at=at)
    _tell(membership, kinds.DECLINED, at=at, text=reason)
    return membership


def withdraw_request(*, membership: Membership, at: dt.datetime) -> Membership:
    """Withdraw one's own request. Raises ``TransitionNotAllowed`` unless it waits."""
    MEMBERSHIP_FLOW.make("withdraw", membership, actor=membership.user, at=at)
    return membership


@transaction.atomic
def leave_network(*, network: Network, user: User, at: dt.datetime) -> Membership:
    """End one's own membership and stop sharing one's plans there; what one wrote stays.

    Raises ``LastModeratorStays``, and ``TransitionNotAllowed`` for one who is not an active member.
    """
    Network.objects.select_for_update().get(pk=network.pk)
    membership = Membership.objects.get(network=network, user=user)
    _refuse_for_last_moderator(membership)
    end(membership, move="leave", actor=user, at=at)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User, reason: str, at: dt.datetime) -> Membership:
    """End somebody's membership; the person reads the reason and can come back only through a moderator.

    Raises ``LastModeratorStays``, and ``TransitionNotAllowed`` for one who is not an active member.
    """
    Network.objects.select_for_update().get(pk=membership.network_id)
    membership = Membership.objects.select_related("network", "user").get(pk=membership.pk)
    _refuse_for_last_moderator(membership)
    end(membership, move="remove", actor=by, at=at, note=reason)
    _tell(membership, kinds.REMOVED, at=at, text=reason)
    return membership


@transaction.atomic
def suspend_member(*, membership: Membership, at: dt.datetime) -> Membership:
    """End somebody's membership in the name of the institute, of the last moderator, too. The person is told, not why.

    Raises ``TransitionNotAllowed`` for one who is not an active member.
    """
    Network.objects.select_for_update().get(pk=membership.network_id)
    membership = Membership.objects.select_related("network", "user").get(pk=membership.pk)
    end(membership, move="remove", actor=None, at=at, note=_("The institute has paused it."))
    text = _("The institute has paused your membership. It will write to you.")
    _tell(membership, kinds.REMOVED, at=at, text=text)
    return membership


@transaction.atomic
def lift_suspension(*, membership: Membership, at: dt.datetime) -> Membership:
    """Let somebody be a member again. Raises ``TransitionNotAllowed`` unless the membership was suspended."""
    lock_open_network(membership.network)
    admit(membership, move="restore", actor=None, at=at)
    _tell(membership, kinds.APPROVED, at=at)
    return membership


@transaction.atomic
def restore_member(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """Undo a removal. Raises ``TransitionNotAllowed`` unless the person was removed."""
    lock_open_network(membership.network)
    admit(membership, move="restore", actor=by, at=at)
    _tell(membership, kinds.APPROVED, at=at)
    return membership


@transaction.atomic
def make_moderator(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """Let the member moderate too. Repeats safely; raises ``TransitionNotAllowed`` for a former member."""
    Network.objects.select_for_update().get(pk=membership.network_id)
    membership = Membership.objects.select_related("network", "user").get(pk=membership.pk)
    if membership.is_moderator:
        return membership
    MEMBERSHIP_FLOW.make("make_moderator", membership, actor=by, at=at)
    membership.role = MembershipRole.MODERATOR
    membership.save(update_fields=["role"])
    if membership.user_id != by.pk:
        _tell(membership, kinds.MADE_MODERATOR, at=at)
    return membership


@transaction.atomic
def step_down(*, membership: Membership, at: dt.datetime) -> Membership:
    """Become a plain member again. Raises ``LastModeratorStays`` for the last one; repeats safely."""
    Network.objects.select_for_update().get(pk=membership.network_id)
    membership = Membership.objects.get(pk=membership.pk)
    if membership.role == MembershipRole.MEMBER:
        return membership
    _refuse_for_last_moderator(membership)
    MEMBERSHIP_FLOW.make("step_down", membership, actor=membership.user, at=at)
    membership.role = MembershipRole.MEMBER
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def leave_all_networks(*, user: User, at: dt.datetime) -> None:
    """End every membership and request of a person whose account closed. Repeats safely.

    A closed account cannot stay, so a network may lose its last moderator; administrators then see it in their agenda.
    """
    for membership in Membership.objects.current().filter(user=user).order_by("pk"):
        move = "leave" if membership.is_active else "withdraw"
        end(membership, move=move, actor=user, at=at)


def lock_open_network(network: Network) -> Network:
    """Lock the network's row, as everything that changes its members does. Raises ``NetworkArchived``."""
    network = Network.objects.select_for_update().get(pk=network.pk)
    if not network.is_open:
        raise NetworkArchived
    return network


def admit(membership: Membership, *, move: str, actor: User | None, at: dt.datetime) -> Membership:
    """Make the membership active, inside the caller's transaction; what was written before counts as read."""
    membership.joined_at = membership.read_until = at
    membership.save(update_fields=["joined_at", "read_until"])
    MEMBERSHIP_FLOW.make(move, membership, actor=actor, at=at)
    return membership


def end(
    membership: Membership, *, move: str, actor: User | None, at: dt.datetime, note: str = ""
) -> None:
    """Make the membership a former one, inside the caller's transaction."""
    if membership.role == MembershipRole.MODERATOR:
        membership.role = MembershipRole.MEMBER
        membership.save(update_fields=["role"])
    MEMBERSHIP_FLOW.make(move, membership, actor=actor, note=note, at=at)
    stop_sharing_in(membership.network_id, owner_id=membership.user_id, at=at)
    forget_titles(under=membership.network.get_absolute_url(), owner=membership.user)
    events = list(
        NetworkEvent.objects.filter(network=membership.network_id).values_list("event", flat=True)
    )
    if events:
        end_registrations_of_absent(at=at, user=membership.user, among=events)


def _refuse_for_last_moderator(membership: Membership) -> None:
    """Raise if the network would lose its last moderator. The caller holds the network's row, so that two cannot leave at once."""
    if not membership.is_moderator:
        return
    others = Membership.objects.moderators().filter(network=membership.network_id)
    if not others.exclude(pk=membership.pk).exists():
        raise LastModeratorStays


def _tell(membership: Membership, kind: Kind, *, at: dt.datetime, text: str = "") -> None:
    notify(
        recipients=[membership.user],
        kind=kind,
        key=f"{kind.name}:{membership.pk}:{at.isoformat()}",
        target=membership.network,
        about=membership,
        at=at,
        text=text,
    )
