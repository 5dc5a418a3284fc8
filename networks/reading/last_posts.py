"""Who wrote last in each discussion of a list, and how that post begins."""

from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef

from accounts.models import Block, User
from networks.models import Discussion, Post
from networks.states import PostState


def add_last_posts(discussions: Iterable[Discussion], *, reader: User) -> None:
    """Give each discussion its ``last_shown`` post: the newest that was neither hidden nor removed. One query.

    The discussions are ones that the reader may see. The words of somebody whom they blocked are ``is_folded``.
    """
    discussions = list(discussions)
    shown = Post.objects.filter(discussion__in=discussions, state=PostState.SHOWN)
    newest = shown.order_by().values("discussion").annotate(newest=Max("pk")).values("newest")
    blocked = Block.objects.made_by(reader).filter(blocked=OuterRef("author"))
    posts = Post.objects.filter(pk__in=newest).annotate(is_folded=Exists(blocked))
    posts = posts.select_related("author")
    by_discussion = {post.discussion_id: post for post in posts}
    for discussion in discussions:
        discussion.last_shown = by_discussion.get(discussion.pk)  # type: ignore[attr-defined]
