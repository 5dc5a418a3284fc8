"""A list of discussions says who wrote last and how that post begins."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import reply
from networks.models import Post
from networks.states import PostState

pytestmark = pytest.mark.django_db


def said(discussion, author, body):
    return reply(
        discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=timezone.now()
    )


@pytest.mark.parametrize("state", [PostState.HIDDEN, PostState.REMOVED])
def test_the_last_post_that_is_shown_is_named(client, state):
    discussion = DiscussionFactory()
    member = MembershipFactory(network=discussion.network).user
    last = said(discussion, member, "Try the *post office*.")
    hidden = said(discussion, member, "Out of sight.")
    Post.objects.filter(pk=hidden.pk).update(state=state)
    client.force_login(member)

    answer = client.get(discussion.network.get_absolute_url())

    assert [(row.last.author, row.last.beginning_html) for row in answer.context["rows"]] == [
        (member.full_name, last.body_html)
    ]
    words = answer.content.decode()
    assert ("Try the post office." in words, "Out of sight" in words) == (True, False)


def test_last_posts_take_the_same_queries_whatever_the_length(client, django_assert_num_queries):
    first = DiscussionFactory()
    member = MembershipFactory(network=first.network).user
    client.force_login(member)
    address = first.network.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    for _number in range(4):
        said(DiscussionFactory(network=first.network), member, "Yes.")

    with django_assert_num_queries(len(short)):
        client.get(address)
