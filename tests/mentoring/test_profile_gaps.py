"""Incomplete profiles: who is asked to fill them in, how often, and what they are shown."""

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
from mentoring.actions.profile_requests import (
    AskedManyToday,
    AskedOften,
    NothingMissing,
    ask_to_fill_in_profile,
)
from mentoring.models import MentoringRequest, ProfileAsk
from mentoring.states import RequestState
from mentoring.suggestions.mentor_suggestions import mentors_to_ask
from notifications.conditions import current_at
from notifications.models import Notification

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def coordinator():
    return UserFactory(full_name="Cora Coordinator", roles=[Role.COORDINATOR])


def fill_in(person, *, topic=True, place="Leeds", languages=("English",)):
    person.profile.place, person.profile.languages = place, list(languages)
    person.profile.save()
    if topic:
        TopicInterest.objects.create(user=person, topic=TopicFactory())


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return [(row.title, row.address) for row in rows]


def test_a_person_is_asked_once_in_14_days_and_three_times_a_year(mentee, coordinator, now):
    other = UserFactory(roles=[Role.COORDINATOR])
    asked = []

    for day, by in [(0, coordinator), (13, other), (14, other), (28, other), (365, other)]:
        ask = ask_to_fill_in_profile(person=mentee, by=by, at=now + day * DAY)
        asked.append((ask.asked_at - now).days)
        if day == 28:
            with pytest.raises(AskedOften):
                ask_to_fill_in_profile(person=mentee, by=by, at=now + 42 * DAY)

    assert asked == [0, 0, 14, 28, 365]
    assert len(told(mentee)) == 4


def test_who_deletes_the_notification_is_not_asked_again_for_that(mentee, coordinator, now):
    ask = ask_to_fill_in_profile(person=mentee, by=coordinator, at=now)
    Notification.objects.all().delete()

    assert ask_to_fill_in_profile(person=mentee, by=coordinator, at=now + DAY) == ask
    assert told(mentee) == []


def test_a_coordinator_asks_thirty_people_a_day(coordinator, now):
    ProfileAsk.objects.bulk_create(
        ProfileAsk(person=person, asked_by=coordinator, asked_at=now)
        for person in UserFactory.create_batch(30)
    )

    with pytest.raises(AskedManyToday):
        ask_to_fill_in_profile(person=UserFactory(), by=coordinator, at=now)
    ask_to_fill_in_profile(person=UserFactory(), by=coordinator, at=now + DAY)


def test_nobody_is_asked_for_what_is_there(mentee, coordinator, now):
    fill_in(mentee)

    with pytest.raises(NothingMissing):
        ask_to_fill_in_profile(person=mentee, by=coordinator, at=now)

    assert told(mentee) == []


def test_the_mail_leads_to_what_is_missing_and_is_not_sent_once_it_is_there(
    client, mentee, coordinator, now
):
    ask_to_fill_in_profile(person=mentee, by=coordinator, at=now)
    title = "Add your topics, place and languages, so that we can suggest mentors to you"
    client.force_login(mentee)

    page = client.get(reverse("mentoring:profile_missing")).content.decode()
    before = Notification.objects.filter(current_at(now)).count()
    fill_in(mentee)
    after = Notification.objects.filter(current_at(now)).count()
    empty = client.get(reverse("mentoring:profile_missing")).content.decode()

    assert told(mentee) == [(title, reverse("mentoring:profile_missing"))]
    assert reverse("library:interests") in page
    assert reverse("accounts:profile_edit") in page
    assert (before, after) == (1, 0)
    assert "Nothing is missing" in empty


def test_a_mentor_is_asked_in_words_for_mentors(client, coordinator, now):
    mentor = MentorProfileFactory().user

    ask_to_fill_in_profile(person=mentor, by=coordinator, at=now)
    client.force_login(mentor)
    page = client.get(reverse("mentoring:profile_missing")).content.decode()

    assert told(mentor)[0][0] == (
        "Add what is missing from your profile, so that we can suggest you to learners"
    )
    assert reverse("mentoring:mentor_offer") in page


