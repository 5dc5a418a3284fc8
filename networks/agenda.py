"""The networks' part of my home."""

import datetime as dt
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models import Case as CaseOf
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role as StaffRole
from core.agenda import ToDo, do_next
from core.prepared import prepared
from core.queries.counting import number_of
from networks.models import Case, Discussion, Invitation, Membership, Network, Post
from networks.states import CaseState, NetworkState


@do_next("networks")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return flags, questions and requests to answer, networks without a moderator, and invitations. Two queries."""
    return [*_moderation(user), *_invitations(user, now)]


def _moderation(user: User) -> list[ToDo]:
    networks = list(_to_moderate(user))
    flagged = [_flag_line(network) for network in networks if network.flagged]
    asked = [_question_line(network) for network in networks if network.unanswered]
    asked += [_request_line(network) for network in networks if network.is_asked]
    return [*flagged, *asked, *(_orphan_line(n) for n in networks if n.is_orphaned)]


@prepared
def _to_moderate(user: User) -> QuerySet[Any]:
    """Return networks with flags that this person may decide, or with first posts and requests for this moderator.

    For administrators also those without a moderator.
    """
    of_network = Membership.objects.filter(network=OuterRef("pk"))
    is_mine = Exists(of_network.moderators().filter(user=user))
    cases = Case.objects.undecided().for_handling_by(user).filter(network=OuterRef("pk"))
    free = cases.exclude(Q(state=CaseState.CLAIMED) & ~Q(claimed_by=user))
    posts = Post.objects.held().filter(discussion__network=OuterRef("pk"))
    is_open = Q(state=NetworkState.OPEN)
    questions = Discussion.objects.unanswered().filter(network=OuterRef("pk"))
    is_group = Q(cohort__isnull=False)
    is_administrator = user.has_role(StaffRole.ADMINISTRATOR)
    orphaned = ~Exists(of_network.moderators()) & Exists(of_network.active()) & Q(cohort=None)
    never = Value(False, BooleanField())
    return (
        Network.objects.annotate(
            flagged=number_of(free, by="network")
            + CaseOf(When(is_mine, then=number_of(posts, by="discussion__network")), default=0),
            waiting=number_of(of_network.requested(), by="network"),
            unanswered=CaseOf(
                When(is_group & is_open & Q(is_mine), then=number_of(questions, by="network")),
                default=0,
            ),
        )
        .annotate(
            is_asked=CaseOf(When(is_open & Q(is_mine, waiting__gt=0), then=True), default=False),
            is_orphaned=CaseOf(When(is_open & Q(orphaned), then=True), default=False)
            if is_administrator
            else never,
        )
        .filter(Q(flagged__gt=0) | Q(unanswered__gt=0) | Q(is_asked=True) | Q(is_orphaned=True))
        .by_name()
    )


def _flag_line(network: Network) -> ToDo:
    flagged = network.flagged  # type: ignore[attr-defined]
    return ToDo(
        title=ngettext(
            "Review %(count)d flag or first post in %(network)s",
            "Review %(count)d flags or first posts in %(network)s",
            flagged,
        )
        % {"count": flagged, "network": network},
        address=reverse("networks:case_list", args=[network.slug]),
        why=_("Members are waiting for your decision."),
        weight=85,
    )


def _question_line(group: Network) -> ToDo:
    unanswered = group.unanswered  # type: ignore[attr-defined]
    return ToDo(
        title=ngettext(
            "Answer %(count)d question in %(group)s",
            "Answer %(count)d questions in %(group)s",
            unanswered,
        )
        % {"count": unanswered, "group": group},
        address=f"{reverse('networks:network_detail', args=[group.slug])}?show=unanswered",
        why=_("You facilitate this cohort."),
        weight=75,
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
