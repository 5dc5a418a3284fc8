"""Starting, answering and keeping order in discussions."""

import datetime as dt
import uuid

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.form_keys import AlreadySubmitted, first_result
from core.text import render_markdown
from courses.models import ActionPlan, Lesson
from indicators.catalogue.addresses import IndicatorInPlace
from library.catalogue.models import Record
from networks.actions.cases import hide_by_hand, show_by_hand
from networks.actions.conduct import accept_conduct
from networks.actions.files import CheckedFile, put_file
from networks.actions.gates import (
    refuse_repeated_words,
    refuse_unless_may_write,
    refuse_while_undecided,
    waits_for_moderator,
)
from networks.actions.read_marks import advance_read_mark
from networks.actions.telling import (
    tell_author_of_approval,
    tell_facilitators,
    tell_mentioned,
    tell_moderators_of_held,
    tell_of_post,
)
from networks.models import Case, Discussion, Follow, Membership, Network, Post
from networks.refusals import DiscussionClosed, NotYourPlan
from networks.states import DISCUSSION_FLOW, DiscussionState, PostState


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
    shared: IndicatorInPlace | None = None,
    file: CheckedFile | None = None,
    conduct: int | None = None,
    lesson: Lesson | None = None,
) -> Discussion:
    """Begin a discussion with its first post; ``body`` is Markdown. ``lesson`` is one of the cohort of a group.

    ``conduct`` is the version of the code of conduct that the author accepts with it.
    The same key with the same words gives the same discussion. A plan is shared with all later changes,
    until its owner stops sharing it. A first post with links waits for a moderator. Raises what ``refuse_unless_may_write``
    does, ``SaidAlready``, ``NotYourPlan`` and ``AlreadySubmitted``.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    if conduct is not None:
        accept_conduct(number=conduct, user=author, at=at)
    refuse_unless_may_write(network, author, at=at)
    again = _written_before(
        author, key, body=body, record=record, plan=plan, shared=shared, file=file
    )
    if again is not None:
        if (again.discussion.network_id, again.discussion.title) != (network.pk, title):
            raise AlreadySubmitted
        return again.discussion
    refuse_repeated_words(author, body=body, at=at)
    is_held = waits_for_moderator(network, author, body)
    discussion = Discussion.objects.create(
        network=network,
        lesson=lesson if network.cohort_id is not None else None,
        title=title,
        author=author,
        state=DiscussionState.HELD if is_held else DiscussionState.OPEN,
        form_key=key,
        created_at=at,
        last_post_at=at,
    )
    post = _write(
        discussion,
        author=author,
        body=body,
        key=key,
        at=at,
        record=record,
        plan=plan,
        shared=shared,
        file=file,
    )
    if is_held:
        tell_moderators_of_held(post, at=at)
    else:
        tell_facilitators(post, at=at, but=tell_mentioned(post, at=at))
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
    shared: IndicatorInPlace | None = None,
    file: CheckedFile | None = None,
    conduct: int | None = None,
) -> Post:
    """Add a post at the end; ``body`` is Markdown. The same key with the same words gives the same post.

    Followers are told of every post, in one notification until they read it or get it by mail. Raises what
    ``refuse_unless_may_write`` does, ``DiscussionClosed``, ``SaidAlready``, ``NotYourPlan`` and ``AlreadySubmitted``.
    """
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("network")
    discussion = rows.get(pk=discussion.pk)
    if conduct is not None:
        accept_conduct(number=conduct, user=author, at=at)
    refuse_unless_may_write(discussion.network, author, at=at)
    again = _written_before(
        author, key, body=body, record=record, plan=plan, shared=shared, file=file
    )
    if again is not None:
        if again.discussion_id != discussion.pk:
            raise AlreadySubmitted
        return again
    if not discussion.is_open:
        raise DiscussionClosed
    refuse_repeated_words(author, body=body, at=at)
    is_held = waits_for_moderator(discussion.network, author, body)
    state = PostState.HELD if is_held else PostState.SHOWN
    post = _write(
        discussion,
        author=author,
        body=body,
        key=key,
        at=at,
        record=record,
        plan=plan,
        shared=shared,
        file=file,
        state=state,
    )
    if is_held:
        tell_moderators_of_held(post, at=at)
    else:
        tell_of_post(post, at=at)
    return post


def _written_before(
    author: User,
    key: uuid.UUID,
    *,
    body: str,
    record: Record | None,
    plan: ActionPlan | None,
    shared: IndicatorInPlace | None,
    file: CheckedFile | None,
) -> Post | None:
    """Return the post that this form key made: every discussion begins with one, so all keys are among posts."""
    post = first_result(
        Post.objects.filter(author=author).select_related("discussion__network"),
        key,
        body=body,
        record_id=record.pk if record else None,
        plan_id=plan.pk if plan else None,
        **_shared_keys(shared),
    )
    if post and file and not post.files.filter(sha256=file.sha256).exists():
        raise AlreadySubmitted
    return post


def _shared_keys(shared: IndicatorInPlace | None) -> dict[str, int | None]:
    """Return the columns of the indicator that a post shares."""
    place = shared.place if shared else None
    return {
        "indicator_id": shared.indicator.pk if shared else None,
        "indicator_place_id": place.pk if place else None,
    }


def _write(
    discussion: Discussion,
    *,
    author: User,
    body: str,
    key: uuid.UUID,
    at: dt.datetime,
    record: Record | None,
    plan: ActionPlan | None,
    shared: IndicatorInPlace | None,
    file: CheckedFile | None,
    state: PostState = PostState.SHOWN,
) -> Post:
    """Write the next post; the caller holds the row of the discussion or has just made it."""
    if plan is not None and plan.owner_id != author.pk:
        raise NotYourPlan
    group = discussion.network
    is_by_staff = (
        group.cohort_id is not None
        and Membership.objects.moderators().filter(network=group, user=author).exists()
    )
    discussion.post_count += 1
    discussion.last_post_at = at
    discussion.save(update_fields=["post_count", "last_post_at"])
    post = Post.objects.create(
        discussion=discussion,
        number=discussion.post_count,
        author=author,
        state=state,
        is_by_staff=is_by_staff,
        body=body,
        body_html=render_markdown(body, top_heading=3),
        record=record,
        plan=plan,
        form_key=key,
        created_at=at,
        **_shared_keys(shared),
    )
    if file is not None:
        put_file(post, file, at=at)
    Follow.objects.get_or_create(discussion=discussion, user=author)
    advance_read_mark(discussion, user=author, number=post.number, at=at)
    return post


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


@transaction.atomic
def hide_discussion(
    *, discussion: Discussion, by: User, reason: str, at: dt.datetime
) -> Case | None:
    """Hide the discussion from all but moderators; its author reads the reason and can appeal.

    Returns what ``hide_by_hand`` does. Raises ``TransitionNotAllowed`` unless it is open, closed or waits for a moderator.
    """
    return hide_by_hand(discussion=discussion, post=None, by=by, reason=reason, at=at)


@transaction.atomic
def approve_discussion(*, discussion: Discussion, by: User, at: dt.datetime) -> None:
    """Show a discussion that waited for a moderator, and tell its author and those it mentions.

    Raises ``TransitionNotAllowed`` unless it waits.
    """
    DISCUSSION_FLOW.make("approve", discussion, actor=by, at=at)
    post = discussion.posts.select_related("author", "discussion__network").get(number=1)
    tell_author_of_approval(post, at=at)
    tell_facilitators(post, at=at, but=tell_mentioned(post, at=at))


@transaction.atomic
def show_discussion(*, discussion: Discussion, by: User, at: dt.datetime) -> None:
    """Undo the hiding: it is open, closed or held as before. Raises ``TransitionNotAllowed`` unless hidden, ``CaseUndecided``."""
    refuse_while_undecided(discussion, None)
    show_by_hand(discussion=discussion, post=None, by=by, at=at)
