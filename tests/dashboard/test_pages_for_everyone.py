"""The institute's pages for everyone, and what robots may list."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from dashboard.areas import AREAS
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import NetworkFactory
from library.vocabularies.choices import RecordType

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 4])
def test_the_public_home_takes_as_many_queries_whatever_is_new(
    client, django_assert_max_num_queries, count
):
    RecordFactory.create_batch(count)

    with django_assert_max_num_queries(12):
        response = client.get(reverse("dashboard:public_home"))

    assert response.status_code == 200
    assert len(response.context["newest"]) == min(count, 3)


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

    assert [(member.role, member.user) for member in team] == [(Role.EDITOR, editor)]


def test_the_team_stands_in_the_order_of_its_roles_and_nobody_twice(client):
    editor = UserFactory(full_name="Ada", roles=[Role.EDITOR])
    both = UserFactory(full_name="Zoë", roles=[Role.EDITOR, Role.FACILITATOR])

    team = client.get(reverse("dashboard:team")).context["team"]

    assert [(member.role, member.user) for member in team] == [
        (Role.FACILITATOR, both),
        (Role.EDITOR, editor),
    ]


def test_the_public_home_names_no_record_twice(client):
    studies = RecordFactory.create_batch(2, type=RecordType.CASE_STUDY)
    report = RecordFactory()

    context = client.get(reverse("dashboard:public_home")).context

    assert set(context["case_studies"]) == set(studies)
    assert list(context["newest"]) == [report]


def test_an_area_shows_what_is_alive_in_it(client):
    course, study = CourseFactory(), RecordFactory(type=RecordType.CASE_STUDY)

    capacity = client.get(reverse("dashboard:area", args=["capacity-building"]))
    practice = client.get(reverse("dashboard:area", args=["learning-from-practice"]))

    assert [shelf.items[0].title for shelf in capacity.context["news"].shelves] == [course.title]
    assert [shelf.items[0].title for shelf in practice.context["news"].shelves] == [study.title]


@pytest.mark.parametrize("slug", sorted(AREAS))
def test_an_area_takes_few_queries_however_much_is_alive(
    client, django_assert_max_num_queries, slug
):
    for _ in range(3):
        CourseFactory()
        NetworkFactory()
    RecordFactory.create_batch(3, type=RecordType.CASE_STUDY)

    with django_assert_max_num_queries(12):
        client.get(reverse("dashboard:area", args=[slug]))


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
