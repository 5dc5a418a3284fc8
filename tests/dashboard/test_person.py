"""A person's page shows each reader what that person lets them know."""

import pytest
from django.urls import reverse

from accounts.actions.profiles import save_profile
from accounts.models import Visibility
from accounts.roles import Role
from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MentorProfileFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from library.vocabularies.actions.interests import follow_topics

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.EVERYONE, {"anyone", "member", "colleague", "self"}),
        (Visibility.MEMBERS, {"member", "colleague", "self"}),
        (Visibility.NETWORKS, {"colleague", "self"}),
        (Visibility.NOBODY, {"self"}),
    ],
)
def test_a_field_is_seen_by_its_circle_alone(client, visibility, seen_by):
    someone, network = UserFactory(), NetworkFactory()
    MembershipFactory(network=network, user=someone)
    save_profile(user=someone, place="Pontypridd", shown_to={"place": visibility})
    readers = {
        "anyone": None,
        "member": UserFactory(),
        "colleague": MembershipFactory(network=network).user,
        "self": someone,
    }

    seen = set()
    for name, reader in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        page = client.get(reverse("dashboard:person", args=[someone.pk]))
        if "Pontypridd" in page.content.decode():
            seen.add(name)

    assert seen == seen_by


def test_a_closed_account_has_no_page(client):
    gone = UserFactory(is_active=False)

    assert client.get(reverse("dashboard:person", args=[gone.pk])).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "is_seen"), [("networks", True), ("members", True), ("nobody", False)]
)
def test_topics_local_time_and_photo_are_seen_by_their_circle(client, visibility, is_seen):
    someone, reader = UserFactory(time_zone="Asia/Kolkata"), UserFactory()
    NetworkFactory(members=[someone, reader])
    follow_topics(user=someone, topics=[TopicFactory(label="Cold homes")])
    shown_to = dict.fromkeys(("topics", "time_zone", "photo"), visibility)
    ProfileFactory(user=someone, photo="photos/a.webp", shown_to=shown_to)
    client.force_login(reader)

    page = client.get(reverse("dashboard:person", args=[someone.pk])).content.decode()

    photo = reverse("accounts:photo", args=[someone.pk])
    seen = {text: text in page for text in ("Cold homes", "Asia/Kolkata", photo)}
    assert seen == {"Cold homes": is_seen, "Asia/Kolkata": is_seen, photo: is_seen}


@pytest.mark.parametrize("is_colleague", [True, False])
def test_team_and_mentors_show_what_is_for_members_of_ones_networks(client, is_colleague):
    reader = UserFactory()
    someone = MentorProfileFactory(user__roles=[Role.COORDINATOR]).user
    shown_to = dict.fromkeys(("job_title", "time_zone", "photo"), "networks")
    ProfileFactory(user=someone, job_title="Nurse", photo="photos/a.webp", shown_to=shown_to)
    NetworkFactory(members=[someone, reader] if is_colleague else [someone])
    client.force_login(reader)

    pages = {
        name: client.get(reverse(name, args=args)).content.decode()
        for name, args in {
            "dashboard:team": [],
            "mentoring:mentor_list": [],
            "mentoring:mentor_detail": [someone.pk],
        }.items()
    }

    photo = reverse("accounts:photo", args=[someone.pk])
    assert [photo in pages[name] for name in ("dashboard:team", "mentoring:mentor_list")] == [
        is_colleague,
        is_colleague,
    ]
    assert ("Nurse" in pages["dashboard:team"]) is is_colleague
    assert ("Nurse" in pages["mentoring:mentor_detail"]) is is_colleague
    assert ("Local time now" in pages["mentoring:mentor_detail"]) is is_colleague