def test_where_nobody_fits_those_are_shown_whose_profile_leaves_it_open(
    client, mentee, coordinator, now, django_assert_max_num_queries
):
    fill_in(mentee, place="Leeds", languages=["English"])
    topic = TopicFactory()
    blank = MentorProfileFactory(user__full_name="Ann Blank", topics=[])
    placeless = MentorProfileFactory(user__full_name="Bob Placeless", topics=[topic])
    elsewhere = MentorProfileFactory(user__full_name="Cy Elsewhere", topics=[topic])
    fill_in(elsewhere.user, topic=False, place="Cardiff")
    foreign = MentorProfileFactory(
        user__full_name="Di Foreign", topics=[topic], languages=["Welsh"]
    )
    full = MentorProfileFactory(topics=[], capacity=1, places_taken=1)
    client.force_login(coordinator)
    page = reverse("mentoring:nobody_fits", args=[mentee.pk])
    ask = reverse("mentoring:profile_ask", args=[blank.user.pk])

    before = list(mentors_to_ask(mentee, now=now))
    with django_assert_max_num_queries(12):
        shown = client.get(page).content.decode()
    answer = client.post(ask, {"seeking": mentee.pk, "page": "nobody_fits"})
    again = client.post(ask, {"seeking": mentee.pk, "page": "nobody_fits"}, follow=True)

    assert [row["pk"] for row in before] == [blank.pk, placeless.pk]
    words = ("Ann Blank", "Missing: topics, place", "Bob Placeless", "Missing: place")
    assert all(one in shown for one in words)
    assert [each.user.full_name in shown for each in (elsewhere, foreign, full)] == [False] * 3
    assert answer.url == page
    assert "You can ask again 14 days later." in again.content.decode()
    assert "asked on" in again.content.decode()
    assert ask not in again.content.decode()
    assert ProfileAsk.objects.count() == 1


def test_the_learner_stands_first_where_their_own_profile_is_empty(client, mentee, coordinator):
    client.force_login(coordinator)

    page = client.get(reverse("mentoring:nobody_fits", args=[mentee.pk])).content.decode()

    assert reverse("mentoring:profile_ask", args=[mentee.pk]) in page
    assert "Missing: topics, place, languages" in page


@pytest.mark.parametrize("number", [1, 6])
def test_the_desk_lists_mentors_and_seekers_with_gaps_in_constant_queries(
    client, coordinator, number, django_assert_max_num_queries
):
    for _ in range(number):
        MentoringRequestFactory(state=RequestState.OPEN)
    whole = UserFactory(full_name="Wanda Whole")
    fill_in(whole)
    MentoringRequestFactory(mentee=whole, state=RequestState.OPEN)
    idle = UserFactory(full_name="Ida Idle")
    client.force_login(coordinator)
    address = reverse("mentoring:coordinator_desk")
    client.get(address, {"show": "profiles"})

    with django_assert_max_num_queries(11) as queries:
        page = client.get(address, {"show": "profiles"})

    shown = page.content.decode()
    seekers = MentoringRequest.objects.exclude(mentee=whole)
    assert all(reverse("mentoring:profile_ask", args=[one.mentee_id]) in shown for one in seekers)
    assert reverse("mentoring:profile_ask", args=[seekers[0].mentor_id]) in shown
    assert whole.full_name not in shown
    assert idle.full_name not in shown
    assert len(queries) == 11


def test_an_ask_from_the_desk_leads_back_to_the_list(client, mentee, coordinator):
    MentoringRequestFactory(mentee=mentee, state=RequestState.OPEN)
    client.force_login(coordinator)
    desk = f"{reverse('mentoring:coordinator_desk')}?show=profiles"

    answer = client.post(
        reverse("mentoring:profile_ask", args=[mentee.pk]),
        headers={"referer": f"http://testserver{desk}"},
    )

    assert answer.url == desk


def test_only_coordinators_ask(client, mentee, mentor):
    client.force_login(mentor)

    answer = client.post(reverse("mentoring:profile_ask", args=[mentee.pk]))

    assert answer.status_code == 403
    assert not ProfileAsk.objects.exists()


def test_asks_are_in_the_export_and_go_with_the_account(mentee, coordinator, now):
    ask_to_fill_in_profile(person=mentee, by=coordinator, at=now)

    exported = personal_data_of(mentee)["mentoring"].data["asked_to_fill_in_profile"]
    leave_all_matches(user=mentee, at=now)

    assert exported == [now]
    assert not ProfileAsk.objects.exists()
