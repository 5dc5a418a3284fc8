"""What networks tell elsewhere: my home, the summary, the agenda, profiles, exports. Nothing leaks."""

import datetime as dt
import uuid

import pytest

from accounts.actions.closing import close_account
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role as StaffRole
from accounts.shared_networks import share_a_network
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks import tasks
from networks.actions.discussions import follow_discussion, reply
from networks.actions.invitations import invite
from networks.actions.memberships import leave_network, make_moderator
from networks.actions.posts import edit_post
from networks.actions.read_marks import mark_all_read
from networks.actions.records import announce_record
from networks.agenda import do_next_of
from networks.digests import news_of
from networks.models import Discussion, Invitation, Membership, Network, NetworkAccess
from networks.reading.activity import new_in_my_networks
from networks.states import MembershipState
from notifications.digest.sections import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(now):
    """A network by invitation with a discussion and a record, both new."""
    topic = TopicFactory()
    network = NetworkFactory(access=NetworkAccess.INVITED, topics=[topic], name="Quiet circle")
    network.moderator = network.memberships.get().user
    discussion = DiscussionFactory(
        network=network, author=network.moderator, title="Secret talk", at=now
    )
    record = RecordFactory(title="New record", topics=[topic])
    announce_record(record=record, at=now + dt.timedelta(minutes=1))
    network.discussion = discussion
    return network


def _member(network):
    return MembershipFactory(network=network).user


def _digest(user, now):
    day = dt.timedelta(days=1)
    return [line.title for line in news_of([Reader(user, now - day, now + day)])[user.pk]]


def test_a_member_sees_what_is_new_in_two_queries(busy, django_assert_num_queries):
    user = _member(busy)

    with django_assert_num_queries(2):
        things = new_in_my_networks(user, limit=5)

    assert [(thing.title, thing.network, thing.is_record) for thing in things] == [
        ("New record", "Quiet circle", True),
        ("Secret talk", "Quiet circle", False),
    ]


@pytest.mark.parametrize("role", ["stranger", "waiting", "removed", "administrator"])
def test_nobody_else_learns_anything(busy, now, person_as, role):
    user = person_as(role, busy)

    assert new_in_my_networks(user) == []
    assert _digest(user, now) == []
    assert not Discussion.objects.visible_to(user).exists()


def test_a_record_shared_by_two_networks_is_named_once(busy, now):
    user = _member(busy)
    other = NetworkFactory(topics=busy.topics.all(), members=[user])
    announce_record(record=busy.announced.get().record, at=now)

    titles = [thing.title for thing in new_in_my_networks(user)]

    assert (other.announced.count(), titles.count("New record")) == (1, 1)


def test_reading_all_empties_it(busy, now):
    user = _member(busy)

    mark_all_read(network=busy, user=user, at=now + dt.timedelta(hours=1))

    assert new_in_my_networks(user) == []


def test_the_summary_names_what_is_unread_in_five_queries(busy, now, django_assert_num_queries):
    user = _member(busy)

    with django_assert_num_queries(5):
        titles = _digest(user, now)

    assert titles == ["Secret talk", "New record"]


@pytest.mark.parametrize("wish", ["follow", "mute"])
def test_the_summary_leaves_out_what_is_told_one_by_one_or_muted(busy, now, wish):
    user = _member(busy)

    follow_discussion(discussion=busy.discussion, user=user, wish=wish)

    assert _digest(user, now) == ["New record"]


def test_the_summary_leaves_out_what_is_older(busy, now):
    user = _member(busy)

    later = Reader(user, now + dt.timedelta(hours=1), now + dt.timedelta(days=7))

    lines = news_of([later])[user.pk]

    assert lines == []


def test_a_moderator_has_requests_to_answer_in_two_queries(now, django_assert_max_num_queries):
    network = NetworkFactory(access=NetworkAccess.APPROVAL, name="Coastal towns")
    moderator = network.memberships.get().user
    for _number in range(2):
        MembershipFactory(network=network, state=MembershipState.REQUESTED)
    moderator.roles  # noqa: B018  (every page asks for them anyway)

    with django_assert_max_num_queries(2):
        waiting = do_next_of(moderator, now=now)

    assert [thing.title for thing in waiting] == ["Answer 2 requests to join Coastal towns"]


def test_nothing_waits_on_a_plain_member_or_a_former_moderator(now):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    MembershipFactory(network=network, state=MembershipState.REQUESTED)
    member, former = (
        _member(network),
        MembershipFactory(network=network, state=MembershipState.LEFT).user,
    )

    assert (do_next_of(member, now=now), do_next_of(former, now=now)) == ([], [])


