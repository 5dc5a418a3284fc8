"""Titles of pages that a reader may no longer open are gone from their unsent texts; the words stay."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from advice.actions.cases import change_case
from advice.actions.reviews import decline_review, take_back
from core.forms.unsent import Copy
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.cases import flag
from networks.actions.discussions import hide_discussion
from networks.actions.erasing import erase_posts
from networks.actions.memberships import leave_network, remove_member, suspend_member
from unsent.actions import keep_text
from unsent.models import UnsentText

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TITLE = "Reply to: Who was dismissed in Hull"
WORDS = "What I know of it."


@pytest.fixture
def discussion():
    return DiscussionFactory(network=NetworkFactory(by=UserFactory()))


@pytest.fixture
def member(discussion):
    return MembershipFactory(network=discussion.network).user


def begin(owner, address):
    return keep_text(
        owner=owner,
        copy=Copy(uuid.uuid4(), 0, "a.Form", f"{address}reply/"),
        address=f"{address}reply/",
        fields=[("body", WORDS)],
        at=NOW,
        title=TITLE,
    )


def titles(*texts):
    return [UnsentText.objects.get(pk=text.pk).title for text in texts]


WAYS = {
    "left": lambda one: leave_network(network=one.network, user=one.user, at=timezone.now()),
    "removed": lambda one: remove_member(
        membership=one, by=UserFactory(), reason="Rules.", at=timezone.now()
    ),
    "suspended": lambda one: suspend_member(membership=one, at=timezone.now()),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_no_member_any_more_keeps_the_words_alone(client, discussion, member, way):
    other = MembershipFactory(network=discussion.network).user
    address = discussion.get_absolute_url()
    elsewhere = begin(member, "/networks/another/")
    mine, theirs = begin(member, address), begin(other, address)

    WAYS[way](discussion.network.memberships.get(user=member))

    assert titles(mine, theirs, elsewhere) == ["", TITLE, TITLE]
    client.force_login(member)
    page = client.get(mine.get_absolute_url()).content.decode()
    assert (WORDS in page, TITLE in page) == (True, False)
    told = str(personal_data_of(member))
    assert WORDS in told


@pytest.mark.parametrize("way", ["moderator", "flag"])
def test_the_title_of_a_hidden_discussion_is_hidden_in_begun_texts_too(discussion, member, way):
    near = DiscussionFactory(network=discussion.network)
    mine, other = (
        begin(member, discussion.get_absolute_url()),
        begin(member, near.get_absolute_url()),
    )

    if way == "moderator":
        hide_discussion(discussion=discussion, by=UserFactory(), reason="Names people.", at=NOW)
    else:
        for _person in range(2):
            flag(
                discussion=discussion,
                post=None,
                person=MembershipFactory(network=discussion.network).user,
                reason="patient",
                words="It names a patient.",
                at=timezone.now(),
            )
    discussion.refresh_from_db()

    assert discussion.is_hidden
    assert titles(mine, other) == ["", TITLE]


def test_words_that_an_author_had_erased_are_no_titles_of_others(discussion, member):
    mine = begin(member, discussion.get_absolute_url())
    author = discussion.author
    type(author).objects.filter(pk=author.pk).update(closed_at=NOW)
    author.refresh_from_db()
    request = author._meta.get_field("closing_request").related_model
    request.objects.create(user=author, erases_posts=True, asked_at=NOW)

    assert erase_posts(at=timezone.now()) == 1

    assert titles(mine) == [""]


def test_whoever_leaves_the_team_of_a_confidential_case_keeps_nothing_of_its_forms(client):
    gone, stays, coordinator = UserFactory(), UserFactory(), UserFactory(roles=[Role.COORDINATOR])
    case = AdviceCaseFactory(is_confidential=True, members=[gone, stays])
    seeing = (stays, case.lead, coordinator)
    texts = [begin(person, case.get_absolute_url()) for person in seeing]
    begin(gone, case.get_absolute_url())
    elsewhere = begin(gone, "/networks/a/")

    change_case(case=case, facts={}, by=case.lead, at=timezone.now(), members=[stays])

    assert titles(*texts) == [TITLE] * 3
    assert list(UnsentText.objects.filter(owner=gone)) == [elsewhere]
    client.force_login(gone)
    assert client.get(elsewhere.get_absolute_url()).status_code == 200


def test_the_words_of_whoever_leaves_a_public_case_stay(client):
    gone = UserFactory()
    case = AdviceCaseFactory(members=[gone])
    text = begin(gone, case.get_absolute_url())

    change_case(case=case, facts={}, by=case.lead, at=timezone.now(), members=[])

    assert titles(text) == [TITLE]


@pytest.mark.parametrize("way", ["declined", "cancelled"])
def test_a_reviewer_who_left_a_confidential_case_keeps_their_comments_without_its_title(way):
    case = AdviceCaseFactory(is_confidential=True, state="in-review", reviewers=[UserFactory(), UserFactory()])  # fmt: skip
    left, other = case.reviews.order_by("pk")
    mine, theirs = (begin(each.reviewer, each.get_absolute_url()) for each in (left, other))

    if way == "declined":
        decline_review(review=left, by=left.reviewer, at=timezone.now())
    else:
        take_back(case=case, by=case.lead, at=timezone.now())

    assert titles(mine, theirs) == ["", TITLE if way == "declined" else ""]
    mine.refresh_from_db()
    assert mine.fields == [["body", WORDS]]
