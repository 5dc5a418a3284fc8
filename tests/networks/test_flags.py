"""Flags of members, the cases that moderators decide, appeals, pauses, and first posts that wait."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role as StaffRole
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from networks.actions.cases import (
    appeal_case,
    claim_case,
    decide_case,
    flag,
    handlers_of,
    lift_pause,
)
from networks.actions.discussions import approve_discussion, reply, start_discussion
from networks.actions.memberships import make_moderator
from networks.actions.posts import approve_post, edit_post, show_post
from networks.agenda import do_next_of
from networks.models import Case, Pause, Post
from networks.refusals import (
    AppealOver,
    CaseUndecided,
    ClaimedByAnother,
    NothingToFlag,
    NotImpartial,
    OwnWords,
    PostingPaused,
    SaidAlready,
)
from networks.states import CaseState, DiscussionState, PostState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def second(network):
    """Return a second moderator of the network."""
    membership = MembershipFactory(network=network)
    make_moderator(membership=membership, by=network.moderator, at=membership.joined_at)
    return membership.user


@pytest.fixture
def post(network):
    return DiscussionFactory(network=network, title="Cold homes").posts.get()


@pytest.fixture
def flagger(network):
    return MembershipFactory(network=network).user


def _flag(post, person, now, *, reason="abuse", words=""):
    return flag(
        discussion=post.discussion, post=post, person=person, reason=reason, words=words, at=now
    )


def _decide(case, by, outcome, now, **more):
    claim_case(case=case, by=by, at=now)
    return decide_case(case=case, by=by, outcome=outcome, reason="Because.", at=now, **more)


def _reply(discussion, author, body, at):
    return reply(discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=at)


def _told(person, kind):
    return Notification.objects.filter(recipient=person, kind=f"networks.{kind}")


def _state(thing):
    return type(thing).objects.get(pk=thing.pk).state


def test_flags_of_one_thing_are_one_case(network, post, flagger, now):
    other = MembershipFactory(network=network).user

    first = _flag(post, flagger, now)
    again = _flag(post, flagger, now)
    joined = _flag(post, other, now, reason="spam")

    assert first == again == joined
    assert first.flags.count() == 2
    assert (first.state, _state(post)) == (CaseState.OPEN, PostState.SHOWN)
    line = _told(network.moderator, "flagged").get()
    assert (line.news_count, line.text) == (2, "2 new flags")
    assert not _told(post.author, "hidden_at_once").exists()


def test_personal_information_is_hidden_at_once_until_it_is_dismissed(network, post, flagger, now):
    case = _flag(post, flagger, now, reason="patient")

    assert _state(post) == PostState.HIDDEN
    assert _told(post.author, "hidden_at_once").count() == 1
    with pytest.raises(CaseUndecided):
        show_post(post=post, by=network.moderator, at=now)

    _decide(case, network.moderator, "dismiss", now)
    again = _flag(post, MembershipFactory(network=network).user, now, reason="patient")

    assert _state(post) == PostState.SHOWN
    assert again != case
    assert _told(flagger, "flag_answered").count() == 1


def test_upholding_hides_tells_and_pauses_until_a_date(network, post, flagger, now):
    case = _decide(_flag(post, flagger, now), network.moderator, "uphold", now, pause="7")

    assert (case.state, _state(post)) == (CaseState.UPHELD, PostState.HIDDEN)
    assert _told(post.author, "upheld").get().text == "Because."
    assert _told(post.author, "paused").exists()
    assert _told(flagger, "flag_answered").exists()
    other = DiscussionFactory(network=network)
    with pytest.raises(PostingPaused, match="Because"):
        _reply(other, post.author, "May I?", now + DAY)
    _reply(other, post.author, "May I now?", now + 7 * DAY)


def test_a_pause_keeps_from_editing_and_is_lifted_by_hand(network, post, flagger, now):
    other = DiscussionFactory(network=network, author=post.author, body="Something quite else here")
    _decide(_flag(post, flagger, now), network.moderator, "uphold", now, pause="30")
    with pytest.raises(PostingPaused):
        edit_post(post=other.posts.get(), body="Other words", at=now)

    lift_pause(pause=Pause.objects.get(), by=network.moderator, at=now)
    lift_pause(pause=Pause.objects.get(), by=network.moderator, at=now)
    edit_post(post=other.posts.get(), body="Other words", at=now)

    assert _told(post.author, "pause_lifted").count() == 1


def test_a_discussion_as_a_whole_is_flagged_too(network, post, flagger, now):
    discussion = post.discussion
    case = flag(
        discussion=discussion, post=None, person=flagger, reason="patient", words="", at=now
    )
    assert _state(discussion) == DiscussionState.HIDDEN

    _decide(case, network.moderator, "dismiss", now)

    assert _state(discussion) == DiscussionState.OPEN


def test_one_moderator_has_a_case_and_the_second_sees_who(network, second, post, flagger, now):
    case = _flag(post, flagger, now)
    claim_case(case=case, by=second, at=now)
    claim_case(case=case, by=second, at=now)

    with pytest.raises(ClaimedByAnother, match=second.full_name):
        claim_case(case=case, by=network.moderator, at=now)
    with pytest.raises(ClaimedByAnother):
        decide_case(case=case, by=network.moderator, outcome="dismiss", reason="No", at=now)

    later = claim_case(case=case, by=network.moderator, at=now + 2 * DAY)
    assert later.claimed_by == network.moderator


def test_a_case_is_decided_once_and_closes_the_line_of_every_moderator(
    network, second, post, flagger, now
):
    case = _flag(post, flagger, now)
    assert _told(second, "flagged").unread().count() == 1

    _decide(case, network.moderator, "dismiss", now)

    assert not _told(second, "flagged").unread().exists()
    with pytest.raises(TransitionNotAllowed):
        claim_case(case=case, by=second, at=now)
    with pytest.raises(TransitionNotAllowed):
        decide_case(case=case, by=network.moderator, outcome="uphold", reason="No", at=now)


def test_nobody_decides_on_their_own_words_or_flags(network, second, now):
    own = DiscussionFactory(network=network, author=network.moderator).posts.get()
    case = _flag(own, second, now)
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])

    for person in (network.moderator, second):
        with pytest.raises(NotImpartial):
            claim_case(case=case, by=person, at=now)

    # No moderator is left, so it is for the administrators.
    assert handlers_of(case) == [administrator]
    assert _decide(case, administrator, "uphold", now).state == CaseState.UPHELD
    with pytest.raises(OwnWords):
        _flag(own, network.moderator, now)
    with pytest.raises(NothingToFlag):
        _flag(own, MembershipFactory(network=network).user, now)


def test_an_appeal_is_for_somebody_else_once(network, second, post, flagger, now):
    case = _decide(_flag(post, flagger, now), network.moderator, "uphold", now, pause="30")
    appealed = appeal_case(case=case, words="It was a quotation.", at=now + DAY)

    assert handlers_of(appealed) == [second]
    with pytest.raises(NotImpartial):
        claim_case(case=appealed, by=network.moderator, at=now + DAY)
    _decide(appealed, second, "dismiss", now + 2 * DAY)

    assert _state(post) == PostState.SHOWN
    assert not Pause.objects.in_force(now + 2 * DAY).exists()
    assert _told(post.author, "shown_again").exists()


def test_an_appeal_that_fails_is_the_last(network, post, flagger, now):
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])
    case = _decide(_flag(post, flagger, now), network.moderator, "uphold", now)
    appealed = appeal_case(case=case, words="Please.", at=now)
    rejected = _decide(appealed, administrator, "uphold", now)

    assert _told(post.author, "appeal_rejected").exists()
    assert rejected.reviewed_by == administrator
    with pytest.raises(AppealOver):
        appeal_case(case=rejected, words="Once more.", at=now)


def test_an_appeal_after_thirty_days_is_too_late(network, post, flagger, now):
    case = _decide(_flag(post, flagger, now), network.moderator, "uphold", now)

    with pytest.raises(AppealOver):
        appeal_case(case=case, words="Please.", at=now + 30 * DAY)


def test_an_escalated_case_is_for_administrators(network, second, post, flagger, now):
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])
    case = _decide(_flag(post, flagger, now), network.moderator, "escalate", now)

    assert handlers_of(case) == [administrator]
    assert _told(administrator, "flagged").exists()
    with pytest.raises(NotImpartial):
        claim_case(case=case, by=second, at=now)


@pytest.mark.parametrize("state", sorted(set(CaseState) - {CaseState.CLAIMED}))
def test_only_a_claimed_case_is_decided(network, post, flagger, now, state):
    case = _flag(post, flagger, now)
    Case.objects.filter(pk=case.pk).update(state=state, decided_at=now)

    with pytest.raises(TransitionNotAllowed):
        decide_case(case=case, by=network.moderator, outcome="uphold", reason="No", at=now)


def test_a_first_post_with_links_waits_and_is_shown_with_one_click(network, client_of, now):
    discussion = DiscussionFactory(network=network)
    author = MembershipFactory(network=network, at=now - DAY).user
    reader = MembershipFactory(network=network).user
    held = _reply(discussion, author, "Look at https://shop.example/ now", now)

    def sees(person):
        return "shop.example" in client_of(person).get(held.get_absolute_url()).content.decode()

    assert held.state == PostState.HELD
    assert [sees(p) for p in (author, network.moderator, reader)] == [True, True, False]
    assert not _told(discussion.author, "replied").exists()
    assert _told(network.moderator, "post_waits").count() == 1

    address = reverse("networks:post_approve", args=[network.slug, held.pk])
    assert client_of(reader).post(address).status_code == 403
    assert client_of(network.moderator).post(address).status_code == 302
    assert sees(reader)
    assert _told(discussion.author, "replied").count() == 1
    assert _reply(discussion, author, "And https://shop.example/2", now).state == PostState.SHOWN


def test_a_discussion_that_begins_with_links_is_seen_by_its_author_alone(network, client_of, now):
    author, reader = (MembershipFactory(network=network).user for _ in range(2))
    held = start_discussion(
        network=network, author=author, title="Offer", body="www.shop.example", key=uuid.uuid4(), at=now
    )  # fmt: skip

    def answers():
        people = (author, network.moderator, reader)
        return [client_of(p).get(held.get_absolute_url()).status_code for p in people]

    assert answers() == [200, 200, 404]
    assert "Offer" not in client_of(reader).get(network.get_absolute_url()).content.decode()

    approve_discussion(discussion=held, by=network.moderator, at=now)

    assert answers() == [200, 200, 200]


@pytest.mark.parametrize("body", ["No link at all", "See [that](/networks/a/posts/1/)"])
def test_a_first_post_without_links_to_elsewhere_does_not_wait(network, now, body):
    author = MembershipFactory(network=network).user

    assert _reply(DiscussionFactory(network=network), author, body, now).state == PostState.SHOWN


def test_the_same_words_within_five_minutes_are_refused_and_kept(network, client_of, now):
    author = MembershipFactory(network=network).user
    one, other = DiscussionFactory(network=network), DiscussionFactory(network=network)
    words = "Come to our meeting on Tuesday"
    address = reverse("networks:discussion_reply", args=[network.slug, other.pk])
    client_of(author).post(
        reverse("networks:discussion_reply", args=[network.slug, one.pk]), {"body": words}
    )

    page = client_of(author).post(address, {"body": words})

    assert words in page.content.decode()
    assert "the same words a moment ago" in page.content.decode()
    at = Post.objects.get(author=author).created_at
    with pytest.raises(SaidAlready):
        _reply(other, author, words, at + dt.timedelta(minutes=4))
    _reply(other, author, words, at + dt.timedelta(minutes=5))


def test_a_held_post_cannot_be_approved_twice(network, now):
    author = MembershipFactory(network=network).user
    held = _reply(DiscussionFactory(network=network), author, "https://a.example/", now)
    approve_post(post=held, by=network.moderator, at=now)

    with pytest.raises(TransitionNotAllowed):
        approve_post(post=held, by=network.moderator, at=now)


def _pages(case):
    slug = case.network.slug
    return {
        "case_list": reverse("networks:case_list", args=[slug]),
        "case_detail": reverse("networks:case_detail", args=[slug, case.pk]),
        "POST case_detail": reverse("networks:case_detail", args=[slug, case.pk]),
        "POST case_claim": reverse("networks:case_claim", args=[slug, case.pk]),
        "POST case_release": reverse("networks:case_release", args=[slug, case.pk]),
        "post_flag": reverse("networks:post_flag", args=[slug, case.post_id]),
        "discussion_flag": reverse("networks:discussion_flag", args=[slug, case.discussion_id]),
    }


ANSWERS = {
    "stranger": [403, 404, 404, 404, 404, 404, 404],
    "waiting": [403, 404, 404, 404, 404, 404, 404],
    "removed": [403, 404, 404, 404, 404, 404, 404],
    "member": [403, 404, 404, 404, 404, 200, 200],
    "author": [403, 404, 404, 404, 404, 403, 403],
    # Who flagged it reads the case as a moderator, and does not decide.
    "flagging moderator": [200, 200, 403, 403, 403, 200, 200],
    "moderator": [200, 200, 200, 302, 302, 200, 200],
    # Not before it is handed to them.
    "administrator": [200, 404, 404, 404, 404, 404, 404],
}


@pytest.mark.parametrize("role", sorted(ANSWERS))
def test_every_page_of_a_case_answers_each_person_as_it_should(
    network, second, post, now, person_as, client_of, role
):
    case = _flag(post, second, now)
    known = {"author": post.author, "flagging moderator": second, "moderator": network.moderator}
    person = known.get(role) or person_as(role, network)
    client = client_of(person)

    found = []
    for name, address in _pages(case).items():
        send = client.post if name.startswith("POST") else client.get
        found.append(send(address).status_code)

    assert found == ANSWERS[role]


def test_an_author_reads_the_decision_and_appeals_without_learning_who_flagged(
    network, post, now, client_of
):
    flagger = MembershipFactory(network=network, user=UserFactory(full_name="Flora Flagg")).user
    case = _flag(post, flagger, now, words="It is rude")
    client = client_of(post.author)
    assert client.get(case.get_absolute_url()).status_code == 404

    _decide(case, network.moderator, "uphold", now)
    page = client.get(case.get_absolute_url()).content.decode()
    sent = client.post(case.get_absolute_url(), {"appeal": "It was a joke"})

    assert "Because." in page
    assert "Flora" not in page
    assert "It is rude" not in page
    assert sent.status_code == 302
    assert Case.objects.get(pk=case.pk).appeal == "It was a joke"


def test_a_moderator_flags_claims_and_decides_on_pages(network, post, flagger, client_of):
    address = reverse("networks:post_flag", args=[network.slug, post.pk])
    client_of(flagger).post(address, {"reason": "spam", "details": "An advertisement"})
    case = Case.objects.get()
    client = client_of(network.moderator)

    assert "Flags (1)" in client.get(network.get_absolute_url()).content.decode()
    assert [t.title for t in do_next_of(network.moderator, now=case.opened_at)] == [
        f"Look at 1 flag or first post in {network}"
    ]
    client.post(reverse("networks:case_claim", args=[network.slug, case.pk]))
    wrong = client.post(
        case.get_absolute_url(), {"outcome": "dismiss", "reason": "No", "pause": "7"}
    )
    right = client.post(
        case.get_absolute_url(), {"outcome": "uphold", "reason": "Yes", "pause": "7"}
    )

    assert "only when you hide something" in wrong.content.decode()
    assert right.status_code == 302
    assert _state(post) == PostState.HIDDEN
    assert do_next_of(network.moderator, now=case.opened_at) == []
    pause = Pause.objects.get()
    assert "An advertisement" in client.get(case.get_absolute_url()).content.decode()
    client.post(reverse("networks:pause_lift", args=[network.slug, pause.pk]))
    assert not Pause.objects.in_force(pause.begins_at).exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_and_a_case_ask_the_same_however_long(
    network, now, client_of, count, django_assert_max_num_queries
):
    for _number in range(count):
        post = DiscussionFactory(network=network).posts.get()
        for _flagger in range(count):
            case = _flag(post, MembershipFactory(network=network).user, now)
        _reply(
            DiscussionFactory(network=network),
            MembershipFactory(network=network).user,
            "https://a.example",
            now,
        )
    client = client_of(network.moderator)

    with django_assert_max_num_queries(12):
        listed = client.get(reverse("networks:case_list", args=[network.slug]))
    with django_assert_max_num_queries(11):
        client.get(case.get_absolute_url())

    assert listed.context["page"].paginator.count == count
    assert len(listed.context["held"]) == count
