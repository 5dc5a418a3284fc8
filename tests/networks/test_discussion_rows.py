"""The rows of discussions are kept for what they show: whatever changes is read at once, by whom it concerns alone."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts.models import Block, User
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import pin_discussion, reply
from networks.actions.read_marks import mark_all_read
from networks.models import Discussion, Follow, Post
from networks.states import DiscussionState

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC)


def said(discussion, author, body):
    return reply(
        discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=timezone.now()
    )


@pytest.fixture
def discussion():
    author = MembershipFactory(user__full_name="Ann Ash")
    return DiscussionFactory(network=author.network, title="Damp walls", author=author.user)


@pytest.fixture
def writer(discussion):
    person = MembershipFactory(network=discussion.network, user__full_name="Bo Birch").user
    said(discussion, person, "Try a *dehumidifier*.")
    return person


@pytest.fixture
def member(client, discussion, writer):
    person = MembershipFactory(network=discussion.network, user__full_name="Cy Cole").user
    client.force_login(person)
    return person


def rows(client, discussion):
    page = client.get(discussion.network.get_absolute_url()).content.decode()
    return page.partition('<ul class="rows rows-talk">')[2].partition("</ul>")[0]


CHANGES = {
    "title": (
        lambda d, w, m: Discussion.objects.update(title="<Dry> walls"),
        "&lt;Dry&gt; walls</a>",
    ),
    "name of who began it": (
        lambda d, w, m: User.objects.filter(full_name="Ann Ash").update(full_name="Ann Oak"),
        "by Ann Oak ·",
    ),
    "name of who wrote last": (
        lambda d, w, m: User.objects.filter(pk=w.pk).update(full_name="Bo Beech"),
        "last post by Bo Beech",
    ),
    "words of the last post": (
        lambda d, w, m: Post.objects.filter(author=w).update(body_html="<p>Open a window.</p>"),
        "Open a window.</p>",
    ),
    "a block": (
        lambda d, w, m: Block.objects.create(blocker=m, blocked=w),
        "You blocked the person who wrote last.",
    ),
    "a reply": (lambda d, w, m: said(d, w, "And a fan."), "And a fan."),
    "the number of replies": (lambda d, w, m: said(d, w, "And a fan."), "2 replies"),
    "pinned": (
        lambda d, w, m: pin_discussion(discussion=d, pinned=True, at=timezone.now()),
        '<span class="badge">Pinned</span>',
    ),
    "closed": (
        lambda d, w, m: Discussion.objects.update(state=DiscussionState.CLOSED),
        '<span class="badge">Closed</span>',
    ),
    "muted": (
        lambda d, w, m: Follow.objects.create(discussion=d, user=m, is_muted=True),
        '<span class="meta">Muted</span>',
    ),
    "the time": (
        lambda d, w, m: Discussion.objects.update(last_post_at=AT),
        "3 March 2026, 23:30</time>",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_in_a_row_is_read_at_once(client, discussion, writer, member, name):
    change, words = CHANGES[name]
    discussion.refresh_from_db()
    before = rows(client, discussion)

    change(discussion, writer, member)

    assert (words in before, words in rows(client, discussion)) == (False, True)


def test_what_somebody_has_read_is_new_to_the_others_still(client, discussion, writer, member):
    other = MembershipFactory(network=discussion.network).user
    unread = "2 unread posts</a>"
    for words in ("One.", "Two."):
        said(discussion, writer, words)
    found = []
    for person in (member, other):
        client.force_login(person)
        found.append(unread in rows(client, discussion))

    mark_all_read(network=discussion.network, user=member, at=timezone.now())

    for person in (member, other):
        client.force_login(person)
        found.append(unread in rows(client, discussion))
    assert found[0:2] == [True, True]
    assert found[2:] == [False, True]


def test_the_time_of_the_last_post_is_the_one_of_the_readers_time_zone(client, discussion, member):
    Discussion.objects.update(last_post_at=AT)
    found = []
    for zone in ("Europe/London", "Asia/Kathmandu", "Europe/London"):
        User.objects.filter(pk=member.pk).update(time_zone=zone)
        found.append(rows(client, discussion).partition("</time>")[0][-17:])

    assert found == ["March 2026, 23:30", "March 2026, 05:15", "March 2026, 23:30"]


def test_a_tag_that_was_cut_off_is_not_read_as_words(client, discussion, member):
    body = f'<p>See <a href="https://example.org/{"a" * 3000}">this</a> first.</p>'
    Post.objects.filter(author__full_name="Bo Birch").update(body_html=body)

    found = rows(client, discussion)

    excerpt = found.partition('<p class="row-excerpt" dir="auto">')[2].partition("</p>")[0]
    assert excerpt == "See"
