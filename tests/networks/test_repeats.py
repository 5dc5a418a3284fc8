"""Forms that are sent twice: a second click does nothing more, other words are not lost."""

import uuid

import pytest

from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.discussions import reply
from networks.models import Discussion, Post

pytestmark = pytest.mark.django_db
SENT_BEFORE = "You have already sent this form"


@pytest.fixture
def discussion(network):
    return DiscussionFactory(network=network)


@pytest.fixture
def author(network):
    return MembershipFactory(network=network).user


def key_in(answer):
    return str(answer.context["form"]["form_key"].value())


def posts_of(author):
    return list(Post.objects.filter(author=author).order_by("pk").values_list("body", flat=True))


def test_two_clicks_write_one_reply(client_of, author, discussion):
    client, address = client_of(author), f"{discussion.get_absolute_url()}reply/"
    data = {"body": "One.", "form_key": str(uuid.uuid4())}

    answers = [client.post(address, data) for _click in range(2)]

    assert answers[0].url == answers[1].url
    assert posts_of(author) == ["One."]


def test_other_words_under_the_same_key_are_kept_and_sent_with_a_new_one(
    client_of, author, discussion
):
    client, address = client_of(author), f"{discussion.get_absolute_url()}reply/"
    key = str(uuid.uuid4())
    client.post(address, {"body": "One.", "form_key": key})

    asked = client.post(address, {"body": "Two is different.", "form_key": key})
    again = client.post(address, {"body": "Two is different.", "form_key": key_in(asked)})

    page = asked.content.decode()
    assert (asked.status_code, SENT_BEFORE in page, "Two is different." in page) == (
        200,
        True,
        True,
    )
    assert again.status_code == 302
    assert posts_of(author) == ["One.", "Two is different."]


def test_a_key_from_another_discussion_loses_nothing(client_of, author, discussion, network):
    client, key = client_of(author), str(uuid.uuid4())
    other = DiscussionFactory(network=network)
    client.post(f"{discussion.get_absolute_url()}reply/", {"body": "One.", "form_key": key})

    asked = client.post(f"{other.get_absolute_url()}reply/", {"body": "One.", "form_key": key})

    assert (asked.status_code, SENT_BEFORE in asked.content.decode()) == (200, True)


@pytest.mark.parametrize("first", ["discussion", "reply", "elsewhere"])
def test_a_discussion_is_started_again_under_a_key_that_was_used(
    client_of, author, discussion, network, first
):
    client, key = client_of(author), str(uuid.uuid4())
    words = {"title": "Warm homes", "body": "Who?", "form_key": key}
    elsewhere = MembershipFactory(user=author).network
    reply = f"{discussion.get_absolute_url()}reply/"
    start = f"{network.get_absolute_url()}discussions/new/"
    used = {
        "discussion": (start, {**words, "title": "Cold homes"}),
        "reply": (reply, {"body": "Who?", "form_key": key}),
        "elsewhere": (f"{elsewhere.get_absolute_url()}discussions/new/", words),
    }
    assert client.post(*used[first]).status_code == 302

    asked = client.post(start, words)
    again = client.post(start, {**words, "form_key": key_in(asked)})

    assert (asked.status_code, again.status_code) == (200, 302)
    assert Discussion.objects.get(network=network, title="Warm homes").posts.count() == 1


def test_the_second_click_leads_where_the_first_did(client_of, network, now):
    moderator, member = (
        MembershipFactory(network=network, role=role).user for role in ("moderator", "member")
    )
    waiting = MembershipFactory(network=network, state="requested")
    discussion = DiscussionFactory(network=network)
    post = reply(discussion=discussion, author=member, body="One.", key=uuid.uuid4(), at=now)
    home = network.get_absolute_url()
    clicks = [
        (moderator, f"{home}requests/{waiting.pk}/approve/"),
        (moderator, f"{home}step-down/"),
        (member, f"{home}posts/{post.pk}/remove/"),
        (member, f"{home}leave/"),
    ]
    answers = {
        address.removeprefix(home): [client_of(who).post(address) for _click in range(2)]
        for who, address in clicks
    }

    assert {name: {a.status_code for a in pair} for name, pair in answers.items()} == {
        name: {302} for name in answers
    }
    assert all(first.url == second.url for first, second in answers.values())


def test_who_never_moderated_does_not_step_down(client_of, author, network):
    answer = client_of(author).post(f"{network.get_absolute_url()}step-down/")

    assert answer.status_code == 403
