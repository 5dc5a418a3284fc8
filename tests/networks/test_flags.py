"""Flags of members, the cases that moderators decide, appeals and pauses."""

import datetime as dt

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
from networks.actions.discussions import close_discussion, hide_discussion, show_discussion
from networks.actions.posts import edit_post, hide_post, show_post
from networks.models import Case, Pause
from networks.refusals import (
    AppealOver,
    CaseUndecided,
    ClaimedByAnother,
    NothingToFlag,
    NotImpartial,
    OwnWords,
    PostingPaused,
)
from networks.states import CaseState, DiscussionState, PostState
from networks.views.threads import last_reason
from tests.networks.flagging import decide, flag_by, reply_with, state_of, told
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_flags_of_one_thing_are_one_case(network, post, flagger, now):
    other = MembershipFactory(network=network).user

    first = flag_by(post, flagger, now)
    again = flag_by(post, flagger, now)
    joined = flag_by(post, other, now, reason="spam")

    assert first == again == joined
    assert first.flags.count() == 2
    assert (first.state, state_of(post)) == (CaseState.OPEN, PostState.SHOWN)
    line = told(network.moderator, "flagged").get()
    assert (line.news_count, line.text) == (2, "2 new flags")
    assert not told(post.author, "hidden_at_once").exists()


def test_personal_information_is_hidden_at_once_until_it_is_dismissed(network, post, flagger, now):
    case = flag_by(post, flagger, now, reason="patient")

    assert state_of(post) == PostState.HIDDEN
    assert told(post.author, "hidden_at_once").count() == 1
    with pytest.raises(CaseUndecided):
        show_post(post=post, by=network.moderator, at=now)

    decide(case, network.moderator, "dismiss", now)
    again = flag_by(post, MembershipFactory(network=network).user, now, reason="patient")

    assert state_of(post) == PostState.SHOWN
    assert again != case
    assert told(flagger, "flag_answered").count() == 1


def test_upholding_hides_tells_and_pauses_until_a_date(network, post, flagger, now):
    case = decide(flag_by(post, flagger, now), network.moderator, "uphold", now, pause="7")

    assert (case.state, state_of(post)) == (CaseState.UPHELD, PostState.HIDDEN)
    assert told(post.author, "upheld").get().text == "Because."
    assert told(post.author, "paused").exists()
    assert told(flagger, "flag_answered").exists()
    other = DiscussionFactory(network=network)
    with pytest.raises(PostingPaused, match="Because"):
        reply_with(other, post.author, "May I?", now + DAY)
    reply_with(other, post.author, "May I now?", now + 7 * DAY)


def test_a_pause_keeps_from_editing_and_is_lifted_by_hand(network, post, flagger, now):
    other = DiscussionFactory(network=network, author=post.author, body="Something quite else here")
    decide(flag_by(post, flagger, now), network.moderator, "uphold", now, pause="30")
    with pytest.raises(PostingPaused):
        edit_post(post=other.posts.get(), body="Other words", at=now)

    lift_pause(pause=Pause.objects.get(), by=network.moderator, at=now)
    lift_pause(pause=Pause.objects.get(), by=network.moderator, at=now)
    edit_post(post=other.posts.get(), body="Other words", at=now)

    assert told(post.author, "pause_lifted").count() == 1


def test_a_discussion_as_a_whole_is_flagged_too(network, post, flagger, now):
    discussion = post.discussion
    case = flag(
        discussion=discussion, post=None, person=flagger, reason="patient", words="", at=now
    )
    assert state_of(discussion) == DiscussionState.HIDDEN

    decide(case, network.moderator, "dismiss", now)

    assert state_of(discussion) == DiscussionState.OPEN


def test_one_moderator_has_a_case_and_the_second_sees_who(network, second, post, flagger, now):
    case = flag_by(post, flagger, now)
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
    case = flag_by(post, flagger, now)
    assert told(second, "flagged").unread().count() == 1

    decide(case, network.moderator, "dismiss", now)

    assert not told(second, "flagged").unread().exists()
    with pytest.raises(TransitionNotAllowed):
        claim_case(case=case, by=second, at=now)
    with pytest.raises(TransitionNotAllowed):
        decide_case(case=case, by=network.moderator, outcome="uphold", reason="No", at=now)


