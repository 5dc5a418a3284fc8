"""The steps after the account: about your work, and where to begin. Both can be skipped."""

import pytest
from django.urls import reverse

from accounts.models import Profile
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from library.vocabularies.models import TopicInterest

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client):
    newcomer = UserFactory(full_name="Ffion Llanfairpwll")
    client.force_login(newcomer)
    return newcomer


def test_about_your_work_is_kept(client, newcomer):
    address, topic = reverse("dashboard:onboarding_work"), TopicFactory()

    response = client.post(
        address,
        {
            "job_title": "Nurse",
            "organisation": "Trust",
            "place": "Môn",
            "time_zone": "Asia/Kolkata",
            "topics": [topic.code],
        },
    )

    profile = Profile.objects.get(user=newcomer)
    newcomer.refresh_from_db()
    assert response.url == reverse("dashboard:onboarding_start")
    assert (profile.job_title, str(profile.organisation), profile.place) == (
        "Nurse",
        "Trust",
        "Môn",
    )
    assert newcomer.time_zone == "Asia/Kolkata"
    assert [interest.topic for interest in TopicInterest.objects.filter(user=newcomer)] == [topic]


@pytest.mark.parametrize(("page", "done"), [("onboarding_work", 1), ("onboarding_start", 2)])
def test_steps_that_are_behind_say_that_they_are_done(client, newcomer, page, done):
    response = client.get(reverse(f"dashboard:{page}"))

    assert response.content.decode().count('class="is-done"') == done


@pytest.mark.parametrize(
    ("start", "page"),
    [
        ("course", "courses:course_list"),
        ("mentor", "mentoring:mentor_list"),
        ("network", "networks:network_list"),
        ("library", "library:finder"),
        ("submit", "submissions:submission_new"),
        ("", "dashboard:home"),
        ("nonsense", "dashboard:home"),
    ],
)
def test_the_start_that_was_chosen_opens(client, newcomer, start, page):
    response = client.post(reverse("dashboard:onboarding_start"), {"start": start})

    assert response.url == reverse(page)
    assert Profile.objects.get(user=newcomer).onboarded_at is not None


def test_what_was_typed_stays_when_it_cannot_be_kept(client, newcomer):
    typed = {"job_title": "x" * 500, "time_zone": "Mars/Olympus", "place": "Môn\x07"}

    response = client.post(reverse("dashboard:onboarding_work"), typed)

    form = response.context["form"]
    assert response.status_code == 200
    assert set(form.errors) == {"job_title", "time_zone", "place"}
    assert form["job_title"].value() == typed["job_title"]
