"""No suitable mentor yet: the learner hears what happens next, and the search goes on by itself."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MentoringRequestFactory, MentorProfileFactory
from library.vocabularies.models import TopicInterest
from mentoring.actions.matches import leave_all_matches
from mentoring.actions.requests import accept_request
from mentoring.actions.searches import look_again, open_search
from mentoring.models import MentorProfile, MentorSearch
from mentoring.pages.coordinator_desk import without_a_mentor
from mentoring.states import RequestState, SearchState
from notifications.models import Notification
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


# A test here commits, so no rows are shared.
@pytest.fixture
def mentor():
    return MentorProfileFactory(user__full_name="Mary Mentor", capacity=2).user


@pytest.fixture
def mentee():
    return UserFactory(full_name="Eva Mentee")


@pytest.fixture
def coordinator():
    return UserFactory(full_name="Cora Coordinator", roles=[Role.COORDINATOR])


@pytest.fixture
def topic(mentee):
    topic = TopicFactory(label="Fuel poverty")
    TopicInterest.objects.create(user=mentee, topic=topic)
    return topic


@pytest.fixture
def full(topic):
    """A mentor who fits but for a place."""
    return MentorProfileFactory(
        user__full_name="Fred Full", topics=[topic], capacity=1, places_taken=1
    )


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def search_for(mentee, coordinator, now, *mentors):
    return open_search(mentee=mentee, by=coordinator, words="Soon.", mentors=mentors, at=now)


def test_one_act_tells_the_learner_asks_full_mentors_and_opens_the_search(
    client, mentee, coordinator, full
):
    MentorProfileFactory(topics=[TopicFactory()], capacity=1, places_taken=1)
    MentoringRequestFactory(mentee=mentee, state=RequestState.EXPIRED)
    client.force_login(coordinator)
    address = reverse("mentoring:nobody_fits", args=[mentee.pk])

    asked = client.get(address).context["form"].fields["mentors"].choices
    answers = [client.post(address, {"message": "Soon.", "mentors": [full.pk]}) for _ in range(2)]
    desk = client.get(reverse("mentoring:coordinator_desk"), {"show": "nobody"})

    search = MentorSearch.objects.get()
    assert asked == [(str(full.pk), f"Fred Full: {full.headline}")]
    assert [answer.url for answer in answers] == [search.get_absolute_url()] * 2
    assert (told(mentee), told(full.user)) == (["mentoring.searching"], ["mentoring.place-wanted"])
    assert b"Eva Mentee" in desk.content
    assert list(without_a_mentor(search.opened_at)) == []


def test_the_learner_sees_where_it_stands_and_can_stop(client, mentee, coordinator, now):
    search = search_for(mentee, coordinator, now)
    client.force_login(mentee)
    home = client.get(reverse("mentoring:mentoring_home")).content.decode()
    page = client.get(search.get_absolute_url()).content.decode()
    client.force_login(UserFactory())
    close = reverse("mentoring:search_close", args=[search.pk])
    strangers = [client.get(search.get_absolute_url()).status_code, client.post(close).status_code]
    client.force_login(mentee)
    for _ in range(2):
        assert client.post(close).url == search.get_absolute_url()

    assert search.get_absolute_url() in home
    assert all(words in page for words in ("Soon.", "What happens next", "We look again"))
    assert strangers == [404, 404]
    assert MentorSearch.objects.values_list("state", "words").get() == (SearchState.CLOSED, "")


@pytest.mark.parametrize(
    "change",
    [{"capacity": 2}, {"places_taken": 0}],
    ids=["one place more", "a mentoring ended"],
)
def test_a_mentor_with_a_free_place_is_found_and_both_are_told_once(
    mentee, coordinator, full, now, change
):
    search = search_for(mentee, coordinator, now)
    before = look_again(at=now)
    MentorProfile.objects.update(**change)

    counts = [look_again(at=now) for _ in range(2)]

    search.refresh_from_db()
    assert (before, counts, search.state) == (0, [1, 0], SearchState.FOUND)
    assert told(mentee) == ["mentoring.searching", "mentoring.mentor-found"]
    assert told(coordinator) == ["mentoring.search-found"]


def test_a_place_that_is_gone_again_lets_the_search_go_on(mentee, coordinator, full, now):
    search = search_for(mentee, coordinator, now)
    states = []
    for taken in (0, 1, 0):
        MentorProfile.objects.update(places_taken=taken)
        look_again(at=now)
        search.refresh_from_db()
        states.append(search.state)

    assert states == [SearchState.FOUND, SearchState.OPEN, SearchState.FOUND]


def test_a_full_mentor_is_asked_at_most_once_in_14_days(coordinator, full, now):
    for day in (0, 13, 14):
        search_for(UserFactory(), coordinator, now + day * DAY, full)

    assert told(full.user) == ["mentoring.place-wanted"] * 2


def test_a_mentor_who_emptied_the_inbox_is_not_asked_again_within_14_days(coordinator, full, now):
    search_for(UserFactory(), coordinator, now, full)
    Notification.objects.all().delete()

    search_for(UserFactory(), coordinator, now + 13 * DAY, full)

    assert told(full.user) == []
    assert list(full.place_asks.values_list("asked_at", flat=True)) == [now]
    exported = personal_data_of(full.user)["mentoring"].data["asked_for_one_more_place"]
    assert exported == [now]


@pytest.mark.parametrize("way", ["match", "leave"])
def test_a_search_closes_with_a_match_or_the_account(mentor, mentee, coordinator, now, way):
    search_for(mentee, coordinator, now)
    exported = personal_data_of(mentee)["mentoring"].data["searches_for_a_mentor"]

    if way == "match":
        accept_request(
            request=MentoringRequestFactory(mentor=mentor, mentee=mentee), by=mentor, at=now
        )
    else:
        leave_all_matches(user=mentee, at=now)

    assert [one["words"] for one in exported] == ["Soon."]
    assert MentorSearch.objects.get().state == SearchState.CLOSED


def test_only_coordinators_open_a_search(client, mentee, mentor):
    client.force_login(mentor)

    answer = client.post(reverse("mentoring:nobody_fits", args=[mentee.pk]), {"message": "Me."})

    assert answer.status_code == 403
    assert not MentorSearch.objects.exists()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_ask_a_full_mentor_once(coordinator, now):
    full = MentorProfileFactory(capacity=1, places_taken=1)
    mentees = UserFactory.create_batch(4)

    outcomes = at_once(
        *(
            lambda who=who, number=number: search_for(
                who, coordinator, now + dt.timedelta(seconds=number), full
            )
            for number, who in enumerate(mentees)
        )
    )

    assert {type(outcome) for outcome in outcomes} == {MentorSearch}
    assert told(full.user) == ["mentoring.place-wanted"]
