"""The table of people: its order, its filters and its CSV."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Profile, RoleGrant
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("accounts:people")


@pytest.fixture
def people(client):
    """An administrator who signed in, and two others."""
    admin = UserFactory(
        full_name="Ann Admin",
        email="ann@example.org",
        roles=[Role.ADMINISTRATOR],
        joined_at=dt.datetime(2025, 1, 2, 9, tzinfo=dt.UTC),
    )
    Profile.objects.filter(user=admin).delete()
    client.force_login(admin)
    cy = ProfileFactory(
        user__full_name="Cy Bell",
        user__email="cy@example.org",
        user__roles=[Role.EDITOR, Role.REVIEWER],
        user__joined_at=dt.datetime(2026, 1, 2, 9, tzinfo=dt.UTC),
        organisation=OrganisationFactory(name="Leeds City Council"),
    ).user
    bo = UserFactory(
        full_name="Bo Ash",
        email="bo@example.org",
        joined_at=dt.datetime(2024, 1, 2, 9, tzinfo=dt.UTC),
    )
    return {"ann": admin, "bo": bo, "cy": cy}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["ann", "bo", "cy"]),
        ("-name", ["cy", "bo", "ann"]),
        ("joined", ["bo", "ann", "cy"]),
        ("-joined", ["cy", "ann", "bo"]),
        ("organisation", ["cy", "ann", "bo"]),
    ],
)
def test_people_are_sorted_by_a_column(client, people, sort, order):
    page = client.get(ADDRESS, {"sort": sort}).context["page"]

    assert list(page) == [people[name] for name in order]


def test_the_filters_in_force_are_chips(client, people):
    answer = client.get(ADDRESS, {"q": "cy", "role": "editor", "sort": "-name"})

    assert answer.context["filters"].chips == [
        ("“cy”", "?role=editor&sort=-name"),
        ("Editor", "?q=cy&sort=-name"),
    ]


def test_those_who_are_found_are_written_as_csv(client, people):
    answer = client.get(ADDRESS, {"role": "editor", "as": "csv"})

    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert rows == [
        "Name,Email address,Organisation,Joined,Roles",
        "Cy Bell,cy@example.org,Leeds City Council,2026-01-02T09:00+00:00,Editor · Reviewer · Demo",
    ]


def test_the_csv_is_for_administrators(client, people):
    client.force_login(people["cy"])

    assert client.get(ADDRESS, {"as": "csv"}).status_code == 403


def chosen(people, *names):
    return [people[name].pk for name in names]


def test_a_role_is_given_to_many_after_a_look_at_who_would_get_it(client, people):
    address = reverse("accounts:people_grant")
    data = {"chosen": chosen(people, "bo", "cy"), "role": "editor"}

    preview = client.get(address, data)
    before = people["bo"].has_role(Role.EDITOR)
    sent = [client.post(address, data, follow=True) for _click in range(2)]

    assert (preview.context["getting"], preview.context["having"]) == (
        [people["bo"]],
        [people["cy"]],
    )
    assert not before
    assert "1 person now has the role." in sent[0].content.decode()
    grants = RoleGrant.objects.filter(role="editor", by=people["ann"])
    assert [grant.user for grant in grants] == [people["bo"]]


@pytest.mark.parametrize("key", ["0", "9" * 40, "x", "\x00", "-1"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_who_is_not_there_is_given_a_role(client, people, key, method):
    answer = getattr(client, method)(
        reverse("accounts:people_grant"), {"chosen": [key], "role": "editor"}
    )

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["chosen"]
    assert not RoleGrant.objects.filter(by=people["ann"]).exists()


def test_without_a_choice_the_page_says_what_to_do(client, people):
    answer = client.get(reverse("accounts:people_grant"))

    assert "You have not chosen anyone" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_roles_are_given_to_many_by_administrators_alone(client, people, method):
    client.force_login(people["cy"])

    answer = getattr(client, method)(
        reverse("accounts:people_grant"), {"chosen": chosen(people, "bo"), "role": "editor"}
    )

    assert answer.status_code == 403
    assert not people["bo"].has_role(Role.EDITOR)


@pytest.mark.parametrize("count", [1, 4])
def test_the_preview_takes_the_same_queries_for_one_and_for_four(
    client, people, django_assert_max_num_queries, count
):
    keys = [UserFactory().pk for _ in range(count)]

    with django_assert_max_num_queries(12):
        client.get(reverse("accounts:people_grant"), {"chosen": keys, "role": "editor"})
