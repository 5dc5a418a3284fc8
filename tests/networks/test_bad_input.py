"""Whatever is typed: a clear sentence beside the field, the words kept, nothing written by half."""

import html
import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role as StaffRole
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.models import Discussion, Invitation, Network, NetworkAccess, Post
from networks.states import MembershipState
from tests.shared import shared

pytestmark = pytest.mark.django_db

# Accepted everywhere, and escaped.
HARMLESS = {
    "percent": "100 % sure, 5%s %(name)s",
    "quotes": "It's \"quoted\" & 'so'",
    "emoji": "Warm 🏠 homes 👩🏽‍⚕️",
    "right to left": "שלום עולם مرحبا",
    "script": "<script>alert('x')</script>",
    "html": '<img src=x onerror="alert(1)"><b>bold</b>',
}
# Refused everywhere, with the words kept.
REFUSED = {
    "empty": "",
    "blank": "   ",
    "control characters": "a\x07b\x1bc",
    "NUL": "a\x00b",
    "too long": "x" * 20_001,
}


class Case:
    """One form: who sends it where, which field is tried, and how many rows it has made."""

    def __init__(self, name):
        make = getattr(self, f"_{name}")
        self.user, self.address, self.field, self.words, self._count = make()

    def begin(self):
        """Take what is there as the things of other forms; return this one."""
        self._before = self._count()
        return self

    def rows(self):
        return self._count() - self._before

    def _network_new(self):
        words = {"purpose": "P", "access": "open", "topics": [TopicFactory().code]}
        user = UserFactory(roles=[StaffRole.FACILITATOR])
        return user, reverse("networks:network_new"), "name", words, Network.objects.count

    def _network_purpose(self):
        user, address, _field, words, rows = self._network_new()
        return user, address, "purpose", {**words, "name": "Warm homes"}, rows

    def _discussion_title(self):
        network = NetworkFactory()
        user = network.memberships.get().user
        address = reverse("networks:discussion_start", args=[network.slug])
        return user, address, "title", {"body": "B"}, Discussion.objects.count

    def _discussion_body(self):
        user, address, _field, _words, rows = self._discussion_title()
        return user, address, "body", {"title": "T"}, rows

    def _reply(self):
        discussion = DiscussionFactory()
        args = [discussion.network.slug, discussion.pk]
        address = reverse("networks:discussion_reply", args=args)
        return discussion.author, address, "body", {}, Post.objects.count

    def _post_edit(self):
        discussion = DiscussionFactory()
        post = discussion.posts.get()
        address = reverse("networks:post_edit", args=[discussion.network.slug, post.pk])
        return discussion.author, address, "body", {}, post.revisions.count

    def _join(self):
        network = NetworkFactory(access=NetworkAccess.APPROVAL)
        address = reverse("networks:network_join", args=[network.slug])
        waiting = network.memberships.requested()
        return UserFactory(), address, "message", {}, waiting.count

    def _decline(self):
        membership = MembershipFactory(state=MembershipState.REQUESTED)
        network = membership.network
        moderator = network.memberships.moderators().get().user
        address = reverse("networks:request_decline", args=[network.slug, membership.pk])
        declined = network.memberships.filter(state=MembershipState.DECLINED)
        return moderator, address, "reason", {}, declined.count

    def _hide_post(self):
        discussion = DiscussionFactory()
        moderator = discussion.network.memberships.moderators().get().user
        args = [discussion.network.slug, discussion.posts.get().pk]
        hidden = Post.objects.filter(state="hidden")
        return moderator, reverse("networks:post_hide", args=args), "reason", {}, hidden.count


FORMS = [name[1:] for name in vars(Case) if name.startswith("_") and not name.startswith("__")]


@shared
def cases():
    return {form: Case(form) for form in FORMS}


MARKDOWN = {"network_purpose", "discussion_body", "reply", "post_edit"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_strange_but_harmless_words_are_accepted_and_escaped(cases, form, text, client_of):
    case = cases[form].begin()
    client = client_of(case.user)

    response = client.post(case.address, {**case.words, case.field: text})
    page = client.get(response.url).content.decode() if response.status_code == 302 else ""

    assert (response.status_code, case.rows()) == (302, 1)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_unusable_words_are_refused_beside_the_field_and_kept(cases, form, text, client_of):
    case = cases[form].begin()

    response = client_of(case.user).post(case.address, {**case.words, case.field: text})
    page = response.content.decode()

    assert (response.status_code, case.rows()) == (200, 0)
    assert f'id="id_{case.field}_error"' in page
    assert html.escape(text).strip() in page


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a b@example.org", "a@example.org\x00", f"{'a' * 250}@example.org"]
)
def test_an_address_that_is_none_is_refused(network, client_of, email):
    address = reverse("networks:invitation_list", args=[network.slug])

    response = client_of(network.moderator).post(address, {"email": email})

    assert (response.status_code, Invitation.objects.count()) == (200, 0)
    assert 'id="id_email_error"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("access", "secret"),
        ("access", ""),
        ("topics", "x"),
        ("topics", "999999"),
        ("topics", "9" * 40),
        ("topics", "a\x00b"),
    ],
)
def test_a_choice_that_is_none_is_refused(client_of, field, value):
    words = {"name": "N", "purpose": "P", "access": "open", "topics": [TopicFactory().code]}
    client = client_of(UserFactory(roles=[StaffRole.FACILITATOR]))
    before = Network.objects.count()

    response = client.post(reverse("networks:network_new"), {**words, field: value})

    assert (response.status_code, Network.objects.count()) == (200, before)
    assert f'id="id_{field}_error"' in response.content.decode()


@shared
def discussion(network):
    return DiscussionFactory(network=network)


@pytest.mark.parametrize("text", [*HARMLESS.values(), "a\x00b", "x" * 5_000, "\\", "_"])
@pytest.mark.parametrize("page", ["network_list", "network_detail", "network_members"])
def test_every_search_answers(network, discussion, client_of, page, text):
    address = reverse(f"networks:{page}", args=[] if page == "network_list" else [network.slug])

    response = client_of(network.moderator).get(address, {"q": text, "page": "x", "topic": text})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("value", ["x", "", "999999", "9" * 40])
@pytest.mark.parametrize("field", ["record", "plan"])
def test_a_forged_record_or_plan_shares_nothing(network, client_of, field, value):
    address = reverse("networks:discussion_start", args=[network.slug])
    words = {"title": "T", "body": "B", "form_key": str(uuid.uuid4()), "consent": "on"}

    response = client_of(network.moderator).post(address, {**words, field: value})

    assert response.status_code == (302 if value == "" else 200)
    assert not Post.objects.exclude(record=None, plan=None).exists()


@pytest.mark.parametrize("key", ["x", "", "00000000"])
def test_a_strange_form_key_is_no_failure(network, client_of, key):
    address = reverse("networks:discussion_start", args=[network.slug])

    response = client_of(network.moderator).post(
        address, {"title": "T", "body": "B", "form_key": key}
    )

    assert response.status_code in {200, 302}


@pytest.mark.parametrize("wish", ["", "x", "\x00"])
def test_an_unknown_wish_changes_nothing(network, discussion, client_of, wish):
    client = client_of(network.moderator)

    response = client.post(f"{discussion.get_absolute_url()}follow/", {"wish": wish})

    assert (response.status_code, discussion.follows.count()) == (302, 1)
