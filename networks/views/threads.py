"""What a discussion page shows beside the text of each post."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Block, User
from networks.models import Case, Discussion, Membership, Network, Post
from networks.rules import membership_of
from workflow.models import Transition


@dataclass(frozen=True)
class ReadPosition:
    """How far one member has read: up to a number, and all that was written until a moment."""

    number: int
    until: dt.datetime | None

    def covers(self, post: Post) -> bool:
        """Tell whether the member has read this post."""
        if post.number <= self.number:
            return True
        return self.until is not None and post.created_at <= self.until

    def covers_all(self, discussion: Discussion) -> bool:
        """Tell whether the member has read the whole discussion."""
        if discussion.post_count <= self.number:
            return True
        return self.until is not None and discussion.last_post_at <= self.until


def mark_of(discussion: Discussion, user: User) -> ReadPosition:
    """Return how far this member has read in a discussion ``with_wishes_of`` them."""
    membership = membership_of(user, discussion.network)
    return ReadPosition(
        number=discussion.read_number,
        until=membership.read_until if membership else None,
    )


def show_posts(posts: Sequence[Post], network: Network, viewer: User, mark: ReadPosition) -> None:
    """Give each post what its frame shows; three queries, however many posts there are.

    ``is_unread`` and ``is_first_unread`` against the mark, ``author_role`` and ``author_shown`` (fields of
    the profile) of authors who are members, ``hidden_because`` for those who may know the reason, ``is_in_question``,
    and ``is_folded`` where the reader has blocked the author.
    """
    authors = Membership.objects.active().filter(
        network=network, user__in={post.author_id for post in posts}
    )
    roles = dict(authors.values_list("user_id", "role"))
    reasons = _reasons([post.pk for post in posts if post.is_hidden])
    in_question = _in_question([post.pk for post in posts if post.is_hidden])
    first_unread = min((p.number for p in posts if not mark.covers(p)), default=0)
    authors_blocked = {post.author_id for post in posts} & _blocked_by(viewer)
    for post in posts:
        post.is_folded = post.author_id in authors_blocked  # type: ignore[attr-defined]
        post.is_unread = not mark.covers(post)  # type: ignore[attr-defined]
        post.is_first_unread = post.number == first_unread  # type: ignore[attr-defined]
        post.author_role = roles.get(post.author_id, "")  # type: ignore[attr-defined]
        post.author_shown = _shown(post, viewer, is_member=post.author_id in roles)  # type: ignore[attr-defined]
        post.is_in_question = post.pk in in_question  # type: ignore[attr-defined]
        post.hidden_because = reasons.get(post.pk, "")  # type: ignore[attr-defined]


def _blocked_by(viewer: User) -> set[int]:
    return set(Block.objects.made_by(viewer).values_list("blocked_id", flat=True))


def _shown(post: Post, viewer: User, *, is_member: bool) -> dict[str, object]:
    profile = getattr(post.author, "profile", None)
    return profile.fields_for(viewer, shares_network=is_member) if profile else {}


def _reasons(hidden: list[int]) -> dict[int, str]:
    """Return the reason why each of these posts was hidden, by its key; the last hiding counts."""
    if not hidden:
        return {}
    rows = Transition.objects.filter(
        content_type__app_label="networks",
        content_type__model="post",
        object_id__in=hidden,
        move="hide",
    )
    return dict(rows.order_by("at", "pk").values_list("object_id", "note"))


def _in_question(hidden: list[int]) -> set[int]:
    """Return which of these posts are hidden until a moderator has decided."""
    if not hidden:
        return set()
    return set(Case.objects.undecided().filter(post__in=hidden).values_list("post", flat=True))


def last_reason(discussion: Discussion) -> str:
    """Return why the discussion was closed or hidden; no query for one that is open."""
    if discussion.is_open or discussion.is_held:
        return ""
    last = Transition.objects.of(discussion).last()
    return last.note if last else ""
