"""The page of a form: what it takes, and what it was sent."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from core.web.requests import key_of, posted
from demo.factories.accounts import UserFactory

PAGES = [
    "accounts:profile_edit",
    "accounts:organisation_new",
    "dashboard:onboarding_work",
    "notifications:preferences",
    "submissions:submission_new",
]


@pytest.fixture
def editor(db, client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_is_only_read_was_sent_nothing(rf, method):
    assert posted(getattr(rf, method)("/", {"a": "b"})) is None


@pytest.mark.parametrize("data", [{}, {"a": "b"}])
def test_a_form_was_sent_however_little_it_holds(rf, data):
    assert posted(rf.post("/", data)).dict() == data


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_form_can_be_asked_after(client, editor, page):
    assert client.head(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES[:-1])
def test_a_form_without_any_field_is_answered_with_what_is_missing(client, editor, page):
    answer = client.generic(
        "POST", reverse(page), b"", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("17", 17),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),
        ("9" * 5_000, 0),
        ("\u0663", 0),
        ("\u00b2", 0),
        ("-1", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_a_key_is_a_number_that_a_database_holds(text, key):
    assert key_of(text) == key
