"""What is shown to those signed in stays in no cache."""

import pytest
from django.test import Client
from django.urls import reverse

from api.addresses import api_path
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client) -> Client:
    client.force_login(UserFactory())
    return client


@pytest.mark.parametrize(
    "name",
    [
        *("dashboard:home", "accounts:settings", "accounts:profile_edit", "library:finder"),
        *("api:openapi", "account_email", "dashboard:help"),
    ],
)
def test_every_page_for_somebody_signed_in_is_private_and_not_kept(reader, name):
    answer = reader.get(reverse(name))

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_pages_that_are_not_found_or_not_allowed_are_not_kept_either(reader):
    answers = [reader.get("/networks/none/"), reader.get(reverse("accounts:people"))]

    assert [answer.status_code for answer in answers] == [404, 403]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_public_pages_keep_what_they_say_themselves(client):
    names = ["dashboard:public_home", "library:finder", "api:openapi", "robots"]

    said = [client.get(reverse(name)).get("Cache-Control") for name in names]

    assert said == [None, None, "no-cache", "max-age=86400, public"]


def test_a_program_that_kept_an_answer_of_the_api_still_asks_whether_it_changed(reader):
    address = api_path("get_record", RecordFactory().pk)
    first = reader.get(address)

    again = reader.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-store")


def test_what_names_its_own_age_keeps_it(reader):
    assert reader.get(reverse("robots"))["Cache-Control"] == "max-age=86400, public"
