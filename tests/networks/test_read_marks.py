"""How far somebody has read, and what is counted as unread."""

import datetime as dt
import uuid

import pytest

from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import follow_discussion, reply
from networks.actions.memberships import leave_network
from networks.actions.read_marks import mark_all_read, mark_read
from networks.models import Discussion, Post, ReadMark
from networks.reading.activity import unread_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(network):
    return MembershipFactory(network=network).user


@pytest.fixture
def discussion(network, reader, now):
    """Four posts, written by the moderator after the reader joined."""
    discussion = DiscussionFactory(network=network, author=network.moderator, at=now)
    for minutes in (1, 2, 3):
        reply(
            discussion=discussion,
            author=network.moderator,
            body="More.",
            key=uuid.uuid4(),
            at=now + dt.timedelta(minutes=minutes),
        )
    discussion.refresh_from_db()
    return discussion


def _unread(user):
    return Discussion.objects.with_unread(user).get().unread


def test_what_was_written_before_one_joined_is_not_unread(network, discussion, now):
    late = MembershipFactory(network=network, at=now + dt.timedelta(hours=1)).user

    assert _unread(late) == 0
    assert unread_counts(late) == {}


def test_what_others_wrote_is_unread_and_what_one_wrote_is_not(network, reader, discussion):
    assert (_unread(reader), _unread(network.moderator)) == (4, 0)
    assert (unread_counts(reader), unread_counts(network.moderator)) == ({network.pk: 1}, {})


def test_a_mark_goes_forward_only(reader, discussion, now):
    for number in (3, 1):
        mark_read(discussion=discussion, user=reader, at=now, number=number)

    assert ReadMark.objects.get(user=reader).number == 3
    assert _unread(reader) == 1
    assert list(Post.objects.unread_by(reader).values_list("number", flat=True)) == [4]


def test_a_mark_past_the_end_is_the_end(reader, discussion, now):
    mark_read(discussion=discussion, user=reader, at=now, number=999)

    assert ReadMark.objects.get(user=reader).number == 4
    assert unread_counts(reader) == {}


def test_answering_marks_the_discussion_as_read(reader, discussion, now):
    reply(
        discussion=discussion,
        author=reader,
        body="Thank you.",
        key=uuid.uuid4(),
        at=now + dt.timedelta(hours=1),
    )

    assert _unread(reader) == 0


def test_marking_all_as_read_lasts_until_the_next_post(network, reader, discussion, now):
    later = now + dt.timedelta(hours=1)

    mark_all_read(network=network, user=reader, at=later)
    after_marking = _unread(reader)
    reply(
        discussion=discussion,
        author=network.moderator,
        body="News.",
        key=uuid.uuid4(),
        at=later + dt.timedelta(hours=1),
    )

    assert (after_marking, _unread(reader), unread_counts(reader)) == (0, 1, {network.pk: 1})


def test_a_muted_discussion_is_not_counted(reader, discussion):
    follow_discussion(discussion=discussion, user=reader, wish="mute")

    assert unread_counts(reader) == {}


@pytest.mark.parametrize("state", ["hidden", "removed"])
def test_what_members_do_not_see_is_not_counted(reader, discussion, state):
    Discussion.objects.update(state=state)

    assert unread_counts(reader) == {}


def test_a_former_member_has_nothing_unread(network, reader, discussion, now):
    leave_network(network=network, user=reader, at=now)

    assert unread_counts(reader) == {}
    assert not Post.objects.unread_by(reader).exists()


def test_looking_at_a_discussion_changes_nothing_and_the_button_marks_it(
    reader, discussion, client_of
):
    client = client_of(reader)
    address = discussion.get_absolute_url()

    page = client.get(address).content.decode()
    unread_after_looking = _unread(reader)
    client.post(f"{address}read/", {"number": "4"})

    assert 'name="number" value="4"' in page
    assert (unread_after_looking, _unread(reader)) == (4, 0)


def test_the_page_sends_its_mark_without_leaving(reader, discussion, client_of):
    response = client_of(reader).post(
        f"{discussion.get_absolute_url()}read/",
        {"number": "2"},
        headers={"Accept": "application/json"},
    )

    assert (response.status_code, _unread(reader)) == (204, 2)


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "²", "9" * 40, "\x00"])
def test_a_strange_number_marks_no_more_than_there_is(reader, discussion, client_of, number):
    response = client_of(reader).post(f"{discussion.get_absolute_url()}read/", {"number": number})

    assert (response.status_code, ReadMark.objects.get(user=reader).number) == (302, 4)


def test_the_first_unread_post_is_one_click_away(reader, discussion, now, client_of):
    mark_read(discussion=discussion, user=reader, at=now, number=2)
    client = client_of(reader)
    address = discussion.get_absolute_url()

    to_first_unread = client.get(f"{address}unread/").url
    mark_read(discussion=discussion, user=reader, at=now)
    to_last = client.get(f"{address}unread/").url

    assert (to_first_unread, to_last) == (f"{address}#post-3", f"{address}#post-4")


def test_a_post_on_the_second_page_has_its_address_there(network, discussion, client_of):
    for number in range(5, 32):
        reply(
            discussion=discussion,
            author=network.moderator,
            body=f"Post {number}",
            key=uuid.uuid4(),
            at=discussion.last_post_at,
        )
    post = Post.objects.get(number=31)
    client = client_of(network.moderator)

    response = client.get(post.get_permanent_url(), follow=True)

    assert response.redirect_chain[-1][0].endswith("?page=2#post-31")
    assert response.content.count(b'<li class="post"') == 1