def test_an_invitation_waits_on_the_invited_until_it_ends(busy, now):
    user = UserFactory(email="ana@example.org")
    invite(network=busy, email="ana@example.org", by=busy.moderator, at=now)

    waiting = do_next_of(user, now=now)
    afterwards = do_next_of(user, now=now + dt.timedelta(days=31))

    assert [thing.title for thing in waiting] == ["Answer the invitation to Quiet circle"]
    assert afterwards == []


def test_two_people_share_a_network_only_as_active_members(network):
    a, b = _member(network), _member(network)
    former = MembershipFactory(network=network, state=MembershipState.LEFT).user

    assert share_a_network(a, b)
    assert not share_a_network(a, former)
    assert not share_a_network(former, a)
    assert not share_a_network(a, UserFactory())


def test_closing_an_account_leaves_the_networks_and_what_was_written(
    network, now, plan_of, django_capture_on_commit_callbacks
):
    user = _member(network)
    discussion = DiscussionFactory(network=network, author=user, plan=plan_of(user))
    waits = MembershipFactory(user=user, state=MembershipState.REQUESTED)

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=user, at=now)

    waits.refresh_from_db()
    post = discussion.posts.get()
    assert network.memberships.get(user=user).state == MembershipState.LEFT
    assert waits.state == MembershipState.LEFT
    assert (post.body, post.plan) == ("Has anybody tried this with a smaller group?", None)


def test_the_sweep_ends_what_a_closed_account_still_has(network, now):
    user = _member(network)
    close_account(user=user, at=now)

    tasks.sweep_closed_accounts()

    assert network.memberships.get(user=user).state == MembershipState.LEFT


def test_a_network_that_lost_its_last_moderator_waits_on_administrators(network, now):
    member = MembershipFactory(network=network)
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])
    close_account(user=network.moderator, at=now)
    tasks.sweep_closed_accounts()

    before = [thing.title for thing in do_next_of(administrator, now=now)]
    make_moderator(membership=member, by=administrator, at=now)

    assert before == [f"Find a moderator for {network}"]
    assert do_next_of(administrator, now=now) == []


def test_the_export_holds_what_is_kept_about_a_person(network, now):
    user = _member(network)
    discussion = DiscussionFactory(network=network, author=user, title="Mine", body="First words")
    edit_post(post=discussion.posts.get(), body="Second words", at=now)
    reply(discussion=discussion, author=network.moderator, body="Theirs", key=uuid.uuid4(), at=now)

    data = personal_data_of(user)["networks"].data

    assert [row["network__name"] for row in data["memberships"]] == [network.name]
    assert [row["title"] for row in data["discussions"]] == ["Mine"]
    assert [row["body"] for row in data["posts"]] == ["Second words"]
    assert [row["body"] for row in data["earlier_wordings"]] == ["First words"]


def test_the_export_of_who_left_a_network_names_no_discussion_of_it(busy, now):
    member = _member(busy)
    discussion = Discussion.objects.get(network=busy)
    reply(discussion=discussion, author=member, body="My words", key=uuid.uuid4(), at=now)
    edit_post(post=discussion.posts.get(author=member), body="My own words", at=now)
    follow_discussion(discussion=discussion, user=member, wish="mute")
    before = str(personal_data_of(member)["networks"].data)
    leave_network(network=busy, user=member, at=now)
    Discussion.objects.filter(pk=discussion.pk).update(title="Renamed since")

    after = str(personal_data_of(member)["networks"].data)

    assert "Secret talk" in before
    assert "My own words" in after
    assert "My words" in after
    assert "Renamed since" not in after
    titles = {
        part: [row["discussion__title"] for row in personal_data_of(member)["networks"].data[part]]
        for part in ("posts", "follows", "read")
    }
    hidden = "A discussion that you can no longer see"
    assert {title for part in titles.values() for title in part} == {hidden}


def test_the_export_keeps_the_titles_that_a_person_wrote(network, now):
    user = _member(network)
    DiscussionFactory(network=network, author=user, title="Mine", body="First words")
    leave_network(network=network, user=user, at=now)

    data = personal_data_of(user)["networks"].data

    assert [row["title"] for row in data["discussions"]] == ["Mine"]
    hidden = "A discussion that you can no longer see"
    assert [row["discussion__title"] for row in data["posts"]] == [hidden]


def test_search_and_sight_of_networks_agree_with_their_access(network, now):
    hidden, listed = (
        NetworkFactory(access=NetworkAccess.INVITED),
        NetworkFactory(access=NetworkAccess.APPROVAL),
    )
    member = _member(hidden)
    Invitation.objects.all().delete()

    seen = {
        "stranger": set(Network.objects.visible_to(UserFactory())),
        "member": set(Network.objects.visible_to(member)),
    }

    assert seen == {"stranger": {network, listed}, "member": {network, hidden, listed}}
    assert Membership.objects.filter(user=member).count() == 1
