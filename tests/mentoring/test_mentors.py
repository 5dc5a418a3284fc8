"""Becoming a mentor, and what a mentor offers."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MentorProfileFactory
from mentoring.actions.mentors import (
    TooFewPlaces,
    approve_mentor,
    close_mentor_profile,
    decline_mentor,
    offer_mentoring,
    set_open,
    update_mentor_profile,
)
from mentoring.models import MentorProfile
from mentoring.states import MENTOR_FLOW, MentorState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


def offer(user, now, **changes):
    words = {"headline": "Cold homes", "about": "Ten years.", "languages": ["English"]}
    data = {**words, "capacity": 2, "topics": [TopicFactory()], **changes}
    return offer_mentoring(user=user, at=now, **data)


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_an_offer_waits_for_the_coordinators_who_are_told(now):
    coordinator = UserFactory(roles=[Role.COORDINATOR])
    editor = UserFactory(roles=[Role.EDITOR])

    profile = offer(UserFactory(), now)

    assert profile.state == MentorState.OFFERED
    assert told(coordinator) == ["mentoring.offered"]
    assert told(editor) == []


def test_a_second_offer_changes_the_first_and_tells_nobody_again(now):
    coordinator = UserFactory(roles=[Role.COORDINATOR])
    user = UserFactory()
    offer(user, now)

    profile = offer(user, now, headline="Warm homes")

    assert MentorProfile.objects.count() == 1
    assert profile.headline == "Warm homes"
    assert told(coordinator) == ["mentoring.offered"]


def test_who_was_declined_can_offer_again(now):
    coordinator = UserFactory(roles=[Role.COORDINATOR])
    user = UserFactory()
    decline_mentor(profile=offer(user, now), by=coordinator, note="Later, please.", at=now)

    profile = offer(user, now.replace(hour=12))

    profile.refresh_from_db()
    assert profile.state == MentorState.OFFERED
    assert told(coordinator) == ["mentoring.offered", "mentoring.offered"]
    assert told(user) == ["mentoring.not-approved"]


MOVES = {
    "approve": lambda p, by, at: approve_mentor(profile=p, by=by, at=at),
    "decline": lambda p, by, at: decline_mentor(profile=p, by=by, note="No.", at=at),
    "close": lambda p, by, at: close_mentor_profile(profile=p, by=by, at=at),
    "offer_again": lambda p, by, at: MENTOR_FLOW.make("offer_again", p, actor=by, at=at),
}


@pytest.mark.parametrize("move", sorted(MENTOR_FLOW.moves))
@pytest.mark.parametrize("state", MentorState.values)
def test_a_mentor_moves_only_as_the_flow_says(move, state, now):
    profile = MentorProfileFactory(state=state)
    allowed = state in MENTOR_FLOW.moves[move].sources

    if allowed:
        MOVES[move](profile, UserFactory(), now)
    else:
        with pytest.raises(TransitionNotAllowed):
            MOVES[move](profile, UserFactory(), now)

    profile = MentorProfile.objects.get(pk=profile.pk)
    assert profile.state == (MENTOR_FLOW.moves[move].target if allowed else state)
    assert Transition.objects.of(profile).count() == allowed


def test_places_cannot_fall_below_the_mentees():
    profile = MentorProfileFactory(capacity=3, places_taken=2)
    words = {"headline": "x", "about": "", "topics": [], "languages": []}

    with pytest.raises(TooFewPlaces):
        update_mentor_profile(profile=profile, capacity=1, **words)

    assert update_mentor_profile(profile=profile, capacity=2, **words).free_places == 0


def test_the_database_never_keeps_more_mentees_than_places():
    profile = MentorProfileFactory(capacity=1, places_taken=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        MentorProfile.objects.filter(pk=profile.pk).update(places_taken=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorProfile.objects.filter(pk=profile.pk).update(capacity=21)


def test_a_paused_mentor_takes_no_requests():
    profile = MentorProfileFactory()

    set_open(profile=profile, is_open=False)

    assert not MentorProfile.objects.with_free_place().exists()
    assert MentorProfile.objects.approved().get() == profile


# Pages


def form_data(topic, **changes):
    return {
        "headline": "Cold homes",
        "about": "Ten years of **it**.",
        "topics": [topic.code],
        "languages": "English, Español, spanish, Cymraeg",
        "capacity": "3",
        **changes,
    }


def test_a_person_offers_on_the_page_and_a_coordinator_approves_on_theirs(client):
    user, coordinator = UserFactory(), UserFactory(roles=[Role.COORDINATOR])
    topic = TopicFactory()

    client.force_login(user)
    response = client.post(reverse("mentoring:mentor_offer"), form_data(topic))
    profile = MentorProfile.objects.get(user=user)
    assert response.url == profile.get_absolute_url()
    assert profile.languages == ["English", "Spanish", "Welsh"]
    assert list(profile.topics.all()) == [topic]

    client.force_login(coordinator)
    desk = client.get(reverse("mentoring:coordinator_desk"))
    assert list(desk.context["coordination"].offers) == [profile]
    client.post(reverse("mentoring:mentor_decide", args=[profile.pk]), {"approve": "1"})
    profile.refresh_from_db()
    assert profile.state == MentorState.APPROVED
    assert told(user) == ["mentoring.approved"]


def test_mentor_decide_asks_for_a_reason_to_decline(client):
    profile = MentorProfileFactory(state=MentorState.OFFERED)
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))
    address = reverse("mentoring:mentor_decide", args=[profile.pk])

    response = client.post(address, {"decline": "1", "note": ""})

    assert response.context["form"].errors == {"note": ["Say why you do not accept the offer"]}
    assert client.post(address, {"decline": "1", "note": "Not yet."}).status_code == 302
    assert client.post(address, {"approve": "1"}).status_code == 200
    profile.refresh_from_db()
    assert profile.state == MentorState.DECLINED


def test_mentor_decide_is_for_coordinators(client):
    offered = MentorProfileFactory(state=MentorState.OFFERED)
    approved = MentorProfileFactory()
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    hidden = client.post(reverse("mentoring:mentor_decide", args=[offered.pk]), {"approve": "1"})
    visible = client.post(reverse("mentoring:mentor_decide", args=[approved.pk]), {"approve": "1"})

    assert (hidden.status_code, visible.status_code) == (404, 403)
    assert MentorProfile.objects.get(pk=offered.pk).state == MentorState.OFFERED


def test_an_offer_that_waits_is_seen_by_its_owner_and_coordinators_only(client):
    profile = MentorProfileFactory(state=MentorState.OFFERED)
    seen = {}
    for name, user in {
        "owner": profile.user,
        "coordinator": UserFactory(roles=[Role.COORDINATOR]),
        "stranger": UserFactory(),
    }.items():
        client.force_login(user)
        seen[name] = client.get(profile.get_absolute_url()).status_code

    assert seen == {"owner": 200, "coordinator": 200, "stranger": 404}


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("headline", "", "Enter a headline"),
        ("headline", "x" * 121, None),
        ("headline", "cold\x00homes", None),
        ("about", "", "Tell learners about yourself"),
        ("about", "x" * 3_001, None),
        ("topics", [], "Choose at least one topic"),
        ("topics", ["999999"], None),
        ("topics", ["; DROP"], None),
        ("languages", " , ,", "Enter at least one language"),
        ("languages", ",".join(f"L{n}" for n in range(11)), None),
        ("capacity", "", "Enter how many mentees you can have"),
        ("capacity", "0", None),
        ("capacity", "21", None),
        ("capacity", "many", None),
    ],
)
def test_mentor_offer_keeps_bad_input_and_says_what_is_wrong(client, field, value, error):
    topic = TopicFactory()
    client.force_login(UserFactory())

    response = client.post(reverse("mentoring:mentor_offer"), form_data(topic, **{field: value}))

    errors = response.context["form"].errors
    assert response.status_code == 200
    assert list(errors) == [field]
    assert error is None or errors[field] == [error]
    assert not MentorProfile.objects.exists()


@pytest.mark.parametrize("text", ["100% “quoted” & 'so'", "🙂", "שלום", "<script>x</script>"])
def test_mentor_offer_takes_any_words_and_shows_them_escaped(client, text):
    client.force_login(user := UserFactory())

    client.post(
        reverse("mentoring:mentor_offer"), form_data(TopicFactory(), headline=text, about=text)
    )

    page = client.get(user.mentor_profile.get_absolute_url())
    assert user.mentor_profile.headline == text
    assert b"<script>x" not in page.content


def test_seven_topics_are_too_many(client):
    topics = TopicFactory.create_batch(7)
    client.force_login(UserFactory())

    response = client.post(
        reverse("mentoring:mentor_offer"),
        form_data(topics[0], topics=[topic.code for topic in topics]),
    )

    assert response.context["form"].errors == {"topics": ["Choose at most 6 topics."]}


def test_mentor_offer_keeps_the_number_of_places_above_the_mentees(client):
    profile = MentorProfileFactory(capacity=3, places_taken=2)
    client.force_login(profile.user)

    response = client.post(
        reverse("mentoring:mentor_offer"), form_data(TopicFactory(), capacity="1")
    )

    assert list(response.context["form"].errors) == ["capacity"]


def test_a_mentor_pauses_goes_on_and_stops(client):
    profile = MentorProfileFactory()
    client.force_login(profile.user)

    client.post(reverse("mentoring:mentor_open"), {"open": "no"})
    assert MentorProfile.objects.get().is_open is False
    client.post(reverse("mentoring:mentor_open"), {"open": "yes"})
    assert MentorProfile.objects.get().is_open is True
    client.post(reverse("mentoring:mentor_close"))
    assert MentorProfile.objects.get().state == MentorState.CLOSED
    assert client.post(reverse("mentoring:mentor_close")).status_code == 302


def test_mentor_list_filters_by_topic_language_and_free_place(client):
    cold, early = TopicFactory(label="Cold homes"), TopicFactory(label="Early years")
    free = MentorProfileFactory(topics=[cold], languages=["English", "Español"])
    full = MentorProfileFactory(topics=[cold], capacity=1, places_taken=1)
    other = MentorProfileFactory(topics=[early], languages=["বাংলা"])
    MentorProfileFactory(state=MentorState.OFFERED, topics=[cold])
    client.force_login(UserFactory())

    def found(**query):
        response = client.get(reverse("mentoring:mentor_list"), query)
        return {profile.pk for profile in response.context["page"]}

    assert found() == {free.pk, full.pk, other.pk}
    assert found(topic=cold.code) == {free.pk, full.pk}
    assert found(topic=cold.code, free="on") == {free.pk}
    assert found(language="বাংলা") == {other.pk}
    assert found(topic=cold.code, language="বাংলা") == set()
    assert found(topic="\x00", page="x") == {free.pk, full.pk, other.pk}


def test_a_closed_profile_is_not_found_by_others(client):
    profile = MentorProfileFactory(state=MentorState.CLOSED)
    client.force_login(UserFactory())

    assert client.get(profile.get_absolute_url()).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        MentorProfile.objects.visible_to(UserFactory()).get(pk=profile.pk)
