"""The rows of a list of discussions: who began each, who wrote last, and how that post begins."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils.formats import number_format
from django.utils.translation import ngettext

from accounts.models import Block, User
from core.prepared import filled_up, prepared
from networks.models import Discussion, Network, Post
from networks.states import DiscussionState, PostState

# Of a post a row shows two dozen words, and holds no more of it than they need.
_MOST_CHARACTERS = 2_000


class LastPost(NamedTuple):
    """The newest post that was neither hidden nor removed; the reader blocked the author of one that is folded."""

    author: str
    beginning_html: str
    is_folded: bool


class DiscussionRow(NamedTuple):
    """All that a row shows of a discussion. Rows that are equal read alike, so one is rendered for all of them."""

    network: str
    pk: int
    title: str
    author: str
    state: str
    replies: int
    unread: int
    last_post_at: dt.datetime
    last: LastPost | None
    needs_answer: bool
    is_answered: bool
    is_pinned: bool
    is_muted: bool
    # Named where a list holds discussions of several lessons or groups.
    lesson: str
    group: str

    @property
    def is_closed(self) -> bool:
        return self.state == DiscussionState.CLOSED

    @property
    def is_hidden(self) -> bool:
        return self.state == DiscussionState.HIDDEN

    @property
    def replies_in_words(self) -> str:
        words = ngettext("%(replies)s reply", "%(replies)s replies", self.replies)
        return words % {"replies": number_format(self.replies)}

    @property
    def unread_in_words(self) -> str:
        words = ngettext("%(unread)s unread post", "%(unread)s unread posts", self.unread)
        return words % {"unread": number_format(self.unread)}


def discussion_rows(
    discussions: Iterable[Discussion],
    *,
    reader: User,
    network: Network | None = None,
    names_lesson: bool = False,
) -> list[DiscussionRow]:
    """Return what the rows of these discussions show. One query.

    The discussions are ones that the reader may see, ``with_unread`` and their authors. Unless all are of one
    ``network``, each names its own.
    """
    discussions = list(discussions)
    last = _last_posts_of(discussions, reader) if discussions else {}
    return [
        DiscussionRow(
            network=(network or each.network).slug,
            pk=each.pk,
            title=each.title,
            author=str(each.author),
            state=each.state,
            replies=each.reply_count,
            unread=each.unread,  # type: ignore[attr-defined]
            last_post_at=each.last_post_at,
            last=last.get(each.pk),
            needs_answer=getattr(each, "needs_answer", False),
            is_answered=each.answer_id is not None,
            is_pinned=each.pinned_at is not None,
            is_muted=each.is_muted,  # type: ignore[attr-defined]
            lesson=each.lesson.title if names_lesson and each.lesson else "",
            group="" if network else each.network.name,
        )
        for each in discussions
    ]


def _last_posts_of(discussions: list[Discussion], reader: User) -> dict[int, LastPost]:
    posts = _last_posts(reader, *filled_up([each.pk for each in discussions]))
    return {
        discussion: LastPost(author, _without_open_tag(beginning), is_folded)
        for discussion, author, beginning, is_folded in posts
    }


def _without_open_tag(html: str) -> str:
    """Return HTML that was cut off without the tag that the cut went through, which would be read as words."""
    return html[: html.rfind("<")] if html.rfind("<") > html.rfind(">") else html


@prepared
def _last_posts(reader: User, *discussions: int) -> QuerySet[Post, tuple[int, str, str, bool]]:
    shown = Post.objects.filter(discussion__pk__in=discussions, state=PostState.SHOWN)
    newest = shown.order_by().values("discussion").annotate(newest=Max("pk")).values("newest")
    blocked = Block.objects.made_by(reader).filter(blocked=OuterRef("author"))
    posts = Post.objects.filter(pk__in=newest).annotate(is_folded=Exists(blocked))
    beginning = Substr("body_html", 1, _MOST_CHARACTERS)
    return posts.values_list("discussion_id", "author__full_name", beginning, "is_folded")
