"""Starting, answering and keeping order in discussions."""

import datetime as dt
import uuid

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.form_keys import AlreadySubmitted, first_result
from core.text import render_markdown
from courses.models import ActionPlan
from library.catalogue.models import Record
from networks import kinds
from networks.actions.read_marks import advance_read_mark
from networks.models import Discussion, Follow, Membership, Network, Post
from networks.refusals import DiscussionClosed, NetworkArchived, NotAMember, NotYourPlan
from networks.states import DISCUSSION_FLOW
from notifications.actions import notify_of_news


class FollowChoice(models.TextChoices):
    """What a member chose to hear of one discussion."""

    FOLLOW = "follow", _("Notify me of replies")
    ORDINARY = "ordinary", _("Only show the number of unread posts")
    MUTE = "mute", _("Mute")


@transaction.atomic
def start_discussion(
    *,
    network: Network,
    author: User,
    title: str,
    body: str,
    key: uuid.UUID,
    at: dt.datetime,
    record: Record | None = None,
    plan: ActionPlan | None = None,
) -> Discussion:
    """Begin a discussion with its first post; ``body`` is Markdown.

    The same key with the same words gives the same discussion. A plan is shared with all later changes,
    until its owner stops sharing it. Raises ``NetworkArchived``, ``NotAMember``, ``NotYourPlan`` and
    ``AlreadySubmitted``.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    _refuse_unless_may_write(network, author)
    again = _written_before(author, key, body=body, record=record, plan=plan)
    if again is not None:
        if (again.discussion.network_id, again.discussion.title) != (network.pk, title):
            raise AlreadySubmitted
        return again.discussion
    discussion = Discussion.objects.create(
        network=network,
        title=title,
        author=author,
        form_key=key,
        created_at=at,
        last_post_at=at,
    )
    _write(discussion, author=author, body=body, key=key, at=at, record=record, plan=plan)
    return discussion


@transaction.atomic
def reply(
    *,
    discussion: Discussion,
    author: User,
    body: str,
    key: uuid.UUID,
    at: dt.datetime,
    record: Record | None = None,
    plan: ActionPlan | None = None,
) -> Post:
    """Add a post at the end; ``body`` is Markdown. The same key with the same words gives the same post.

    Followers are told of every post, in one notification until they read it or get it by mail. Raises
    ``DiscussionClosed``, ``NetworkArchived``, ``NotAMember``, ``NotYourPlan`` and ``AlreadySubmitted``.
    """
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("network")
    discussion = rows.get(pk=discussion.pk)
    _refuse_unless_may_write(discussion.network, author)
    again = _written_before(author, key, body=body, record=record, plan=plan)
    if again is not None:
        if again.discussion_id != discussion.pk:
            raise AlreadySubmitted
        return again
    if not discussion.is_open:
        raise DiscussionClosed
    post = _write(discussion, author=author, body=body, key=key, at=at, record=record, plan=plan)
    _tell_followers(post, at=at)
    return post


def _written_before(
    author: User, key: uuid.UUID, *, body: str, record: Record | None, plan: ActionPlan | None
) -> Post | None:
    """Return the post that this form key made: every discussion begins with one, so all keys are among posts."""
    return first_result(
        Post.objects.filter(author=author).select_related("discussion__network"),
        key,
        body=body,
        record_id=record.pk if record else None,
        plan_id=plan.pk if plan else None,
    )


def _write(
    discussion: Discussion,
    *,
    author: User,
    body: str,
    key: uuid.UUID,
    at: dt.datetime,
    record: Record | None,
    plan: ActionPlan | None,
) -> Post:
    """Write the next post; the caller holds the row of the discussion or has just made it."""
    if plan is not None and plan.owner_id != author.pk:
        raise NotYourPlan
    discussion.post_count += 1
    discussion.last_post_at = at
    discussion.save(update_fields=["post_count", "last_post_at"])
    post = Post.objects.create(
        discussion=discussion,
        number=discussion.post_count,
        author=author,
        body=body,
        body_html=render_markdown(body, top_heading=3),
        record=record,
        plan=plan,
        form_key=key,
        created_at=at,
    )
    Follow.objects.get_or_create(discussion=discussion, user=author)
    advance_read_mark(discussion, user=author, number=post.number, at=at)
    return post


def _refuse_unless_may_write(network: Network, author: User) -> None:
    if not network.is_open:
        raise NetworkArchived
    if not Membership.objects.active().filter(network=network, user=author).exists():
        raise NotAMember


def _tell_followers(post: Post, *, at: dt.datetime) -> None:
    members = Membership.objects.active().filter(network=post.discussion.network_id)
    follows = Follow.objects.filter(discussion=post.discussion, is_muted=False)
    followers = User.objects.filter(followed_discussions__in=follows, memberships__in=members)
    notify_of_news(
        recipients=followers.exclude(pk=post.author_id),
        kind=kinds.REPLIED,
        key=f"networks.replied:{post.pk}",
        thing=post.discussion,
        target=post,
        at=at,
        who=post.author.full_name,
    )


@transaction.atomic
def follow_discussion(*, discussion: Discussion, user: User, wish: FollowChoice | str) -> None:
    """Save what the member wants to hear of the discussion. Repeats safely."""
    if wish == FollowChoice.ORDINARY:
        Follow.objects.filter(discussion=discussion, user=user).delete()
        return
    Follow.objects.update_or_create(
        discussion=discussion, user=user, defaults={"is_muted": wish == FollowChoice.MUTE}
    )


def pin_discussion(*, discussion: Discussion, pinned: bool, at: dt.datetime) -> None:
    """Pin the discussion on top of its network's list, or unpin it. Repeats safely."""
    Discussion.objects.filter(pk=discussion.pk).update(pinned_at=at if pinned else None)


def close_discussion(*, discussion: Discussion, by: User, reason: str, at: dt.datetime) -> None:
    """Close the discussion to replies. Raises ``TransitionNotAllowed`` unless it is open."""
    DISCUSSION_FLOW.make("close", discussion, actor=by, note=reason, at=at)


def reopen_discussion(*, discussion: Discussion, by: User, at: dt.datetime) -> None:
    """Reopen the discussion to replies. Raises ``TransitionNotAllowed`` unless it is closed."""
    DISCUSSION_FLOW.make("reopen", discussion, actor=by, at=at)


def hide_discussion(*, discussion: Discussion, by: User, reason: str, at: dt.datetime) -> None:
    """Hide the discussion from all but moderators. Raises ``TransitionNotAllowed`` unless it is open or closed."""
    DISCUSSION_FLOW.make("hide", discussion, actor=by, note=reason, at=at)


def show_discussion(*, discussion: Discussion, by: User, at: dt.datetime) -> None:
    """Undo the hiding; it takes replies again. Raises ``TransitionNotAllowed`` unless it is hidden."""
    DISCUSSION_FLOW.make("show", discussion, actor=by, at=at)
