"""Every page of a network, for everybody who may come by, in every way of access."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role as StaffRole
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.discussions import hide_discussion
from networks.actions.invitations import invite
from networks.actions.posts import hide_post
from networks.models import NetworkAccess
from networks.states import MembershipState
from tests.shared import shared

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "stranger", "waiting", "member", "moderator", "removed", "administrator"]
SIGN_IN = "sign in"

# What each sort of page answers to those who see the network; who does not see it gets 404 everywhere.
# The default is for all roles that a line does not name.
PAGES = {
    # The two pages that are public.
    "network_detail": {"*": 200},
    # For everybody signed in who may know of the network.
    "network_about": {"anonymous": SIGN_IN, "*": 200},
    "network_library": {"anonymous": SIGN_IN, "*": 200},
    "network_join": {"anonymous": SIGN_IN, "*": 200},
    # Pages that only members open.
    "network_leave": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 403},
    "discussion_start": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 403},
    "POST network_read": {"anonymous": SIGN_IN, "member": 302, "moderator": 302, "*": 403},
    "POST network_read_undo": {"anonymous": SIGN_IN, "member": 404, "moderator": 404, "*": 403},
    "member_names": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 403},
    "network_members": {
        "anonymous": SIGN_IN,
        "member": 200,
        "moderator": 200,
        "administrator": 200,
        "*": 403,
    },
    # For moderators, and for administrators who look after the frame but not the contents.
    "network_edit": {"anonymous": SIGN_IN, "moderator": 200, "administrator": 200, "*": 403},
    "network_archive": {"anonymous": SIGN_IN, "moderator": 200, "administrator": 200, "*": 403},
    "POST network_reopen": {"anonymous": SIGN_IN, "moderator": 409, "administrator": 409, "*": 403},
    "request_list": {"anonymous": SIGN_IN, "moderator": 200, "*": 403},
    "invitation_list": {"anonymous": SIGN_IN, "moderator": 200, "*": 403},
    "POST network_step_down": {"anonymous": SIGN_IN, "moderator": 302, "*": 403},
    "POST member_make_moderator": {
        "anonymous": SIGN_IN,
        "moderator": 302,
        "administrator": 302,
        "*": 403,
    },
    "member_remove": {"anonymous": SIGN_IN, "moderator": 200, "*": 403},
    "POST member_restore": {"anonymous": SIGN_IN, "moderator": 409, "*": 403},
    "POST request_approve": {"anonymous": SIGN_IN, "moderator": 302, "*": 403},
    "request_decline": {"anonymous": SIGN_IN, "moderator": 200, "*": 403},
    "POST invitation_withdraw": {"anonymous": SIGN_IN, "moderator": 302, "*": 403},
    # What members write does not exist for anybody else, whoever they are.
    "discussion_detail": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 404},
    "discussion_reply": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 404},
    "discussion_unread": {"anonymous": SIGN_IN, "member": 302, "moderator": 302, "*": 404},
    "POST discussion_read": {"anonymous": SIGN_IN, "member": 302, "moderator": 302, "*": 404},
    "POST discussion_read_undo": {"anonymous": SIGN_IN, "*": 404},
    "POST discussion_follow": {"anonymous": SIGN_IN, "member": 302, "moderator": 302, "*": 404},
    "POST discussion_pin": {"anonymous": SIGN_IN, "member": 403, "moderator": 302, "*": 404},
    "discussion_close": {"anonymous": SIGN_IN, "member": 403, "moderator": 200, "*": 404},
    "POST discussion_reopen": {"anonymous": SIGN_IN, "member": 403, "moderator": 409, "*": 404},
    "discussion_hide": {"anonymous": SIGN_IN, "member": 403, "moderator": 200, "*": 404},
    "POST discussion_show": {"anonymous": SIGN_IN, "member": 403, "moderator": 409, "*": 404},
    "post_detail": {"anonymous": SIGN_IN, "member": 302, "moderator": 302, "*": 404},
    # A moderator does not change what others wrote.
    "post_edit": {"anonymous": SIGN_IN, "member": 403, "moderator": 403, "*": 404},
    "POST post_remove": {"anonymous": SIGN_IN, "member": 403, "moderator": 403, "*": 404},
    "POST post_stop_sharing": {"anonymous": SIGN_IN, "member": 403, "moderator": 403, "*": 404},
    "post_history": {"anonymous": SIGN_IN, "member": 403, "moderator": 200, "*": 404},
    "post_hide": {"anonymous": SIGN_IN, "member": 403, "moderator": 200, "*": 404},
    "POST post_show": {"anonymous": SIGN_IN, "member": 403, "moderator": 409, "*": 404},
    "POST post_approve": {"anonymous": SIGN_IN, "member": 403, "moderator": 409, "*": 404},
    "POST discussion_approve": {"anonymous": SIGN_IN, "member": 403, "moderator": 409, "*": 404},
    "post_flag": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 404},
    "discussion_flag": {"anonymous": SIGN_IN, "member": 200, "moderator": 200, "*": 404},
    # Pages of single cases are in ``test_flags``.
    "case_list": {"anonymous": SIGN_IN, "moderator": 200, "administrator": 200, "*": 403},
}
SEES_HIDDEN_NETWORK = {"waiting", "member", "moderator", "administrator"}


def _expected(page, role, access):
    answers = PAGES[page]
    answer = answers.get(role, answers["*"])
    if access == NetworkAccess.INVITED and role not in SEES_HIDDEN_NETWORK and answer != SIGN_IN:
        return 404
    return answer


def _addresses(network):
    """The address of every page, about things that are really there."""
    member = MembershipFactory(network=network)
    waiting = MembershipFactory(network=network, state=MembershipState.REQUESTED)
    discussion = DiscussionFactory(network=network)
    invitation = invite(
        network=network, email="x@example.org", by=member.user, at=discussion.created_at
    )
    keys = {
        "member": member.pk,
        "request": waiting.pk,
        "invitation": invitation.pk,
        "discussion": discussion.pk,
        "post": discussion.posts.get().pk,
    }
    with_key = {name for name in PAGES if name.split()[-1].split("_")[0] in keys} - {
        "request_list",
        "invitation_list",
        "discussion_start",
        "member_names",
    }

    def address(page):
        name = page.split()[-1]
        own_key = [keys[name.split("_")[0]]] if page in with_key else []
        return reverse(f"networks:{name}", args=[network.slug, *own_key])

    return {page: address(page) for page in PAGES}


def _answer(client, page, address):
    """Return the status of the page; its changes are rolled back."""
    point = transaction.savepoint()
    send = client.post if page.startswith("POST ") else client.get
    response = send(address, {"wish": "follow"} if "follow" in page else {})
    transaction.savepoint_rollback(point)
    is_sign_in = response.status_code == 302 and "/login/" in response.url
    return SIGN_IN if is_sign_in else response.status_code


@shared
def scenes():
    """A network of each access, and the addresses of its pages."""
    networks = {access: NetworkFactory(access=access) for access in NetworkAccess.values}
    return {access: (network, _addresses(network)) for access, network in networks.items()}


@pytest.mark.parametrize("access", sorted(NetworkAccess.values))
@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_each_person_as_it_should(access, role, scenes, person_as, client_of):
    network, addresses = scenes[access]
    client = client_of(person_as(role, network))

    answers = {page: _answer(client, page, address) for page, address in addresses.items()}

    assert answers == {page: _expected(page, role, access) for page in PAGES}


def test_a_wrong_method_changes_nothing(network, client_of):
    client = client_of(network.moderator)
    posts = {page: address for page, address in _addresses(network).items() if "POST" in page}

    answers = {page: client.get(address).status_code for page, address in posts.items()}

    assert answers == dict.fromkeys(posts, 405)


@pytest.mark.parametrize("name", ["discussion_detail", "post_detail", "member_remove"])
def test_a_thing_is_not_found_under_another_network(network, client_of, name):
    other = NetworkFactory(by=network.moderator)
    address = _addresses(network)[name].replace(f"/{network.slug}/", f"/{other.slug}/")

    response = client_of(network.moderator).get(address)

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (StaffRole.COORDINATOR, 200),
        (StaffRole.FACILITATOR, 200),
        (StaffRole.ADMINISTRATOR, 200),
        (StaffRole.EDITOR, 403),
        (StaffRole.REVIEWER, 403),
        (None, 403),
    ],
)
def test_some_staff_create_networks(client_of, role, expected):
    client = client_of(UserFactory(roles=[role] if role else []))

    response = client.get(reverse("networks:network_new"))

    assert response.status_code == expected


def test_a_superuser_passes_rules_but_does_not_read_what_members_write(network, client_of):
    superuser = UserFactory(is_superuser=True)
    discussion = DiscussionFactory(network=network)

    response = client_of(superuser).get(discussion.get_absolute_url())

    assert response.status_code == 404


def test_authors_change_only_their_own_posts(network, client_of):
    discussion = DiscussionFactory(network=network)
    address = reverse("networks:post_edit", args=[network.slug, discussion.posts.get().pk])

    own = client_of(discussion.author).get(address).status_code
    others = client_of(MembershipFactory(network=network).user).get(address).status_code

    assert (own, others) == (200, 403)


def test_a_hidden_discussion_is_for_moderators_only(network, now, client_of):
    discussion = DiscussionFactory(network=network, title="Out of sight")
    hide_discussion(discussion=discussion, by=network.moderator, reason="Spam.", at=now)

    for_author = client_of(discussion.author).get(discussion.get_absolute_url())
    listed_for_author = client_of(discussion.author).get(network.get_absolute_url())
    for_moderator = client_of(network.moderator).get(discussion.get_absolute_url())

    assert (for_author.status_code, for_moderator.status_code) == (404, 200)
    assert "Out of sight" not in listed_for_author.content.decode()


def test_hidden_words_are_read_by_author_and_moderators_only(network, now, client_of):
    discussion = DiscussionFactory(network=network, body="Names a patient")
    reader = MembershipFactory(network=network).user
    hide_post(post=discussion.posts.get(), by=network.moderator, reason="Private.", at=now)

    sees = {
        name: "Names a patient"
        in client_of(user).get(discussion.get_absolute_url()).content.decode()
        for name, user in {
            "author": discussion.author,
            "moderator": network.moderator,
            "reader": reader,
        }.items()
    }

    assert sees == {"author": True, "moderator": True, "reader": False}


def test_hidden_and_removed_words_are_not_found_by_the_search(network, now, client_of):
    hidden = DiscussionFactory(network=network, body="The word rhubarb")
    DiscussionFactory(network=network, body="Something else", title="Other")
    client = client_of(network.moderator)
    found_before = client.get(f"{network.get_absolute_url()}?q=RHUBARB").content.decode()

    hide_post(post=hidden.posts.get(), by=network.moderator, reason="No.", at=now)
    found_after = client.get(f"{network.get_absolute_url()}?q=rhubarb").content.decode()

    assert hidden.title in found_before
    assert hidden.title not in found_after


@pytest.mark.parametrize("access", sorted(NetworkAccess.values))
def test_the_public_pages_say_nothing_that_is_for_members(access, client):
    network = NetworkFactory(access=access, name="Coastal towns")
    discussion = DiscussionFactory(network=network, title="Secret talk")

    pages = [
        client.get(address).content.decode()
        for address in (reverse("networks:network_list"), network.get_absolute_url())
    ]

    leaks = {discussion.title, str(discussion.author)}
    assert [leak for leak in leaks for page in pages if leak in page] == []
    assert ("Coastal towns" in pages[0]) == (access != NetworkAccess.INVITED)


def test_a_moment_that_no_page_names_undoes_nothing(client):
    now = timezone.now()
    reader = MembershipFactory(read_until=now)
    client.force_login(reader.user)
    address = reverse("networks:network_read_undo", args=[reader.network.slug])

    for before in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-12-31T00:00Z"):
        sent = {"read_until": now.isoformat(), "before": before}
        assert client.post(address, sent).status_code == 404
    reader.refresh_from_db()
    assert reader.read_until == now
