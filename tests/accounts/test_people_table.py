"""The table of people: its order, its filters and its CSV."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Profile
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
        "Name,E-mail address,Organisation,Joined,Roles",
        "Cy Bell,cy@example.org,Leeds City Council,2026-01-02T09:00+00:00,Editor · Reviewer · Demo",
    ]


def test_the_csv_is_for_administrators(client, people):
    client.force_login(people["cy"])

    assert client.get(ADDRESS, {"as": "csv"}).status_code == 403
