"""A block keeps two people apart, both ways, and only whoever made it knows."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.blocking import CannotBlockYourself, block_person, unblock_person
from accounts.actions.closing import close_account
from accounts.models import Block, User, are_apart
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from library.vocabularies.models import TopicInterest
from mentoring.actions.requests import (
    MentorNotAvailable,
    RequestRefused,
    accept_request,
    request_mentor,
    suggest_mentor,
)
from mentoring.suggestions.mentor_suggestions import suggest_for
from networks.actions.discussions import reply
from networks.actions.invitations import invite
from networks.models import Post
from notifications.models import Notification
from tests.mails import delivered

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(params=["nobody", "learner", "mentor"])
def pair(request):
    """A mentor and a learner who fit and share a network, and who of them has blocked the other."""
    topic = TopicFactory()
    mentor, learner = MentorProfileFactory(topics=[topic]).user, UserFactory()
    TopicInterest.objects.create(user=learner, topic=topic)
    blocks = {"learner": (learner, mentor), "mentor": (mentor, learner)}
    if request.param in blocks:
        blocker, blocked = blocks[request.param]
        block_person(blocker=blocker, blocked=blocked, at=NOW)
    return mentor, learner, request.param != "nobody"


def ask(mentor, learner):
    return request_mentor(
        mentor=mentor, mentee=learner, plan=None, message="Hello", key=uuid.uuid4(), at=NOW
    )


def told(user):
    return Notification.objects.filter(recipient=user).count()


def test_mentoring_keeps_the_two_apart(pair):
    mentor, learner, is_blocked = pair
    client = client_of(learner)
    listed = client.get(reverse("mentoring:mentor_list")).context["page"].object_list
    page = client.get(mentor.mentor_profile.get_absolute_url())
    asking = reverse("mentoring:request_new", args=[mentor.pk])

    assert (mentor.mentor_profile in listed) == (not is_blocked)
    assert (asking in page.content.decode()) == (not is_blocked)
    assert bool(suggest_for(learner, now=NOW)) == (not is_blocked)
    suggested = suggest_mentor(profile=mentor.mentor_profile, mentee=learner, text="", at=NOW)
    assert suggested == (0 if is_blocked else 1)
    if is_blocked:
        with pytest.raises(MentorNotAvailable):
            ask(mentor, learner)
    else:
        ask(mentor, learner)
    assert told(mentor) == (0 if is_blocked else 1)


def test_a_request_from_before_the_block_is_not_accepted(pair):
    mentor, learner, is_blocked = pair
    request = MentoringRequestFactory(mentor=mentor, mentee=learner)

    if is_blocked:
        with pytest.raises(RequestRefused):
            accept_request(request=request, by=mentor, at=NOW)
    else:
        accept_request(request=request, by=mentor, at=NOW)


def test_replies_and_invitations_reach_nobody_across_a_block(pair):
    first, second, is_blocked = pair
    network = MembershipFactory(user=first).network
    discussion = DiscussionFactory(network=network, author=first)
    MembershipFactory(network=network, user=second)
    reply(discussion=discussion, author=second, body="An answer", key=uuid.uuid4(), at=NOW)
    replies = told(first)
    elsewhere = MembershipFactory(user=second, role="moderator").network
    invitation = invite(network=elsewhere, email=first.email, by=second, at=timezone.now())

    assert replies == (0 if is_blocked else 1)
    assert told(first) == (0 if is_blocked else 2)
    assert bool([m for m in delivered() if first.email in m.to]) == (not is_blocked)
    # To whoever sent it, it looks like any other that waits.
    assert invitation.is_open(now=timezone.now())


def test_posts_are_folded_for_the_blocker_alone():
    discussion = DiscussionFactory()
    reader = MembershipFactory(network=discussion.network).user
    writer = MembershipFactory(network=discussion.network).user
    reply(discussion=discussion, author=writer, body="A reply", key=uuid.uuid4(), at=NOW)
    block_person(blocker=reader, blocked=writer, at=NOW)
    folded = b"You blocked this person. Show the post"

    pages = {
        one: client_of(one).get(discussion.get_absolute_url()).content for one in (reader, writer)
    }

    assert Post.objects.filter(author=writer).count() == 1
    assert pages[reader].count(folded) == 1
    assert pages[writer].count(folded) == 0
    assert b"A reply" in pages[reader]


def test_a_person_is_blocked_on_a_page_listed_and_unblocked():
    blocker, blocked = UserFactory(), UserFactory(full_name="Kim Blocked")
    client, page = client_of(blocker), reverse("accounts:block_new", args=[blocked.pk])

    profile = client.get(blocked.get_absolute_url()).content.decode()
    question = client.get(page)
    answers = [client.post(page).url for _click in range(2)]
    listed = client.get(answers[0]).content.decode()
    theirs = client_of(blocked).get(answers[0]).content.decode()

    assert page in profile
    assert question.status_code == 200
    assert set(answers) == {reverse("accounts:block_list")}
    assert "Kim Blocked" in listed
    assert blocker.full_name not in theirs
    assert told(blocked) == 0
    client.post(reverse("accounts:block_end", args=[blocked.pk]))
    assert not are_apart(blocker, blocked)


def test_nobody_undoes_the_block_of_somebody_else_or_blocks_themself():
    one, other = UserFactory(), UserFactory()
    block_person(blocker=one, blocked=other, at=NOW)

    unblock_person(blocker=other, blocked=one)

    assert are_apart(other, one)
    with pytest.raises(CannotBlockYourself):
        block_person(blocker=one, blocked=one, at=NOW)
    with pytest.raises(ValidationError):
        Block(blocker=one, blocked=one).full_clean()


def test_the_blocks_of_a_closed_account_are_gone():
    one, other = UserFactory(), UserFactory()
    block_person(blocker=one, blocked=other, at=NOW)
    block_person(blocker=other, blocked=one, at=NOW)

    close_account(user=User.objects.get(pk=one.pk), at=timezone.now())

    assert not Block.objects.exists()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_takes_the_same_queries_whatever_its_length(count, django_assert_max_num_queries):
    blocker = UserFactory()
    for blocked in UserFactory.create_batch(count):
        block_person(blocker=blocker, blocked=blocked, at=NOW)
    client = client_of(blocker)

    with django_assert_max_num_queries(7):
        page = client.get(reverse("accounts:block_list"))

    assert page.content.count(b'class="row"') == count


def test_a_mentor_who_blocked_somebody_looks_to_them_like_one_who_takes_nobody():
    blocker, closed = MentorProfileFactory(), MentorProfileFactory(is_open=False)
    learner = UserFactory()
    block_person(blocker=blocker.user, blocked=learner, at=NOW)
    client = client_of(learner)

    def shown(profile, address):
        page = client.get(address).content.decode()
        assert "free place" not in page.replace("See mentors with a free place", "")
        assert page.count("This mentor is not taking requests at the moment.") == 1
        assert 'name="message"' not in page
        return page.count("Not taking requests")

    for profile in (blocker, closed):
        assert shown(profile, profile.get_absolute_url()) == 1
        asking = reverse("mentoring:request_new", args=[profile.pk])
        assert shown(profile, asking) == 0


@pytest.mark.parametrize("going_on", [MentoringRequestFactory, MatchFactory])
def test_who_asked_already_is_led_from_the_form_to_what_goes_on(going_on):
    pair = {"mentor": MentorProfileFactory().user, "mentee": UserFactory()}
    one = going_on(**pair)

    answer = client_of(pair["mentee"]).get(
        reverse("mentoring:request_new", args=[pair["mentor"].pk])
    )

    assert (answer.status_code, answer.url) == (302, one.get_absolute_url())


@pytest.mark.parametrize("page", ["person", "mentor", "match", "post", "question"])
def test_whom_somebody_has_blocked_they_are_offered_to_unblock(page):
    match = MatchFactory()
    network = MembershipFactory(user=match.mentor).network
    discussion = DiscussionFactory(network=network, author=match.mentor)
    MembershipFactory(network=network, user=match.mentee)
    block, unblock = (
        reverse(f"accounts:{name}", args=[match.mentor_id]) for name in ("block_new", "block_end")
    )
    address = {
        "person": match.mentor.get_absolute_url(),
        "mentor": reverse("mentoring:mentor_detail", args=[match.mentor_id]),
        "match": match.get_absolute_url(),
        "post": discussion.get_absolute_url(),
        "question": block,
    }[page]
    client = client_of(match.mentee)

    before = client.get(address).content.decode()
    block_person(blocker=match.mentee, blocked=match.mentor, at=NOW)
    after = client.get(address).content.decode()

    assert (f'href="{block}"' in before or page == "question", unblock in before) == (True, False)
    assert (f'href="{block}"' in after, f'action="{unblock}"' in after) == (False, True)


def test_lists_of_discussions_and_names_to_mention_leave_out_whom_the_reader_blocked():
    discussion = DiscussionFactory()
    network = discussion.network
    reader = MembershipFactory(network=network).user
    writer = MembershipFactory(network=network, user=UserFactory(full_name="Kim Blocked")).user
    reply(discussion=discussion, author=writer, body="An unkind word", key=uuid.uuid4(), at=NOW)
    names = f"{reverse('networks:member_names', args=[network.slug])}?q=ki"

    block_person(blocker=reader, blocked=writer, at=NOW)
    pages = [client_of(one).get(network.get_absolute_url()).content for one in (reader, writer)]
    offered = [client_of(one).get(names).json()["names"] for one in (reader, discussion.author)]

    assert [b"An unkind word" in page for page in pages] == [False, True]
    assert b"last post by Kim Blocked" in pages[0]
    assert offered == [[], ["Kim Blocked"]]


def test_who_is_blocked_is_still_offered_the_name_of_who_blocked_them():
    network = DiscussionFactory().network
    blocker = MembershipFactory(network=network, user=UserFactory(full_name="Kim Quiet")).user
    blocked = MembershipFactory(network=network).user
    block_person(blocker=blocker, blocked=blocked, at=NOW)

    address = f"{reverse('networks:member_names', args=[network.slug])}?q=kim"

    assert client_of(blocked).get(address).json() == {"names": ["Kim Quiet"]}
