"""The networks' part of my home."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role as StaffRole
from core.agenda import ToDo, do_next
from core.prepared import prepared
from networks.models import Invitation, Membership, Network


@do_next("networks")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return requests to answer, networks without a moderator, and invitations. Two queries."""
    return [*_moderation(user), *_invitations(user, now)]


def _moderation(user: User) -> list[ToDo]:
    return [_request_line(n) if n.is_moderated else _orphan_line(n) for n in _to_moderate(user)]


@prepared
def _to_moderate(user: User) -> QuerySet[Any]:
    """Networks of this moderator with requests to answer; for administrators also those without a moderator."""
    of_network = Membership.objects.filter(network=OuterRef("pk"))
    waiting = (
        of_network.requested()
        .order_by()
        .values("network")
        .annotate(number=Count("pk"))
        .values("number")
    )
    is_administrator = user.has_role(StaffRole.ADMINISTRATOR)
    orphaned = ~Exists(of_network.moderators()) & Q(Exists(of_network.active()))
    mine = Q(Exists(of_network.moderators().filter(user=user)), waiting__gt=0)
    return (
        Network.objects.open()
        .annotate(waiting=Coalesce(Subquery(waiting), 0))
        .filter(mine | orphaned if is_administrator else mine)
        .annotate(is_moderated=Exists(of_network.moderators()))
        .by_name()
    )


def _request_line(network: Network) -> ToDo:
    waiting = network.waiting  # type: ignore[attr-defined]
    return ToDo(
        title=ngettext(
            "Answer %(count)d request to join %(network)s",
            "Answer %(count)d requests to join %(network)s",
            waiting,
        )
        % {"count": waiting, "network": network},
        address=reverse("networks:request_list", args=[network.slug]),
        why=_("You moderate this network."),
        weight=70,
    )


def _orphan_line(network: Network) -> ToDo:
    return ToDo(
        title=_("Find a moderator for %(network)s") % {"network": network},
        address=reverse("networks:network_members", args=[network.slug]),
        why=_("Its last moderator closed their account."),
        weight=60,
    )


def _invitations(user: User, now: dt.datetime) -> list[ToDo]:
    return [
        ToDo(
            title=_("Answer the invitation to %(network)s") % {"network": invitation.network},
            address=invitation.get_absolute_url(),
            why=_("%(person)s invites you.") % {"person": invitation.invited_by},
            weight=55,
            due_at=invitation.expires_at,
        )
        for invitation in _waiting(user.email.lower(), now)
    ]


@prepared
def _waiting(email: str, now: dt.datetime) -> QuerySet[Invitation]:
    """Return the newest invitations to this address, given in lower case, that can still be answered."""
    invitations = Invitation.objects.alias(address=Lower("email")).filter(address=email)
    return invitations.waiting(now=now).with_names().newest_first()[:5]
