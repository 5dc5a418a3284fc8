"""Mentions, which tell members of the network alone, and quotations."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import Block
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import follow_discussion, reply
from networks.actions.posts import edit_post, hide_post
from networks.models import Post
from networks.states import MembershipState
from networks.words.quotations import quotation
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(network):
    names = ["Eleri Vaughan", "Ann Lee", "Ann Leesmith", "Zoë O’Brien"]
    return {
        name: MembershipFactory(network=network, user=UserFactory(full_name=name)).user
        for name in names
    }


@pytest.fixture
def discussion(network):
    return DiscussionFactory(network=network)


def _write(discussion, body, now):
    author = MembershipFactory(network=discussion.network).user
    return reply(discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=now)


def _mentioned():
    rows = Notification.objects.filter(kind="networks.mentioned").select_related("recipient")
    return sorted(row.recipient.full_name for row in rows)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("@Eleri, may I have your leaflet?", ["Eleri Vaughan"]),
        ("Thanks @eleri vaughan!", ["Eleri Vaughan"]),
        ("(@Zoë O’Brien) and @Eleri", ["Eleri Vaughan", "Zoë O’Brien"]),
        # Two have this first name, so only a whole one says who is meant.
        ("@Ann knows", []),
        ("@Ann Lee knows", ["Ann Lee"]),
        ("@Ann Leesmith knows", ["Ann Leesmith"]),
        ("write to me@eleri.example or @@Eleri", []),
        ("Eleri without the sign, and @Nobody", []),
        ("@", []),
    ],
)
def test_a_mention_tells_the_member_who_is_meant(people, discussion, now, body, told):
    _write(discussion, body, now)

    assert _mentioned() == told


def test_nobody_outside_is_told(network, discussion, now):
    for state in (None, MembershipState.REMOVED, MembershipState.REQUESTED):
        user = UserFactory(full_name=f"Olga Outside {state}")
        if state:
            MembershipFactory(network=network, user=user, state=state)

    _write(discussion, "@Olga Outside None @Olga Outside removed @Olga Outside requested", now)

    assert _mentioned() == []


def test_who_muted_the_discussion_is_not_told_and_a_follower_is_told_once(people, discussion, now):
    eleri, ann = people["Eleri Vaughan"], people["Ann Lee"]
    follow_discussion(discussion=discussion, user=eleri, wish="mute")
    follow_discussion(discussion=discussion, user=ann, wish="follow")

    _write(discussion, "@Eleri and @Ann Lee", now)

    kinds = Notification.objects.filter(recipient=ann).values_list("kind", flat=True)
    assert list(kinds) == ["networks.mentioned"]
    assert not Notification.objects.filter(recipient=eleri).exists()


def test_a_mention_that_is_added_later_tells_too_and_nobody_twice(people, discussion, now):
    post = _write(discussion, "@Eleri", now)

    edit_post(post=post, body="@Eleri and @Zoë", at=now)

    assert _mentioned() == ["Eleri Vaughan", "Zoë O’Brien"]


def test_a_quotation_says_who_and_leads_to_the_post(network, discussion, client_of, now):
    post = _write(discussion, "First line\n\nSecond line", now)
    client = client_of(network.moderator)
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])

    page = client.get(f"{address}?quote={post.pk}")

    text = page.context["form"].initial["body"]
    link = post.get_permanent_url()
    assert text == f"> [{post.author} wrote:]({link})\n>\n> First line\n>\n> Second line\n\n"
    assert "?quote=" in client.get(discussion.get_absolute_url()).content.decode()


def test_what_is_hidden_or_elsewhere_is_not_quoted(network, discussion, client_of, now):
    hidden = _write(discussion, "Names a patient", now)
    hide_post(post=hidden, by=network.moderator, reason="Private", at=now)
    elsewhere = DiscussionFactory(body="Words of others").posts.get()
    client = client_of(network.moderator)
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])

    texts = [
        client.get(f"{address}?quote={asked}").context["form"].initial["body"]
        for asked in (hidden.pk, elsewhere.pk, "x", "")
    ]

    assert texts == ["", "", "", ""]


def test_a_long_post_is_quoted_in_part(discussion, now):
    text = quotation(_write(discussion, "word " * 1_000, now))

    assert text.endswith("word …\n\n")
    assert len(text) < 800


def test_a_reply_brings_a_record_and_a_plan(network, discussion, client_of, plan_of):
    record = RecordFactory()
    member = MembershipFactory(network=network).user
    plan = plan_of(member)
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])
    page = f"https://praxis.example{record.get_absolute_url()}"

    client_of(member).post(address, {"body": "See this", "record": page, "plan": plan.pk})

    post = Post.objects.get(author=member)
    assert (post.record, post.plan) == (record, plan)


@pytest.mark.parametrize("kind", ["no address", "not there", "plan of another"])
def test_what_one_cannot_share_is_refused_and_the_words_are_kept(
    network, discussion, client_of, plan_of, kind
):
    member = MembershipFactory(network=network).user
    brought = {
        "no address": {"record": "The Marmot Review"},
        "not there": {"record": "/library/99999999999999999999/"},
        "plan of another": {"plan": plan_of(network.moderator).pk},
    }
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])

    page = client_of(member).post(address, {"body": "My words", **brought[kind]})

    assert page.status_code == 200
    assert "My words" in page.content.decode()
    assert not Post.objects.filter(author=member).exists()


@pytest.mark.parametrize(
    ("typed", "names"),
    [("ann", ["Ann Lee", "Ann Leesmith"]), ("ann lees", ["Ann Leesmith"]), ("lee", []), ("", [])],
)
def test_names_are_suggested_as_they_begin(network, people, client_of, typed, names):
    address = reverse("networks:member_names", args=[network.slug])

    answer = client_of(network.moderator).get(address, {"q": typed})

    assert answer.json() == {"names": names}


def test_who_blocked_the_author_is_not_told_by_a_mention(people, discussion, now):
    author = MembershipFactory(network=discussion.network).user
    Block.objects.create(blocker=people["Eleri Vaughan"], blocked=author)

    reply(discussion=discussion, author=author, body="@Eleri", key=uuid.uuid4(), at=now)

    assert _mentioned() == []


def test_the_name_of_a_network_is_text_in_the_hints_of_forms(network, discussion, client_of):
    network.name = "Homes <img src=x>"
    network.save()
    address = reverse("networks:discussion_reply", args=[network.slug, discussion.pk])

    page = client_of(network.moderator).get(address).content.decode()

    assert "Members of Homes &lt;img src=x&gt; can read it" in page
    assert "<img src=x>" not in page
