"""Starting and answering discussions, and what becomes of posts."""

import uuid

import pytest

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.discussions import (
    close_discussion,
    follow_discussion,
    hide_discussion,
    pin_discussion,
    reopen_discussion,
    reply,
    show_discussion,
    start_discussion,
)
from networks.actions.memberships import leave_network, remove_member
from networks.actions.networks import archive_network
from networks.actions.posts import (
    approve_post,
    edit_post,
    hide_post,
    remove_post,
    show_post,
    stop_sharing_plan,
)
from networks.models import Discussion, Follow, Post, PostRevision
from networks.refusals import DiscussionClosed, NetworkArchived, NotAMember, NotYourPlan
from networks.states import DISCUSSION_FLOW, POST_FLOW, DiscussionState, PostState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(network):
    return DiscussionFactory(network=network)


def _reply(discussion, author, now, body="We did.", key=None):
    return reply(discussion=discussion, author=author, body=body, key=key or uuid.uuid4(), at=now)


def test_a_discussion_begins_with_its_first_post_rendered_and_safe(network, now):
    author = MembershipFactory(network=network).user

    discussion = start_discussion(
        network=network,
        author=author,
        title="Smaller groups?",
        body="**Bold** <script>alert(1)</script>",
        key=uuid.uuid4(),
        at=now,
        record=RecordFactory(title="A report"),
    )

    post = discussion.posts.get()
    assert (post.number, post.record.title) == (1, "A report")
    assert post.body_html == (
        "<p><strong>Bold</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    )
    assert Follow.objects.get().user == author


def test_the_same_key_gives_the_same_discussion_and_the_same_post(network, now):
    author = MembershipFactory(network=network).user
    key, other_key = uuid.uuid4(), uuid.uuid4()
    words = {"network": network, "author": author, "title": "T", "body": "B", "key": key, "at": now}

    first, second = start_discussion(**words), start_discussion(**words)
    replies = [_reply(first, author, now, key=other_key) for _attempt in range(2)]

    assert first == second
    assert replies[0] == replies[1]
    assert list(Post.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_replies_count_move_the_discussion_and_are_told_in_one_notification_until_it_is_read(
    discussion, now
):
    author = MembershipFactory(network=discussion.network).user

    for _number in range(2):
        post = _reply(discussion, author, now)

    discussion.refresh_from_db()
    told = Notification.objects.get()
    assert (discussion.post_count, discussion.last_post_at) == (3, now)
    assert (told.recipient, told.title) == (
        discussion.author,
        f"{author.full_name} replied in “{discussion.title}”",
    )
    assert (told.text, told.news_count) == ("2 new replies", 2)
    assert told.address == f"{discussion.get_absolute_url()}#post-{post.number - 1}"


@pytest.mark.parametrize("reason", ["muted", "left", "removed from followers"])
def test_those_who_do_not_follow_are_not_told(discussion, now, reason):
    author = MembershipFactory(network=discussion.network).user
    if reason == "muted":
        follow_discussion(discussion=discussion, user=discussion.author, wish="mute")
    elif reason == "left":
        leave_network(network=discussion.network, user=discussion.author, at=now)
    else:
        follow_discussion(discussion=discussion, user=discussion.author, wish="ordinary")

    _reply(discussion, author, now)

    assert not Notification.objects.exists()


def test_only_members_write(network, discussion, now):
    stranger = UserFactory()

    with pytest.raises(NotAMember):
        _reply(discussion, stranger, now)
    with pytest.raises(NotAMember):
        DiscussionFactory(network=network, author=stranger)

    assert Post.objects.count() == 1


def test_nobody_writes_in_a_closed_discussion_or_an_archived_network(network, discussion, now):
    close_discussion(discussion=discussion, by=network.moderator, reason="Answered.", at=now)
    with pytest.raises(DiscussionClosed):
        _reply(discussion, discussion.author, now)
    with pytest.raises(DiscussionClosed):
        edit_post(post=discussion.posts.get(), body="Other", at=now)
    archive_network(network=network, by=network.moderator, reason="Done.", at=now)
    with pytest.raises(NetworkArchived):
        DiscussionFactory(network=network, author=network.moderator)

    assert Post.objects.count() == 1


def test_only_the_owner_shares_a_plan_and_can_stop(network, now, plan_of):
    author, other = (MembershipFactory(network=network).user for _number in range(2))
    plan = plan_of(author)

    with pytest.raises(NotYourPlan):
        DiscussionFactory(network=network, author=other, plan=plan)
    post = DiscussionFactory(network=network, author=author, plan=plan).posts.get()
    stop_sharing_plan(post=post, at=now)

    post.refresh_from_db()
    assert (post.plan, post.plan_stopped_at, post.is_shown) == (None, now, True)


@pytest.mark.parametrize("end", ["leave", "remove"])
def test_a_plan_is_no_longer_shared_in_a_network_its_owner_is_not_in(network, now, plan_of, end):
    author = MembershipFactory(network=network).user
    here = DiscussionFactory(network=network, author=author, plan=plan_of(author)).posts.get()
    elsewhere_network = NetworkFactory(members=[author])
    there = DiscussionFactory(
        network=elsewhere_network, author=author, body="The same plan, for you", plan=here.plan
    ).posts.get()

    if end == "leave":
        leave_network(network=network, user=author, at=now)
    else:
        remove_member(
            membership=network.memberships.get(user=author),
            by=network.moderator,
            reason="No.",
            at=now,
        )

    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.plan, there.plan is not None) == (None, True)


def test_editing_keeps_the_earlier_words(discussion, now):
    post = discussion.posts.get()
    before = post.body

    for _attempt in range(2):
        edit_post(post=post, body="Better words", at=now)

    post.refresh_from_db()
    assert (post.body, post.body_html, post.edited_at) == (
        "Better words",
        "<p>Better words</p>\n",
        now,
    )
    assert list(PostRevision.objects.values_list("body", "until")) == [(before, now)]


def test_a_revision_is_never_changed(discussion, now):
    edit_post(post=discussion.posts.get(), body="Better words", at=now)
    revision = PostRevision.objects.get()

    with pytest.raises(TypeError):
        revision.save()
    with pytest.raises(TypeError):
        revision.delete()

    assert PostRevision.objects.count() == 1


def test_removing_an_answered_post_leaves_a_tombstone(discussion, now):
    _reply(discussion, MembershipFactory(network=discussion.network).user, now)
    post = discussion.posts.get(number=1)
    words = post.body

    remove_post(post=post, at=now)

    post.refresh_from_db()
    discussion.refresh_from_db()
    assert (post.state, post.body, post.body_html) == ("removed", "", "")
    assert PostRevision.objects.get().body == words
    assert discussion.state == DiscussionState.OPEN


def test_removing_the_only_post_removes_the_discussion(discussion, now):
    remove_post(post=discussion.posts.get(), at=now)

    discussion.refresh_from_db()
    assert discussion.state == DiscussionState.REMOVED
    assert not Discussion.objects.visible_to(discussion.author).exists()


def test_hiding_tells_the_author_why(network, discussion, now):
    post = discussion.posts.get()

    hide_post(post=post, by=network.moderator, reason="Names a patient.", at=now)

    told = Notification.objects.get()
    assert (told.recipient, told.text) == (discussion.author, "Names a patient.")
    assert Transition.objects.of(post).get().note == "Names a patient."


@pytest.mark.parametrize("state", sorted(PostState.values))
# "show_held" is what "show" does where a post waited before (``test_flags.py``).
@pytest.mark.parametrize("move", sorted(POST_FLOW.moves.keys() - {"show_held"}))
def test_a_post_moves_only_as_its_flow_says(network, discussion, now, state, move):
    _reply(discussion, discussion.author, now)
    post = discussion.posts.get(number=1)
    Post.objects.filter(pk=post.pk).update(state=state)
    by = {"by": network.moderator, "at": now}
    act = {
        "approve": lambda: approve_post(post=post, **by),
        "hide": lambda: hide_post(post=post, reason="No.", **by),
        "show": lambda: show_post(post=post, **by),
        "remove": lambda: remove_post(post=post, at=now),
        # Only with the account of its author (``tests/accounts/test_leaving.py``).
        "erase": lambda: POST_FLOW.make("erase", post, actor=None, at=now),
    }[move]
    post.refresh_from_db()
    allowed = state in POST_FLOW.moves[move].sources

    if allowed:
        act()
    else:
        with pytest.raises(TransitionNotAllowed):
            act()

    post.refresh_from_db()
    assert post.state == (POST_FLOW.moves[move].target if allowed else state)


@pytest.mark.parametrize("state", sorted(set(PostState.values) - {"shown"}))
def test_only_a_post_that_is_shown_can_be_edited(discussion, now, state):
    post = discussion.posts.get()
    Post.objects.update(state=state)

    with pytest.raises(TransitionNotAllowed):
        edit_post(post=post, body="Other", at=now)

    assert not PostRevision.objects.exists()


@pytest.mark.parametrize("state", sorted(DiscussionState.values))
@pytest.mark.parametrize("move", ["close", "reopen", "hide", "show"])
def test_a_discussion_moves_only_as_its_flow_says(network, discussion, now, state, move):
    Discussion.objects.update(state=state)
    by = {"discussion": discussion, "by": network.moderator, "at": now}
    act = {
        "close": lambda: close_discussion(reason="Done.", **by),
        "reopen": lambda: reopen_discussion(**by),
        "hide": lambda: hide_discussion(reason="Done.", **by),
        "show": lambda: show_discussion(**by),
    }[move]
    allowed = state in DISCUSSION_FLOW.moves[move].sources

    if allowed:
        act()
    else:
        with pytest.raises(TransitionNotAllowed):
            act()

    discussion.refresh_from_db()
    assert discussion.state == (DISCUSSION_FLOW.moves[move].target if allowed else state)


def test_pinning_puts_a_discussion_first(network, now):
    old, new = DiscussionFactory(network=network), DiscussionFactory(network=network)

    pin_discussion(discussion=old, pinned=True, at=now)
    pinned = list(Discussion.objects.pinned_first())
    pin_discussion(discussion=old, pinned=False, at=now)

    assert (pinned, list(Discussion.objects.pinned_first())) == ([old, new], [new, old])
