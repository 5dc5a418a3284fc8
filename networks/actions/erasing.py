"""Erasing the posts of people who chose that when they asked to have their account closed."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from networks.actions.files import delete_file
from networks.models import Case, Discussion, Post, PostFile, PostRevision
from networks.states import DISCUSSION_FLOW, POST_FLOW
from unsent.actions import forget_titles


def erase_posts(*, at: dt.datetime, user: User | None = None) -> int:
    """Erase the words of posts whose authors chose that, of one person or of all; return how many posts.

    A placeholder stays in the place of each, with its number and day, so that answers can still be read; earlier
    wordings, files and titles go as well. What somebody still has to decide on stays until then. Each post is a
    transaction of its own, so that what a killed process left is done by the next sweep. Repeats safely.
    """
    waiting = _to_erase()
    if user is not None:
        waiting = waiting.filter(author=user)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        _erase(pk, at)
    return len(keys)


def _to_erase() -> QuerySet[Post]:
    """Return posts of closed accounts that still hold something of their author, where nothing is undecided."""
    revisions = PostRevision.objects.filter(post=OuterRef("pk"))
    files = PostFile.objects.filter(post=OuterRef("pk"))
    brings = Q(record__isnull=False) | Q(plan__isnull=False) | Q(indicator__isnull=False)
    holds_words = ~Q(body="") | brings
    holds_title = Q(number=1) & ~Q(discussion__title=_erased_title())
    cases = Case.objects.undecided().filter(discussion=OuterRef("discussion"))
    about_it = cases.filter(Q(post=OuterRef("pk")) | Q(post=None))
    chosen = Post.objects.filter(
        author__closed_at__isnull=False, author__closing_request__erases_posts=True
    )
    holds_something = holds_words | holds_title | Exists(revisions) | Exists(files)
    return chosen.filter(holds_something).exclude(Exists(about_it))


@transaction.atomic
def _erase(pk: int, at: dt.datetime) -> None:
    discussion = Discussion.objects.select_for_update().get(posts=pk)
    post = Post.objects.select_for_update(of=("self",)).get(pk=pk)
    if not post.is_removed:
        POST_FLOW.make("erase", post, actor=None, at=at)
    post.body = post.body_html = ""
    post.record = post.plan = post.indicator = post.indicator_place = None
    fields = ("body", "body_html", "record", "plan", "indicator", "indicator_place")
    post.save(update_fields=fields)
    PostRevision.objects.filter(post=post).delete()
    for file in post.files.order_by("pk"):
        delete_file(file)
    if post.number != 1:
        return
    forget_titles(under=discussion.get_absolute_url())
    discussion.title = _erased_title()
    discussion.save(update_fields=["title"])
    if discussion.post_count == 1 and "remove" in DISCUSSION_FLOW.possible(discussion.state):
        DISCUSSION_FLOW.make("remove", discussion, actor=None, at=at)


def _erased_title() -> str:
    return _("Discussion started by a former member")
