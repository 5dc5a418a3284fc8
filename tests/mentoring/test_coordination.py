"""What a coordinator sees of all matches, and the matches that are made by hand."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import (
    GoalFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    NoteFactory,
    SessionFactory,
)
from library.vocabularies.models import TopicInterest
from mentoring.actions.matching import match_again, match_by_hand
from mentoring.actions.requests import AlreadyRequested, MentorNotAvailable, NoPlaceLeft
from mentoring.models import Match, MentoringRequest, MentorProfile, Session
from mentoring.pages.all_matches import all_matches
from mentoring.states import GoalState, MatchState, RequestState, SessionState
from notifications.models import Notification

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def coordinator():
    return UserFactory(full_name="Cora Coordinator", roles=[Role.COORDINATOR])


def by_hand(mentor, mentee, by, now, **changes):
    words = {"reason": "You both work on cold homes.", "key": uuid.uuid4(), **changes}
    return match_by_hand(mentor=mentor, mentee=mentee, by=by, at=now, **words)


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("title", "text"))


def places_taken(mentor):
    return MentorProfile.objects.get(pk=mentor.pk).places_taken


def test_all_matches_come_with_their_days_and_numbers(now):
    match = MatchFactory()
    SessionFactory(match=match, starts_at=now - 9 * DAY, state=SessionState.HELD)
    SessionFactory(match=match, starts_at=now - 5 * DAY, state=SessionState.HELD)
    SessionFactory(match=match, starts_at=now - DAY, state=SessionState.MISSED)
    SessionFactory(match=match, starts_at=now + 2 * DAY)
    SessionFactory(match=match, starts_at=now + 3 * DAY)
    NoteFactory(match=match, created_at=now - 4 * DAY)
    NoteFactory(match=match, created_at=now - DAY, is_private=True)
    GoalFactory.create_batch(2, match=match)
    GoalFactory(match=match, state=GoalState.REACHED)
    GoalFactory(match=match, state=GoalState.DROPPED)

    (found,) = all_matches(now)

    assert (found.last_held_at, found.next_session_at) == (now - 5 * DAY, now + 2 * DAY)
    assert found.last_note_at == now - 4 * DAY
    assert (found.open_goals, found.reached_goals, found.mentor_is_here) == (2, 1, True)


@pytest.mark.parametrize("query", [{}, {"as": "csv"}])
def test_no_word_of_the_two_is_on_the_coordinators_page(client, coordinator, query):
    words = [f"secret{n}" for n in range(6)]
    match = MatchFactory(
        state=MatchState.ENDED, agreement=words[0], end_reason=words[1], mentee__full_name="Eva"
    )
    NoteFactory(match=match, body=words[2], body_html=words[2])
    GoalFactory(match=match, text=words[3])
    SessionFactory(match=match, summary=words[4], place_or_link=words[5])
    client.force_login(coordinator)

    answer = client.get(reverse("mentoring:coordinator_desk"), {"show": "matches", **query})
    page = b"".join(answer) if query else answer.content

    assert b"Eva" in page
    assert [word for word in words if word.encode() in page] == []


@pytest.mark.parametrize("count", [1, 5])
def test_all_matches_take_the_same_queries_whatever_their_number(
    client, coordinator, django_assert_num_queries, count
):
    for match in MatchFactory.create_batch(count):
        GoalFactory(match=match)
        SessionFactory(match=match)
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(reverse("mentoring:coordinator_desk"), {"show": "matches"})


def test_a_match_by_hand_takes_a_place_and_is_still_to_be_signed(mentor, mentee, coordinator, now):
    other = MentoringRequestFactory(mentee=mentee)

    match = by_hand(mentor, mentee, coordinator, now)

    other.refresh_from_db()
    assert (match.state, places_taken(mentor)) == (MatchState.SIGNING, 1)
    assert other.state == RequestState.WITHDRAWN
    assert told(mentee) == [
        (
            "The mentoring coordinator has matched you with Mary Mentor as your mentor",
            "You both work on cold homes.",
        )
    ]
    assert told(mentor) == [
        (
            "The mentoring coordinator has matched you with Eva Mentee as your mentee",
            "You both work on cold homes.",
        )
    ]


def test_an_open_request_to_the_mentor_becomes_the_match(mentor, mentee, coordinator, now):
    asked = MentoringRequestFactory(mentor=mentor, mentee=mentee)

    match = by_hand(mentor, mentee, coordinator, now)

    assert match.request == asked
    assert MentoringRequest.objects.count() == 1


def test_why_two_are_matched_by_hand_is_not_told_to_the_other_mentors_asked(
    mentor, mentee, coordinator, now
):
    other = MentoringRequestFactory(mentee=mentee).mentor

    by_hand(mentor, mentee, coordinator, now, reason="Her last mentor frightened her.")

    assert [text for _title, text in told(other)] == ["Eva Mentee has found a mentor."]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"is_open": False}, MentorNotAvailable),
        ({"state": "closed"}, MentorNotAvailable),
        ({"capacity": 1, "places_taken": 1}, NoPlaceLeft),
    ],
)
def test_a_match_by_hand_keeps_the_rules_of_a_request(mentee, coordinator, now, changes, refusal):
    mentor = MentorProfileFactory(**changes).user
    other = MentoringRequestFactory(mentee=mentee)

    with pytest.raises(refusal):
        by_hand(mentor, mentee, coordinator, now)

    other.refresh_from_db()
    assert other.state == RequestState.OPEN
    assert not Match.objects.exists()


def test_two_who_work_together_are_not_matched_again(coordinator, now):
    match = MatchFactory()

    with pytest.raises(AlreadyRequested):
        by_hand(match.mentor, match.mentee, coordinator, now)


def test_another_mentor_takes_over_and_all_three_are_told(mentor, mentee, coordinator, now):
    old = MatchFactory(mentee=mentee)
    session = SessionFactory(match=old, starts_at=now + DAY)

    match = match_again(
        match=old, mentor=mentor, reason="A new start.", by=coordinator, key=uuid.uuid4(), at=now
    )

    old.refresh_from_db()
    assert (old.state, match.mentor, match.mentee) == (MatchState.ENDED, mentor, mentee)
    assert (places_taken(old.mentor), places_taken(mentor)) == (0, 1)
    assert Session.objects.get(pk=session.pk).state == SessionState.CANCELLED
    assert ("Your mentoring with Eva Mentee has ended", "") in told(old.mentor)
    assert [title for title, _text in told(mentee)][1:] == [
        f"Your mentoring with {old.mentor} has ended",
        f"How is your mentoring with {old.mentor}? Tell the coordinator",
        "The mentoring coordinator has matched you with Mary Mentor as your mentor",
    ]


def test_a_mentoring_does_not_end_when_the_next_mentor_has_no_place(mentee, coordinator, now):
    old = MatchFactory(mentee=mentee)
    full = MentorProfileFactory(capacity=1, places_taken=1).user

    with pytest.raises(NoPlaceLeft):
        match_again(match=old, mentor=full, reason="New.", by=coordinator, key=uuid.uuid4(), at=now)

    old.refresh_from_db()
    assert old.state == MatchState.ACTIVE
    assert places_taken(old.mentor) == 1


def test_where_nobody_fits_every_mentor_with_a_place_is_offered_with_what_speaks_against(
    client, mentee, coordinator
):
    TopicInterest.objects.create(user=mentee, topic=TopicFactory(label="Fuel poverty"))
    fitting = MentorProfileFactory(user__full_name="Fay Free", user__time_zone="Asia/Tokyo")
    MentorProfileFactory(user__full_name="Fred Full", capacity=1, places_taken=1)
    client.force_login(coordinator)
    address = reverse("mentoring:mentor_suggest", args=[mentee.pk])

    everyone = client.get(address).content.decode()
    sought = {name: client.get(address, {"q": name}).context["mentors"] for name in ("fay", "fred")}

    assert "Others with a free place" in everyone
    assert "<strong>Fay Free</strong>" in everyone
    assert "Has 5 free places – against: Works on other topics" in everyone
    assert "Fred Full" not in everyone
    assert sought == {"fay": {str(fitting.pk): fitting}, "fred": {}}


def test_a_coordinator_matches_and_reassigns_on_the_page_with_a_reason(client, mentee, coordinator):
    first, second = MentorProfileFactory.create_batch(2)
    client.force_login(coordinator)
    address = reverse("mentoring:mentor_suggest", args=[mentee.pk])
    data = {"mentor": first.pk, "match": "yes", "form_key": str(uuid.uuid4())}

    without = client.post(address, data)
    for _ in range(2):
        client.post(address, {**data, "text": "You both work on cold homes."})
    match = Match.objects.get()
    again = {**data, "mentor": second.pk, "text": "A new start.", "form_key": str(uuid.uuid4())}
    client.post(f"{address}?instead={match.pk}", again)

    assert without.context["form"].errors["text"] == ["Give the reason for the match"]
    assert list(Match.objects.order_by("pk").values_list("mentor", "state")) == [
        (first.pk, MatchState.ENDED),
        (second.pk, MatchState.SIGNING),
    ]


def test_only_coordinators_match_people(client, mentee, mentor):
    client.force_login(mentor)
    address = reverse("mentoring:mentor_suggest", args=[mentee.pk])

    answer = client.post(address, {"mentor": mentor.pk, "match": "yes", "text": "Me, please."})

    assert answer.status_code == 403
    assert not Match.objects.exists()


def test_a_coordinator_asks_for_a_profile_with_one_click(client, mentee, coordinator):
    address = reverse("mentoring:profile_ask", args=[mentee.pk])
    client.force_login(mentee)
    refused = client.post(address).status_code
    client.force_login(coordinator)

    for _ in range(2):
        client.post(address)

    assert refused == 403
    assert told(mentee) == [
        ("Add your topics, place and languages, so that we can suggest mentors to you", "")
    ]


def test_a_learner_reads_why_a_mentor_was_suggested_in_words_that_speak_to_them(
    client, mentee, coordinator
):
    topic = TopicFactory(label="Fuel poverty")
    TopicInterest.objects.create(user=mentee, topic=topic)
    profile = MentorProfileFactory(topics=[topic], capacity=1)
    client.force_login(coordinator)
    address = reverse("mentoring:mentor_suggest", args=[mentee.pk])

    client.post(address, {"mentor": profile.pk, "suggest": "yes", "text": "She is kind."})
    client.force_login(mentee)
    page = client.get(profile.get_absolute_url())

    ((_title, text),) = told(mentee)
    assert text.startswith("She is kind.\n\n– Works on Fuel poverty, which you follow\n")
    assert page.context["suggested"] == text
