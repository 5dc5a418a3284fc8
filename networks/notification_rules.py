"""Who may still open what networks tell people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import is_apart_from
from events.models import Event
from events.states import EventState
from networks import kinds
from networks.models import (
    Case,
    Discussion,
    Follow,
    Invitation,
    Membership,
    MembershipRole,
    NetworkEvent,
    Pause,
    Post,
    ReadMark,
)
from networks.states import UNDECIDED, CaseState, DiscussionState, InvitationState, PostState
from notifications.conditions import is_current, may_open

_READER = OuterRef(OuterRef("recipient"))


@may_open(kinds.MENTIONED, kinds.POST_APPROVED)
def posts_in_sight() -> QuerySet[Post]:
    """Describe posts in discussions that the reader sees."""
    seen = _seen_by(_READER, OuterRef(_READER))
    return Post.objects.filter(Exists(seen.filter(pk=OuterRef("discussion"))))


@is_current(kinds.MENTIONED)
def posts_with_a_welcome_mention(moment: dt.datetime) -> QuerySet[Post]:
    """Describe posts that members can read, in networks of which the reader wants to know mentions.

    Neither has blocked the other since.
    """
    wanting = Membership.objects.wanting_mentions().filter(user=_READER)
    in_network = wanting.filter(network=OuterRef("discussion__network"))
    posts = Post.objects.filter(Exists(in_network), state=PostState.SHOWN)
    return posts.exclude(is_apart_from(_READER, "author"))


@is_current(kinds.POST_APPROVED)
def posts_on_view(moment: dt.datetime) -> QuerySet[Post]:
    """Describe posts that members can read."""
    return Post.objects.filter(state=PostState.SHOWN)


@may_open(kinds.POST_WAITS)
def posts_to_moderate() -> QuerySet[Post]:
    """Describe posts in networks that the reader moderates."""
    moderators = Membership.objects.moderators().filter(user=_READER)
    return Post.objects.filter(Exists(moderators.filter(network=OuterRef("discussion__network"))))


@is_current(kinds.POST_WAITS)
def posts_that_wait(moment: dt.datetime) -> QuerySet[Post]:
    """Describe posts that nobody has approved or hidden."""
    return Post.objects.held()


@may_open(kinds.FLAGGED, kinds.APPEALED, kinds.ESCALATED)
def cases_in_sight() -> QuerySet[Case]:
    """Describe what ``Case.objects.visible_to`` says of one known reader."""
    return Case.objects.visible_to_reader(_READER).exclude(author=OuterRef("recipient"))


@is_current(kinds.FLAGGED, kinds.APPEALED, kinds.ESCALATED)
def cases_to_decide(moment: dt.datetime) -> QuerySet[Case]:
    """Describe cases that nobody has decided."""
    return Case.objects.undecided()


@may_open(kinds.HIDDEN_AT_ONCE, kinds.UPHELD, kinds.SHOWN_AGAIN, kinds.APPEAL_REJECTED)
def cases_about_own_words() -> QuerySet[Case]:
    """Describe cases about what the reader wrote, whether they are still a member or not."""
    return Case.objects.filter(author=OuterRef("recipient"))


@is_current(kinds.HIDDEN_AT_ONCE)
def cases_with_hidden_words(moment: dt.datetime) -> QuerySet[Case]:
    """Describe cases that are not decided and whose words are hidden until then."""
    return Case.objects.filter(state__in=UNDECIDED, hidden_at__isnull=False)


@is_current(kinds.UPHELD, kinds.APPEAL_REJECTED)
def cases_upheld(moment: dt.datetime) -> QuerySet[Case]:
    """Describe cases that were upheld."""
    return Case.objects.filter(state=CaseState.UPHELD)


@may_open(kinds.FLAG_ANSWERED)
def cases_flagged() -> QuerySet[Case]:
    """Describe cases in the reader's networks that they flagged."""
    members = Membership.objects.active().filter(network=OuterRef("network"), user=_READER)
    return Case.objects.filter(Exists(members), flags__person=OuterRef("recipient"))


@may_open(kinds.PAUSED, kinds.PAUSE_LIFTED)
def own_pauses() -> QuerySet[Pause]:
    """Describe the reader's own pauses in networks of which they are a member."""
    members = Membership.objects.active().filter(network=OuterRef("network"), user=_READER)
    return Pause.objects.filter(Exists(members), user=OuterRef("recipient"))


@is_current(kinds.PAUSED)
def pauses_in_force(moment: dt.datetime) -> QuerySet[Pause]:
    """Describe pauses that last."""
    return Pause.objects.in_force(moment)


@may_open(kinds.REPLIED, kinds.ASKED)
def discussions_in_sight() -> QuerySet[Discussion]:
    """Describe discussions that the reader sees."""
    return _seen_by(OuterRef("recipient"), _READER)


def _seen_by(reader: OuterRef, reader_further_in: OuterRef) -> QuerySet[Discussion]:
    """Say in the query of a notification what ``Discussion.objects.visible_to`` says of one known reader.

    The second reader is the same one, as the query of the memberships has to name them.
    """
    mine = Membership.objects.active().filter(network=OuterRef("network"), user=reader_further_in)
    moderates = mine.filter(role=MembershipRole.MODERATOR)
    hidden = Q(state__in=[DiscussionState.HIDDEN, DiscussionState.HELD])
    shown = Q(state__in=[DiscussionState.OPEN, DiscussionState.CLOSED])
    shown |= Q(state=DiscussionState.HELD, author=reader)
    return Discussion.objects.filter((shown & Exists(mine)) | (hidden & Exists(moderates)))


@is_current(kinds.ASKED)
def questions_to_answer(moment: dt.datetime) -> QuerySet[Discussion]:
    """Describe questions in groups of cohorts that nobody has answered."""
    return Discussion.objects.unanswered()


@is_current(kinds.REPLIED)
def discussions_with_more_to_read(moment: dt.datetime) -> QuerySet[Discussion]:
    """Describe discussions with words of others beyond the read mark, of whom none blocked the other.

    The reader has neither muted them nor chosen to hear less of their network.
    """
    theirs = {"discussion": OuterRef("pk"), "user": _READER}
    muted = Follow.objects.filter(**theirs, is_muted=True)
    mark = ReadMark.objects.filter(discussion=OuterRef("discussion"), user=OuterRef(_READER))
    posts = Post.objects.filter(discussion=OuterRef("pk"), state=PostState.SHOWN)
    unread = posts.exclude(author=_READER).exclude(
        Exists(mark.filter(number__gte=OuterRef("number")))
        | is_apart_from(OuterRef(_READER), "author")
    )
    wanting = Membership.objects.wanting_news().filter(network=OuterRef("network"), user=_READER)
    return Discussion.objects.filter(Exists(unread), Exists(wanting)).exclude(Exists(muted))


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
    """Describe invitations that can still be answered, and come from nobody who is blocked."""
    coming = Invitation.objects.filter(expires_at__gt=moment)
    return coming.exclude(is_apart_from(_READER, "invited_by"))


@may_open(kinds.EVENT_PUBLISHED)
def events_of_own_networks() -> QuerySet[Event]:
    """Describe events of networks in which the reader is a member."""
    own = NetworkEvent.objects.of_members(_READER).values("event")
    return Event.objects.exclude(state=EventState.DRAFT).filter(pk__in=own)


@is_current(kinds.EVENT_PUBLISHED)
def network_events_ahead(moment: dt.datetime) -> QuerySet[Event]:
    """Describe events that take place and are not over."""
    return Event.objects.published().filter(ends_at__gt=moment)
