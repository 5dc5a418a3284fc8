"""What people do on the pages, and how much the pages ask of the database."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Block, User, Visibility
from accounts.roles import Role as StaffRole
from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions import discussions
from networks.actions.discussions import close_discussion
from networks.models import Discussion, Membership, Network, NetworkAccess, Post
from networks.states import MembershipState

pytestmark = pytest.mark.django_db


def _address(name, *args):
    return reverse(f"networks:{name}", args=args)


def test_staff_open_a_network_at_an_address_that_stays(client_of):
    facilitator = UserFactory(roles=[StaffRole.FACILITATOR])
    topic = TopicFactory()
    words = {
        "name": "Warm homes",
        "purpose": "To *compare*.",
        "access": "open",
        "topics": [topic.code],
    }
    client = client_of(facilitator)

    created = client.post(_address("network_new"), words)
    edited = client.post(
        _address("network_edit", "warm-homes"), {**words, "name": "Warm and dry homes"}
    )

    network = Network.objects.get()
    assert (created.url, edited.status_code) == ("/networks/warm-homes/", 302)
    assert (network.slug, network.name, network.purpose_html) == (
        "warm-homes",
        "Warm and dry homes",
        "<p>To <em>compare</em>.</p>\n",
    )
    assert network.memberships.get().is_moderator


@pytest.mark.parametrize("name", ["New", "share", "Invitations", "Réseau", "شبكة", "健康"])
def test_every_name_gets_an_address_that_works(client_of, name):
    network = NetworkFactory(name=name)
    twin = NetworkFactory(name=f"{name}!")

    statuses = [client_of(None).get(n.get_absolute_url()).status_code for n in (network, twin)]

    assert statuses == [200, 200]
    assert network.slug != twin.slug


def test_a_name_that_is_taken_is_refused_beside_the_field(client_of):
    NetworkFactory(name="Warm homes")
    client = client_of(UserFactory(roles=[StaffRole.COORDINATOR]))

    response = client.post(
        _address("network_new"),
        {"name": "warm HOMES", "purpose": "P", "access": "open", "topics": [TopicFactory().code]},
    )

    assertContains(response, "There is already a network with this name.")
    assertContains(response, "warm HOMES")
    assert Network.objects.count() == 1


def test_joining_leaving_and_joining_again(network, client_of):
    user = UserFactory()
    client = client_of(user)

    states = []
    for page in ("network_join", "network_leave", "network_join"):
        client.post(_address(page, network.slug))
        states.append(Membership.objects.get(user=user).state)

    assert states == ["active", "left", "active"]


def test_asking_being_declined_and_reading_why(client_of):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    moderator, user = network.memberships.get().user, UserFactory()
    client_of(user).post(_address("network_join", network.slug), {"message": "I work on it."})
    membership = Membership.objects.get(user=user)

    queue = client_of(moderator).get(_address("request_list", network.slug))
    client_of(moderator).post(
        _address("request_decline", network.slug, membership.pk), {"reason": "Not from here."}
    )

    membership.refresh_from_db()
    assertContains(queue, "I work on it.")
    assert membership.state == MembershipState.DECLINED
    assert user.notifications.get().text == "Not from here."


def test_a_request_can_be_withdrawn(client_of):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    membership = MembershipFactory(network=network, state=MembershipState.REQUESTED)

    client_of(membership.user).post(_address("request_withdraw", network.slug))

    membership.refresh_from_db()
    assert membership.state == MembershipState.LEFT


def test_the_last_moderator_reads_why_they_cannot_leave(network, client_of):
    response = client_of(network.moderator).post(_address("network_leave", network.slug))

    assertContains(response, "You are the last moderator.")
    assert network.memberships.get().is_moderator


def test_starting_a_discussion_about_a_record_after_a_preview(network, client_of):
    author = MembershipFactory(network=network).user
    record = RecordFactory(title="A report on housing")
    address = f"{_address('discussion_start', network.slug)}?record={record.pk}"
    words = {
        "title": "Who has read this?",
        "body": "I **like** it.",
        "record": record.pk,
        "form_key": str(uuid.uuid4()),
    }
    client = client_of(author)

    form = client.get(address)
    preview = client.post(address, {**words, "preview": "Preview"})
    count_after_preview = Discussion.objects.count()
    answers = [client.post(address, {**words, "send": "Start"}).url for _click in range(2)]

    discussion = Discussion.objects.get()
    assertContains(form, "A report on housing")
    assertContains(preview, "<strong>like</strong>")
    assert (count_after_preview, answers) == (0, [discussion.get_absolute_url()] * 2)
    assertContains(client.get(discussion.get_absolute_url()), "A report on housing")


def test_a_plan_is_shared_only_with_consent_and_until_its_author_stops(network, client_of, plan_of):
    author, reader = (MembershipFactory(network=network).user for _number in range(2))
    plan = plan_of(author)
    address = f"{_address('discussion_start', network.slug)}?plan={plan.pk}"
    words = {"title": "My plan", "body": "What do you think?", "plan": plan.pk}

    refused = client_of(author).post(address, words)
    client_of(author).post(address, {**words, "consent": "on"})
    post = Post.objects.get()
    read = client_of(reader).get(post.discussion.get_absolute_url())
    client_of(author).post(_address("post_stop_sharing", network.slug, post.pk))
    read_later = client_of(reader).get(post.discussion.get_absolute_url())

    assertContains(refused, f"Members of {network} can read this plan")
    assertContains(refused, "Agree to share your plan")
    assertContains(read, "Salford")
    assertNotContains(read_later, "Salford")


def test_somebody_elses_plan_cannot_be_shared(network, client_of, plan_of):
    plan = plan_of(UserFactory())
    address = _address("discussion_start", network.slug)
    client = client_of(network.moderator)

    in_address = client.get(f"{address}?plan={plan.pk}")
    in_form = client.post(address, {"title": "T", "body": "B", "plan": plan.pk, "consent": "on"})

    assert (in_address.status_code, in_form.status_code) == (404, 200)
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("query", ["record=x", "record=999999", "plan=-1", f"plan={'9' * 40}"])
def test_a_thing_that_is_not_there_is_not_found(network, client_of, query):
    client = client_of(network.moderator)

    statuses = [
        client.get(f"{address}?{query}").status_code
        for address in (_address("discussion_start", network.slug), _address("discussion_choose"))
    ]

    assert statuses == [404, 404]


def test_choosing_where_to_share_lists_ones_own_open_networks(network, client_of):
    other = NetworkFactory(name="Of others")
    record = RecordFactory()

    page = client_of(network.moderator).get(f"{_address('discussion_choose')}?record={record.pk}")

    assertContains(page, f"{_address('discussion_start', network.slug)}?record={record.pk}")
    assertNotContains(page, other.name)


def test_answering_after_a_preview_leads_to_ones_post(network, client_of):
    discussion = DiscussionFactory(network=network)
    words = {"body": "We **did**.", "form_key": str(uuid.uuid4())}
    address = _address("discussion_reply", network.slug, discussion.pk)
    client = client_of(network.moderator)

    preview = client.post(address, {**words, "preview": "Preview"})
    answers = [client.post(address, words).url for _click in range(2)]

    assertContains(preview, "<strong>did</strong>")
    assert answers == [f"{discussion.get_absolute_url()}#post-2"] * 2
    assert discussion.posts.count() == 2


def test_a_reply_to_a_discussion_that_was_just_closed_keeps_the_words(network, now, client_of):
    discussion = DiscussionFactory(network=network)
    close_discussion(discussion=discussion, by=network.moderator, reason="Done.", at=now)

    response = client_of(network.moderator).post(
        _address("discussion_reply", network.slug, discussion.pk), {"body": "My long answer"}
    )

    assertContains(response, "This discussion is closed.")
    assertContains(response, "My long answer")


def test_an_edited_post_says_so_and_shows_its_past_to_its_author(network, client_of):
    discussion = DiscussionFactory(network=network, body="First words")
    post = discussion.posts.get()
    client = client_of(discussion.author)

    client.post(_address("post_edit", network.slug, post.pk), {"body": "Second words"})
    page = client.get(discussion.get_absolute_url())
    history = client.get(_address("post_history", network.slug, post.pk))

    assertContains(page, "Second words")
    assertContains(page, "edited")
    assertContains(history, "First words")


def test_removing_a_post_leaves_a_note(network, client_of, now):
    discussion = DiscussionFactory(network=network, body="Regret")
    discussions.reply(
        discussion=discussion, author=network.moderator, body="Ok", key=uuid.uuid4(), at=now
    )
    client = client_of(discussion.author)

    client.post(_address("post_remove", network.slug, discussion.posts.get(number=1).pk))
    page = client.get(discussion.get_absolute_url())

    assertContains(page, "The author removed this post.")
    assertNotContains(page, "Regret")


def test_a_moderator_hides_shows_pins_closes_and_reopens(network, client_of):
    discussion = DiscussionFactory(network=network)
    post = discussion.posts.get()
    client = client_of(network.moderator)
    seen = []

    for name, words in [
        ("discussion_pin", {"pinned": "yes"}),
        ("discussion_close", {"reason": "Answered."}),
        ("discussion_reopen", {}),
        ("discussion_hide", {"reason": "Spam."}),
        ("discussion_show", {}),
    ]:
        client.post(_address(name, network.slug, discussion.pk), words)
        discussion.refresh_from_db()
        seen.append((bool(discussion.pinned_at), discussion.state))
    client.post(_address("post_hide", network.slug, post.pk), {"reason": "Private."})
    post.refresh_from_db()
    hidden = post.state
    client.post(_address("post_show", network.slug, post.pk))
    post.refresh_from_db()

    assert seen == [
        (True, "open"),
        (True, "closed"),
        (True, "open"),
        (True, "hidden"),
        (True, "open"),
    ]
    assert (hidden, post.state) == ("hidden", "shown")


@pytest.mark.parametrize("shown_to", list(Visibility))
def test_the_members_page_shows_what_each_lets_members_read(network, client_of, shown_to):
    member = MembershipFactory(network=network).user
    ProfileFactory(
        user=member, job_title="Midwife", place="Leeds", shown_to={"job_title": shown_to}
    )

    page = client_of(network.moderator).get(_address("network_members", network.slug))

    assertContains(page, "Leeds")
    assert ("Midwife" in page.content.decode()) == (shown_to != Visibility.NOBODY)


def test_members_are_found_by_name(network, client_of):
    for name in ("Ana Ortiz", "Bo Li", "100% Sure"):
        MembershipFactory(network=network, user__full_name=name)
    client = client_of(network.moderator)

    pages = {
        text: client.get(_address("network_members", network.slug), {"q": text}).content.decode()
        for text in ("ortiz", "%")
    }

    names = {
        text: [n for n in ("Ana Ortiz", "Bo Li", "100% Sure") if n in page]
        for text, page in pages.items()
    }
    assert names == {"ortiz": ["Ana Ortiz"], "%": ["100% Sure"]}


def test_a_moderator_removes_a_member_and_undoes_it(network, client_of):
    membership = MembershipFactory(network=network)
    client = client_of(network.moderator)

    client.post(_address("member_remove", network.slug, membership.pk), {"reason": "Adverts."})
    page = client.get(_address("network_members", network.slug))
    client.post(_address("member_restore", network.slug, membership.pk))

    membership.refresh_from_db()
    assertContains(page, "Restore<")
    assert membership.is_active


def test_archiving_keeps_a_network_to_be_read(network, client_of):
    discussion = DiscussionFactory(network=network)
    client = client_of(network.moderator)

    client.post(_address("network_archive", network.slug), {"reason": "The project is over."})
    page = client.get(discussion.get_absolute_url())
    reply = client.post(
        _address("discussion_reply", network.slug, discussion.pk), {"body": "Too late"}
    )
    client.post(_address("network_reopen", network.slug))

    network.refresh_from_db()
    assertContains(page, "This network is archived.")
    assertContains(reply, "This network is archived.")
    assert network.is_open


def test_a_moderator_invites_by_address(network, client_of):
    client = client_of(network.moderator)

    client.post(_address("invitation_list", network.slug), {"email": "ana@example.org"})
    again = client.post(
        _address("invitation_list", network.slug), {"email": network.moderator.email}
    )

    assertContains(again, "This person is already a member of the network.")
    assert network.invitations.get().email == "ana@example.org"


def test_an_author_who_is_leaving_can_still_be_blocked(network, client_of, post):
    User.objects.filter(pk=post.author_id).update(closes_at=timezone.now(), is_active=False)
    address = reverse("accounts:block_new", args=[post.author_id])
    client = client_of(network.moderator)

    page = client.get(post.discussion.get_absolute_url()).content.decode()
    blocked = client.post(address)

    assert f'href="{address}"' in page
    assert blocked.status_code == 302
    assert Block.objects.filter(blocked=post.author_id).exists()
