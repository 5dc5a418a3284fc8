"""Inviting people by email address, whether they have an account or not."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.mail_limits import MailLimit, count_mail
from accounts.models import User, is_apart_from
from accounts.refusals import InvitationExpired, InvitationForSomeoneElse
from accounts.signing_in.addresses import has_address
from networks import kinds
from networks.actions.memberships import admit, lock_open_network
from networks.models import Invitation, Membership, Network
from networks.refusals import AlreadyMember
from networks.states import INVITATION_FLOW, InvitationState
from notifications.actions import notify, queue_mail

ANSWER_WITHIN = dt.timedelta(days=30)
# How long an invitation is kept that can no longer be answered, as a network sees whom it has asked.
KEPT = dt.timedelta(days=90)
MOST_A_DAY = 50
MOST_TO_ONE_ADDRESS = 3


@transaction.atomic
def invite(
    *, network: Network, email: str, by: User, at: dt.datetime, message: str = ""
) -> Invitation:
    """Ask the person at this address to join; the mail leaves after the commit.

    An invitation that still waits is renewed for 30 days and mailed again. Each mail counts, that of a renewal
    too: 50 a day from the network, 3 to the same address, and what the sender and the address may have.
    Whoever blocked the sender, or was blocked by them, hears nothing. Raises ``NetworkArchived``, ``AlreadyMember`` and ``TooManyMails``.
    """
    network = lock_open_network(network)
    email = email.strip().lower()
    if Membership.objects.active().filter(network=network, user__email__iexact=email).exists():
        raise AlreadyMember
    count_mail(address=email, sender=by, at=at, also=_limits(network, email))
    invitation, _is_new = Invitation.objects.update_or_create(
        network=network,
        email=email,
        state=InvitationState.OPEN,
        defaults={
            "message": message,
            "invited_by": by,
            "invited_at": at,
            "expires_at": at + ANSWER_WITHIN,
        },
    )
    invited = User.objects.open().filter(email__iexact=email)
    if invited.filter(is_apart_from(by)).exists():
        # Nobody is told: who was blocked sees an invitation that waits, as of anybody who does not answer.
        return invitation
    notify(
        recipients=invited,
        kind=kinds.INVITED,
        key=f"networks.invited:{invitation.pk}",
        target=invitation,
        at=at,
        text=message,
        person=by,
    )
    queue_mail(mail="networks.invitation", about=invitation.pk, address=email, at=at)
    return invitation


def _limits(network: Network, email: str) -> list[MailLimit]:
    return [
        MailLimit(
            f"network {network.pk}",
            MOST_A_DAY,
            refusal=_("This network has sent too many invitations today. Try again tomorrow."),
        ),
        MailLimit(
            f"network {network.pk} to {email}",
            MOST_TO_ONE_ADDRESS,
            refusal=_("This person has already been invited today. Try again tomorrow."),
        ),
    ]


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, at: dt.datetime) -> Membership:
    """Make the invited person a member. Who is one already stays so.

    Raises ``InvitationForSomeoneElse`` unless the address is this person's, ``InvitationExpired``,
    ``NetworkArchived``, and ``TransitionNotAllowed`` for an invitation that was answered or withdrawn.
    """
    lock_open_network(invitation.network)
    if not has_address(user, invitation.email):
        raise InvitationForSomeoneElse
    if invitation.expires_at <= at:
        raise InvitationExpired
    INVITATION_FLOW.make("accept", invitation, actor=user, at=at)
    membership, _is_new = Membership.objects.get_or_create(
        network=invitation.network, user=user, defaults={"asked_at": at}
    )
    if membership.is_active:
        return membership
    return admit(membership, move="accept_invitation", actor=user, at=at)


def decline_invitation(*, invitation: Invitation, by: User | None, at: dt.datetime) -> None:
    """Decline the invitation; holding the mailed link is enough to do so.

    Raises ``TransitionNotAllowed`` for an invitation that was answered or withdrawn.
    """
    INVITATION_FLOW.make("decline", invitation, actor=by, at=at)


def withdraw_invitation(*, invitation: Invitation, by: User, at: dt.datetime) -> None:
    """Take the invitation back. Raises ``TransitionNotAllowed`` once it was answered."""
    INVITATION_FLOW.make("withdraw", invitation, actor=by, at=at)


def forget_invitations(*, at: dt.datetime) -> int:
    """Delete invitations 90 days after they ended, whatever came of them, and return how many. Repeats safely.

    They hold the addresses of people who may never have come. Memberships stay, with their own history.
    """
    deleted, _by_model = Invitation.objects.filter(expires_at__lt=at - KEPT).delete()
    return deleted
