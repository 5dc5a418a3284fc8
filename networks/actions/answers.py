"""Marking the reply that answers a question."""

import datetime as dt

from django.db import transaction

from networks.actions.gates import is_over
from networks.models import Discussion, Post
from networks.refusals import CohortIsOver, NoSuchAnswer


@transaction.atomic
def mark_answer(*, post: Post, at: dt.datetime) -> Discussion:
    """Make this reply the answer of its discussion, in place of an earlier one. Repeats safely.

    Raises ``NoSuchAnswer`` unless it is a shown reply in the group of a cohort, and ``CohortIsOver``.
    """
    discussion = _locked(post, at)
    post = Post.objects.get(pk=post.pk)
    if post.number == 1 or not post.is_shown or discussion.network.cohort_id is None:
        raise NoSuchAnswer
    discussion.answer = post
    discussion.save(update_fields=["answer"])
    return discussion


@transaction.atomic
def unmark_answer(*, post: Post, at: dt.datetime) -> Discussion:
    """Let this reply no longer be the answer. Repeats safely; raises ``CohortIsOver``."""
    discussion = _locked(post, at)
    if discussion.answer_id == post.pk:
        discussion.answer = None
        discussion.save(update_fields=["answer"])
    return discussion


def _locked(post: Post, at: dt.datetime) -> Discussion:
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("network")
    discussion = rows.get(pk=post.discussion_id)
    if discussion.network.cohort_id is not None and is_over(discussion.network.cohort_id, at):
        raise CohortIsOver
    return discussion
