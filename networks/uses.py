"""Which discussions share a record."""

from django.db.models import Q
from django.utils.translation import gettext as _

from core.types import Person
from library.models import Record
from library.uses import Use, record_uses
from networks.models import Discussion, Post
from networks.states import PostState


@record_uses("networks")
def discussions_of(user: Person, record: Record, most: int) -> list[Use]:
    """The discussions of the reader's own networks that share it, each at its latest place. One query."""
    if not user.is_authenticated:
        return []
    posts = (
        Post.objects.filter(
            Q(record=record) | Q(record__replaced_by=record),
            state=PostState.SHOWN,
            discussion__in=Discussion.objects.visible_to(user),
        )
        .select_related("discussion__network")
        .order_by("-created_at", "-pk")[: 3 * most]
    )
    latest_of = {post.discussion_id: post for post in reversed(list(posts))}
    label = _("Discussion “%(discussion)s” in %(network)s")
    return [
        Use(
            label % {"discussion": post.discussion.title, "network": post.discussion.network},
            post.get_absolute_url(),
            post.created_at,
        )
        for post in latest_of.values()
    ][-most:]