def test_nobody_decides_on_their_own_words_or_flags(network, second, now):
    own = DiscussionFactory(network=network, author=network.moderator).posts.get()
    case = flag_by(own, second, now)
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])

    for person in (network.moderator, second):
        with pytest.raises(NotImpartial):
            claim_case(case=case, by=person, at=now)

    # No moderator is left, so it is for the administrators.
    assert handlers_of(case) == [administrator]
    assert decide(case, administrator, "uphold", now).state == CaseState.UPHELD
    with pytest.raises(OwnWords):
        flag_by(own, network.moderator, now)
    with pytest.raises(NothingToFlag):
        flag_by(own, MembershipFactory(network=network).user, now)


def test_an_appeal_is_for_somebody_else_once(network, second, post, flagger, now):
    case = decide(flag_by(post, flagger, now), network.moderator, "uphold", now, pause="30")
    appealed = appeal_case(case=case, words="It was a quotation.", at=now + DAY)

    assert handlers_of(appealed) == [second]
    with pytest.raises(NotImpartial):
        claim_case(case=appealed, by=network.moderator, at=now + DAY)
    decide(appealed, second, "dismiss", now + 2 * DAY)

    assert state_of(post) == PostState.SHOWN
    assert not Pause.objects.in_force(now + 2 * DAY).exists()
    assert told(post.author, "shown_again").exists()


def test_an_appeal_that_fails_is_the_last(network, post, flagger, now):
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])
    case = decide(flag_by(post, flagger, now), network.moderator, "uphold", now)
    appealed = appeal_case(case=case, words="Please.", at=now)
    rejected = decide(appealed, administrator, "uphold", now)

    assert told(post.author, "appeal_rejected").exists()
    assert rejected.reviewed_by == administrator
    with pytest.raises(AppealOver):
        appeal_case(case=rejected, words="Once more.", at=now)


def test_an_appeal_after_thirty_days_is_too_late(network, post, flagger, now):
    case = decide(flag_by(post, flagger, now), network.moderator, "uphold", now)

    with pytest.raises(AppealOver):
        appeal_case(case=case, words="Please.", at=now + 30 * DAY)


def test_an_escalated_case_is_for_administrators(network, second, post, flagger, now):
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])
    case = decide(flag_by(post, flagger, now), network.moderator, "escalate", now)

    assert handlers_of(case) == [administrator]
    assert told(administrator, "escalated").exists()
    with pytest.raises(NotImpartial):
        claim_case(case=case, by=second, at=now)


def test_an_appeal_against_the_only_administrator_goes_to_the_moderators(
    network, second, post, flagger, now
):
    administrator = UserFactory(roles=[StaffRole.ADMINISTRATOR])
    case = decide(flag_by(post, flagger, now), network.moderator, "escalate", now)
    case = decide(case, administrator, "uphold", now)

    appealed = appeal_case(case=case, words="It was a quotation.", at=now)

    assert handlers_of(appealed) == [network.moderator, second]
    assert told(second, "appealed").count() == 1
    assert not told(administrator, "appealed").exists()
    assert decide(appealed, second, "dismiss", now).reviewed_by == second


@pytest.mark.parametrize("outcome", ["dismiss", "uphold and show by hand"])
def test_a_closed_discussion_that_is_shown_again_is_still_closed(
    network, post, flagger, now, outcome
):
    discussion = post.discussion
    close_discussion(discussion=discussion, by=network.moderator, reason="Solved.", at=now)
    case = flag(
        discussion=discussion, post=None, person=flagger, reason="patient", words="", at=now
    )
    if outcome == "dismiss":
        decide(case, network.moderator, "dismiss", now)
    else:
        decide(case, network.moderator, "uphold", now)
        show_discussion(discussion=discussion, by=network.moderator, at=now)

    discussion.refresh_from_db()
    assert discussion.state == DiscussionState.CLOSED
    assert last_reason(discussion) == "Solved."


@pytest.mark.parametrize("is_whole", [False, True], ids=["post", "discussion"])
def test_who_hides_by_hand_tells_the_author_who_can_appeal_to_another(
    network, second, post, now, is_whole
):
    by = {"by": network.moderator, "reason": "An advert.", "at": now}
    if is_whole:
        hide_discussion(discussion=post.discussion, **by)
    else:
        hide_post(post=post, **by)

    case = Case.objects.get()
    assert (case.state, case.decided_by) == (CaseState.UPHELD, network.moderator)
    line = told(post.author, "upheld").get()
    assert (line.text, line.address) == ("An advert.", case.get_absolute_url())
    appealed = appeal_case(case=case, words="It was not.", at=now)
    assert handlers_of(appealed) == [second]
    decide(appealed, second, "dismiss", now)
    assert state_of(post.discussion if is_whole else post) in {"open", "shown"}


