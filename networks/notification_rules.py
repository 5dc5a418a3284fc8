"""Who may still open what networks tell people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from networks import kinds
from networks.models import (
    Discussion,
    Follow,
    Invitation,
    Membership,
    MembershipRole,
    Post,
    ReadMark,
)
from networks.states import DiscussionState, InvitationState, PostState
from notifications.conditions import is_current, may_open

_READER = OuterRef(OuterRef("recipient"))


@may_open(kinds.POST_HIDDEN)
def posts_in_sight() -> QuerySet[Post]:
    """Describe posts in discussions that the reader sees."""
    seen = _seen_by(OuterRef(_READER))
    return Post.objects.filter(Exists(seen.filter(pk=OuterRef("discussion"))))


@may_open(kinds.REPLIED)
def discussions_in_sight() -> QuerySet[Discussion]:
    """Describe discussions that the reader sees."""
    return _seen_by(_READER)


def _seen_by(reader: OuterRef) -> QuerySet[Discussion]:
    """Say in the query of a notification what ``Discussion.objects.visible_to`` says of one known reader."""
    mine = Membership.objects.active().filter(network=OuterRef("network"), user=reader)
    moderates = mine.filter(role=MembershipRole.MODERATOR)
    hidden = Q(state=DiscussionState.HIDDEN)
    shown = Q(state__in=[DiscussionState.OPEN, DiscussionState.CLOSED])
    return Discussion.objects.filter((shown & Exists(mine)) | (hidden & Exists(moderates)))


@is_current(kinds.REPLIED)
def discussions_with_more_to_read(moment: dt.datetime) -> QuerySet[Discussion]:
    """Describe discussions that the reader has not muted, with words of others beyond the read mark."""
    theirs = {"discussion": OuterRef("pk"), "user": _READER}
    muted = Follow.objects.filter(**theirs, is_muted=True)
    mark = ReadMark.objects.filter(discussion=OuterRef("discussion"), user=OuterRef(_READER))
    posts = Post.objects.filter(discussion=OuterRef("pk"), state=PostState.SHOWN)
    unread = posts.exclude(author=_READER).exclude(
        Exists(mark.filter(number__gte=OuterRef("number")))
    )
    return Discussion.objects.filter(Exists(unread)).exclude(Exists(muted))


@is_current(kinds.POST_HIDDEN)
def posts_still_hidden(moment: dt.datetime) -> QuerySet[Post]:
    """Describe posts that are hidden."""
    return Post.objects.filter(state=PostState.HIDDEN)


@may_open(kinds.ASKED_TO_JOIN)
def memberships_to_decide_on() -> QuerySet[Membership]:
    """Describe memberships of networks that the reader moderates."""
    moderators = Membership.objects.moderators()
    return Membership.objects.filter(
        Exists(moderators.filter(network=OuterRef("network"), user=_READER))
    )


@is_current(kinds.ASKED_TO_JOIN)
def memberships_asked_for(moment: dt.datetime) -> QuerySet[Membership]:
    """Describe memberships that nobody has decided on."""
    return Membership.objects.requested()


@may_open(kinds.APPROVED, kinds.MADE_MODERATOR)
def own_memberships() -> QuerySet[Membership]:
    """Describe the reader's own memberships, as long as they last."""
    return Membership.objects.active().filter(user=OuterRef("recipient"))


@is_current(kinds.MADE_MODERATOR)
def own_offices(moment: dt.datetime) -> QuerySet[Membership]:
    """Describe memberships of moderators."""
    return Membership.objects.moderators()


@may_open(kinds.DECLINED, kinds.REMOVED)
def own_former_memberships() -> QuerySet[Membership]:
    """Describe the reader's own memberships. They are told of the end of one that they cannot open any more."""
    return Membership.objects.filter(user=OuterRef("recipient"))


@is_current(kinds.DECLINED, kinds.REMOVED)
def memberships_without_access(moment: dt.datetime) -> QuerySet[Membership]:
    """Describe memberships that are not active."""
    return Membership.objects.exclude(pk__in=Membership.objects.active().values("pk"))


@may_open(kinds.INVITED)
def open_invitations() -> QuerySet[Invitation]:
    """Describe invitations that are neither answered nor withdrawn. Whoever has the link may open them."""
    return Invitation.objects.filter(state=InvitationState.OPEN)


@is_current(kinds.INVITED)
def invitations_to_answer(moment: dt.datetime) -> QuerySet[Invitation]:
    """Describe invitations that can still be answered."""
    return Invitation.objects.filter(expires_at__gt=moment)
