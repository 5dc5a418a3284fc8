"""Telling members of posts: those who follow, those who are mentioned, and moderators who are asked."""

import datetime as dt

from accounts.models import User, is_apart_from
from networks import kinds
from networks.models import Follow, Membership, NetworkNews, Post
from networks.words.mentions import mentioned_in
from notifications.actions import notify, notify_of_news


def tell_of_post(post: Post, *, at: dt.datetime) -> None:
    """Tell those who are mentioned, and of the others those who follow the discussion.

    Each only as far as they want to hear of the network.
    """
    mentioned = tell_mentioned(post, at=at)
    members = Membership.objects.wanting_news().filter(network=post.discussion.network_id)
    follows = Follow.objects.filter(discussion=post.discussion, is_muted=False)
    followers = User.objects.filter(followed_discussions__in=follows, memberships__in=members)
    notify_of_news(
        recipients=followers.exclude(pk__in=[post.author_id, *mentioned]).exclude(
            is_apart_from(post.author)
        ),
        kind=kinds.REPLIED,
        key=f"networks.replied:{post.pk}",
        thing=post.discussion,
        target=post,
        at=at,
        who=post.author.full_name,
    )


def tell_mentioned(post: Post, *, at: dt.datetime) -> set[int]:
    """Tell the members whom the post mentions, once each for each post, and return their keys.

    Who muted the discussion is not told. Nobody outside the network is.
    """
    people = mentioned_in(post)
    if people:
        notify(
            recipients=people,
            kind=kinds.MENTIONED,
            key=f"networks.mentioned:{post.pk}",
            target=post,
            at=at,
            who=post.author.full_name,
        )
    return {person.pk for person in people}


def tell_facilitators(post: Post, *, at: dt.datetime, but: set[int]) -> None:
    """Tell the facilitators of a cohort that a learner asks something, but those told already. No other network does."""
    if post.discussion.network.cohort_id is None or post.is_by_staff:
        return
    wanting = Membership.objects.moderators().filter(news=NetworkNews.ALL)
    moderators = wanting.filter(network=post.discussion.network_id)
    people = User.objects.filter(memberships__in=moderators)
    notify(
        recipients=people.exclude(pk__in=[post.author_id, *but]).exclude(
            is_apart_from(post.author)
        ),
        kind=kinds.ASKED,
        key=f"networks.asked:{post.pk}",
        target=post.discussion,
        at=at,
        who=post.author.full_name,
        group=post.discussion.network.name,
    )


def tell_moderators_of_held(post: Post, *, at: dt.datetime) -> None:
    """Tell the moderators that a first post waits for them."""
    moderators = Membership.objects.moderators().filter(network=post.discussion.network_id)
    notify(
        recipients=User.objects.filter(memberships__in=moderators),
        kind=kinds.POST_WAITS,
        key=f"networks.post_waits:{post.pk}",
        target=post,
        at=at,
    )


def tell_author_of_approval(post: Post, *, at: dt.datetime) -> None:
    """Tell the author that their first post is on view."""
    notify(
        recipients=[post.author],
        kind=kinds.POST_APPROVED,
        key=f"networks.post_approved:{post.pk}",
        target=post,
        at=at,
    )
