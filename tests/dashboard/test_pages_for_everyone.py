"""The institute's pages for everyone, and what robots may list."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from dashboard.areas import AREAS
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 4])
def test_the_public_home_takes_as_many_queries_whatever_is_new(
    client, django_assert_max_num_queries, count
):
    RecordFactory.create_batch(count)

    with django_assert_max_num_queries(12):
        response = client.get(reverse("dashboard:public_home"))

    assert response.status_code == 200
    assert len(response.context["newest"]) == count


@pytest.mark.parametrize("slug", sorted(AREAS))
def test_every_door_of_an_area_leads_to_a_live_page(client, slug):
    area = client.get(reverse("dashboard:area", args=[slug])).context["area"]

    doors = [reverse(door.url_name) + door.query for door in area.doors]
    answers = {door: client.get(door).status_code for door in doors}

    assert set(answers.values()) == {200}


def test_the_team_are_those_with_a_role_and_reviewers_stay_unnamed(client):
    editor = UserFactory(full_name="Siân Editor", roles=[Role.EDITOR])
    UserFactory(full_name="Unnamed Reviewer", roles=[Role.REVIEWER])
    UserFactory(full_name="Plain Member")

    team = client.get(reverse("dashboard:team")).context["team"]

    assert [(role, [m.user for m in members]) for role, members in team] == [
        (Role.EDITOR, [editor])
    ]


def test_the_sitemap_lists_what_everyone_may_read(client):
    record = RecordFactory()

    index = client.get("/sitemap.xml").content.decode()
    records = client.get("/sitemap-records.xml").content.decode()

    assert "/sitemap-records.xml" in index
    assert record.get_absolute_url() in records


def test_robots_are_kept_out_of_what_needs_an_account(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /home/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