@pytest.mark.parametrize("is_whole", [False, True], ids=["post", "discussion"])
def test_who_shows_what_was_hidden_by_hand_takes_the_decision_back(
    network, post, now, client_of, is_whole
):
    by = {"by": network.moderator, "at": now}
    if is_whole:
        hide_discussion(discussion=post.discussion, reason="An advert.", **by)
        show_discussion(discussion=post.discussion, **by)
    else:
        hide_post(post=post, reason="An advert.", **by)
        show_post(post=post, **by)

    case = Case.objects.get()
    page = client_of(post.author).get(told(post.author, "shown_again").get().address)

    assert case.state == CaseState.DISMISSED
    assert "It is shown again." in page.content.decode()
    assert not case.can_be_appealed(now)


@pytest.mark.parametrize("is_whole", [False, True], ids=["post", "discussion"])
def test_what_waited_for_a_moderator_waits_again_when_its_hiding_is_undone(
    network, post, now, is_whole
):
    by = {"by": network.moderator, "at": now}
    thing = post.discussion if is_whole else post
    type(thing).objects.filter(pk=thing.pk).update(state="held")
    thing.refresh_from_db()
    if is_whole:
        hide_discussion(discussion=thing, reason="An advert.", **by)
        show_discussion(discussion=thing, **by)
    else:
        hide_post(post=thing, reason="An advert.", **by)
        show_post(post=thing, **by)

    assert state_of(thing) == "held"
    assert not told(post.author, "shown_again").exists()


def test_a_decision_that_is_taken_back_takes_its_pause_along(network, post, flagger, now):
    case = flag_by(post, flagger, now)
    decide(case, network.moderator, "uphold", now, pause="7")
    assert Pause.objects.in_force(now).filter(user=post.author).exists()
    post.refresh_from_db()

    show_post(post=post, by=network.moderator, at=now)

    case.refresh_from_db()
    assert not Pause.objects.in_force(now).filter(user=post.author).exists()
    assert (case.state, case.decision) == (CaseState.DISMISSED, "")


def test_an_appeal_against_the_only_moderator_reaches_a_superuser_too(network, post, now):
    root = UserFactory(is_superuser=True)
    hide_post(post=post, by=network.moderator, reason="An advert.", at=now)

    appealed = appeal_case(case=Case.objects.get(), words="It was not.", at=now)

    assert handlers_of(appealed) == [root]
    assert told(root, "appealed").open_to(root).exists()


def test_the_message_of_hiding_says_who_knows_of_it(network, post, flagger, now, client_of):
    client = client_of(network.moderator)
    own = DiscussionFactory(network=network, author=network.moderator).posts.get()
    waiting = reply_with(post.discussion, post.author, "Buy this.", now)
    flag_by(waiting, flagger, now)

    def said(thing) -> str:
        address = reverse("networks:post_hide", args=[network.slug, thing.pk])
        answer = client.post(address, {"reason": "An advert."}, follow=True)
        return " ".join(str(message) for message in answer.context["messages"])

    assert "We have told its author why" in said(post)
    mine = said(own)
    assert "is hidden." in mine
    assert "author" not in mine
    until = said(waiting)
    assert "is hidden until the flag is decided." in until
    assert "<button" not in until


def test_what_is_hidden_by_hand_while_a_flag_waits_is_decided_with_the_flag(
    network, second, post, flagger, now
):
    case = flag_by(post, flagger, now)

    hide_post(post=post, by=network.moderator, reason="Not here.", at=now)

    assert Case.objects.get() == case
    assert told(post.author, "hidden_at_once").get().text == "Not here."
    decide(case, second, "dismiss", now)
    assert state_of(post) == PostState.SHOWN


def test_nobody_is_told_of_hiding_their_own_words(network, now):
    own = DiscussionFactory(network=network, author=network.moderator).posts.get()

    hide_post(post=own, by=network.moderator, reason="A mistake.", at=now)

    assert not Case.objects.exists()
    assert not told(network.moderator, "upheld").exists()


@pytest.mark.parametrize("state", sorted(set(CaseState) - {CaseState.CLAIMED}))
def test_only_a_claimed_case_is_decided(network, post, flagger, now, state):
    case = flag_by(post, flagger, now)
    Case.objects.filter(pk=case.pk).update(state=state, decided_at=now)

    with pytest.raises(TransitionNotAllowed):
        decide_case(case=case, by=network.moderator, outcome="uphold", reason="No", at=now)
