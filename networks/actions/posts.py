"""Changing, removing and hiding what was written."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from core.text import render_markdown
from networks.actions.cases import hide_by_hand, show_by_hand
from networks.actions.conduct import accept_conduct
from networks.actions.files import remove_files_of
from networks.actions.gates import refuse_unless_may_write, refuse_while_undecided
from networks.actions.telling import tell_author_of_approval, tell_mentioned, tell_of_post
from networks.models import Case, Discussion, Post, PostRevision
from networks.refusals import DiscussionClosed
from networks.states import DISCUSSION_FLOW, POST_FLOW
from workflow.flows import TransitionNotAllowed


@transaction.atomic
def edit_post(*, post: Post, body: str, at: dt.datetime, conduct: int | None = None) -> Post:
    """Change the words and keep the earlier ones; the post is marked as changed. Repeats safely.

    ``conduct`` is the version of the code of conduct that the author accepts with it. Raises ``TransitionNotAllowed`` unless the post is shown, ``DiscussionClosed``, and what
    ``refuse_unless_may_write`` does.
    """
    post = _locked(post)
    if not post.is_shown:
        raise TransitionNotAllowed("edit", post)
    if conduct is not None:
        accept_conduct(number=conduct, user=post.author, at=at)
    refuse_unless_may_write(post.discussion.network, post.author, at=at)
    if not post.discussion.is_open:
        raise DiscussionClosed
    if post.body == body:
        return post
    _keep_words(post, until=at)
    post.body = body
    post.body_html = render_markdown(body, top_heading=3)
    post.edited_at = at
    post.save(update_fields=["body", "body_html", "edited_at"])
    tell_mentioned(post, at=at)
    return post


@transaction.atomic
def remove_post(*, post: Post, at: dt.datetime) -> Post:
    """Leave a tombstone in place of one's own words; moderators can still read these, and open its files for 30 days.

    A discussion that nobody answered goes with its only post. Raises ``TransitionNotAllowed``
    unless the post is shown or waits for a moderator.
    """
    post = _locked(post)
    POST_FLOW.make("remove", post, actor=post.author, at=at)
    _keep_words(post, until=at)
    post.body = post.body_html = ""
    if post.plan_id:
        post.plan_stopped_at = at
    post.record = post.plan = post.indicator = post.indicator_place = None
    fields = ("body", "body_html", "record", "plan", "indicator", "indicator_place")
    post.save(update_fields=[*fields, "plan_stopped_at"])
    remove_files_of(post, at=at)
    if post.discussion.post_count == 1:
        DISCUSSION_FLOW.make("remove", post.discussion, actor=post.author, at=at)
    return post


@transaction.atomic
def hide_post(*, post: Post, by: User, reason: str, at: dt.datetime) -> Case | None:
    """Hide the words from members; the author reads the reason and can appeal.

    Returns what ``hide_by_hand`` does. Raises ``TransitionNotAllowed`` unless the post is shown or waits for a moderator.
    """
    return hide_by_hand(discussion=post.discussion, post=post, by=by, reason=reason, at=at)


@transaction.atomic
def approve_post(*, post: Post, by: User, at: dt.datetime) -> Post:
    """Show a post that waited for a moderator; its author, followers and those it mentions are told.

    Raises ``TransitionNotAllowed`` unless it waits.
    """
    post = _locked(post)
    POST_FLOW.make("approve", post, actor=by, at=at)
    tell_author_of_approval(post, at=at)
    tell_of_post(post, at=at)
    return post


@transaction.atomic
def show_post(*, post: Post, by: User, at: dt.datetime) -> Post:
    """Undo the hiding. Raises ``TransitionNotAllowed`` unless the post is hidden, ``CaseUndecided``."""
    refuse_while_undecided(post.discussion, post)
    show_by_hand(discussion=post.discussion, post=post, by=by, at=at)
    return post


def stop_sharing_plan(*, post: Post, at: dt.datetime) -> None:
    """Take one's action plan out of the post; its words stay. Repeats safely."""
    Post.objects.filter(pk=post.pk, plan__isnull=False).update(plan=None, plan_stopped_at=at)


def stop_sharing_in(network_id: int, *, owner_id: int, at: dt.datetime) -> None:
    """Take a person's plans out of a network that they leave, as they could not do it afterwards."""
    shared = Post.objects.filter(discussion__network=network_id, author=owner_id)
    shared.filter(plan__isnull=False).update(plan=None, plan_stopped_at=at)


def _locked(post: Post) -> Post:
    """Lock the discussion first and then the post, in the order in which replies do."""
    Discussion.objects.select_for_update().get(pk=post.discussion_id)
    rows = Post.objects.select_for_update(of=("self",))
    return rows.select_related("discussion__network", "author").get(pk=post.pk)


def _keep_words(post: Post, *, until: dt.datetime) -> None:
    PostRevision.objects.create(post=post, body=post.body, body_html=post.body_html, until=until)
