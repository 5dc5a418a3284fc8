"""First posts with links that wait for a moderator, and words that are sent twice."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import approve_discussion, start_discussion
from networks.actions.posts import approve_post
from networks.models import Post
from networks.refusals import (
    SaidAlready,
)
from networks.states import PostState
from tests.networks.flagging import reply_with, told
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_a_first_post_with_links_waits_and_is_shown_with_one_click(network, client_of, now):
    discussion = DiscussionFactory(network=network)
    author = MembershipFactory(network=network, at=now - DAY).user
    reader = MembershipFactory(network=network).user
    held = reply_with(discussion, author, "Look at https://shop.example/ now", now)

    def sees(person):
        return "shop.example" in client_of(person).get(held.get_absolute_url()).content.decode()

    assert held.state == PostState.HELD
    assert [sees(p) for p in (author, network.moderator, reader)] == [True, True, False]
    assert not told(discussion.author, "replied").exists()
    assert told(network.moderator, "post_waits").count() == 1

    address = reverse("networks:post_approve", args=[network.slug, held.pk])
    assert client_of(reader).post(address).status_code == 403
    assert client_of(network.moderator).post(address).status_code == 302
    assert sees(reader)
    assert told(discussion.author, "replied").count() == 1
    assert (
        reply_with(discussion, author, "And https://shop.example/2", now).state == PostState.SHOWN
    )


def test_a_discussion_that_begins_with_links_is_seen_by_its_author_alone(network, client_of, now):
    author, reader = (MembershipFactory(network=network).user for _ in range(2))
    held = start_discussion(
        network=network, author=author, title="Offer", body="www.shop.example", key=uuid.uuid4(), at=now
    )  # fmt: skip

    def answers():
        people = (author, network.moderator, reader)
        return [client_of(p).get(held.get_absolute_url()).status_code for p in people]

    assert answers() == [200, 200, 404]
    assert "Offer" not in client_of(reader).get(network.get_absolute_url()).content.decode()

    approve_discussion(discussion=held, by=network.moderator, at=now)

    assert answers() == [200, 200, 200]


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("No link at all", False),
        ("See [that](/networks/a/posts/1/)", False),
        ("See https://praxis.example/library/2/ and https://praxis.example", False),
        ("See https://praxis.example.shop.example/", True),
        ("See https://praxis.example/ and https://shop.example/", True),
        ("See [that](//shop.example/) or [that](https:shop.example)", True),
    ],
)
def test_a_first_post_waits_for_links_to_elsewhere_alone(network, now, settings, body, waits):
    settings.SITE_URL = "https://praxis.example"
    author = MembershipFactory(network=network).user

    written = reply_with(DiscussionFactory(network=network), author, body, now)

    assert written.state == (PostState.HELD if waits else PostState.SHOWN)


def test_the_same_words_within_five_minutes_are_refused_and_kept(network, client_of, now):
    author = MembershipFactory(network=network).user
    one, other = DiscussionFactory(network=network), DiscussionFactory(network=network)
    words = "Come to our meeting on Tuesday"
    address = reverse("networks:discussion_reply", args=[network.slug, other.pk])
    client_of(author).post(
        reverse("networks:discussion_reply", args=[network.slug, one.pk]), {"body": words}
    )

    page = client_of(author).post(address, {"body": words})

    assert words in page.content.decode()
    assert "the same words a moment ago" in page.content.decode()
    at = Post.objects.get(author=author).created_at
    with pytest.raises(SaidAlready):
        reply_with(other, author, words, at + dt.timedelta(minutes=4))
    reply_with(other, author, words, at + dt.timedelta(minutes=5))


def test_a_held_post_cannot_be_approved_twice(network, now):
    author = MembershipFactory(network=network).user
    held = reply_with(DiscussionFactory(network=network), author, "https://a.example/", now)
    approve_post(post=held, by=network.moderator, at=now)

    with pytest.raises(TransitionNotAllowed):
        approve_post(post=held, by=network.moderator, at=now)
