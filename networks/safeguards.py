"""What safeguarding knows of networks: whose posts stand on a page, and how a membership is suspended."""

import datetime as dt

from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from accounts.models import User
from networks.actions.cohort_groups import follow_people
from networks.actions.memberships import lift_suspension, suspend_member
from networks.models import Discussion, Membership, Post
from networks.states import MembershipState
from safeguarding.places import PEOPLE_ON_PAGE, SUSPENDERS, Suspendable, Suspender

_PART = "networks"
_OF_DISCUSSION = {"discussion_detail", "discussion_reply"}


@PEOPLE_ON_PAGE.register(_PART)
def people_on_page(page: ResolverMatch, reader: User) -> list[User]:
    """Return those who wrote in the discussion, those who wrote last first."""
    if page.namespace != _PART or page.url_name not in _OF_DISCUSSION:
        return []
    discussions = Discussion.objects.visible_to(reader).filter(pk=page.kwargs["pk"])
    posts = Post.objects.filter(discussion__in=discussions).select_related("author")
    return [post.author for post in posts.order_by("-number")[:100]]


def _found(person: User) -> list[Suspendable]:
    states = (MembershipState.ACTIVE, MembershipState.REMOVED)
    memberships = Membership.objects.filter(user=person, state__in=states)
    return [
        Suspendable(
            part=_PART,
            key=membership.pk,
            label=_("Member of %(network)s") % {"network": membership.network},
            is_suspended=membership.state == MembershipState.REMOVED,
        )
        for membership in memberships.select_related("network").order_by("pk")
    ]


def _suspend(key: int, person: User, at: dt.datetime) -> None:
    suspend_member(membership=Membership.objects.get(pk=key, user=person), at=at)


def _lift(key: int, person: User, at: dt.datetime) -> None:
    membership = lift_suspension(membership=Membership.objects.get(pk=key, user=person), at=at)
    if membership.network.cohort is not None:
        # Who has left the cohort in the meantime is not back in its group.
        follow_people(cohort=membership.network.cohort, people=[person.pk], at=at)


SUSPENDERS.add(_PART, Suspender(found=_found, suspend=_suspend, lift=_lift))
