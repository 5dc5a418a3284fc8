"""Tokens for programs: made, copied once, revoked, on pages that everyone can use."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from api.models import Token
from demo.factories.accounts import UserFactory
from demo.factories.api import ServiceFactory, TokenFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(visitor):
    def open_window(user):
        person = visitor()
        session = Client()
        session.force_login(user)
        cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value}
        person.page.context.add_cookies([{**cookie, "url": person.address, "httpOnly": True}])
        return person

    return open_window


def test_a_token_is_made_copied_and_revoked(signed_in):
    person = signed_in(UserFactory())
    person.go(reverse("api:token_list"))
    person.check("api-token-list-empty")

    person.page.get_by_role("link", name="Create a token").click()
    person.check("api-token-new")
    person.page.get_by_role("button", name="Create token").click()
    person.check("api-token-new-refused")
    person.page.get_by_label("Name").fill("Study of homes")
    person.page.get_by_label("Read the records of the library").check()
    person.page.get_by_role("button", name="Create token").click()
    person.page.get_by_role("heading", name="Your new token").wait_for()
    person.check("api-token-made")
    [secret] = set(re.findall(r"praxis_\w{38}", person.page.content()))
    person.page.get_by_role("link", name="I have copied it").click()
    person.check("api-token-list")
    seen_again = secret in person.page.content()
    person.page.locator("summary", has_text="Revoke").click()
    person.page.get_by_role("button", name="Revoke").click()
    person.page.get_by_text("revoked.").wait_for()

    assert not seen_again
    assert Token.objects.get().revoked_at is not None


def test_the_pages_of_services_are_accessible(signed_in):
    admin = UserFactory(roles=[Role.ADMINISTRATOR])
    service = ServiceFactory()
    TokenFactory(person=None, service=service)
    person = signed_in(admin)

    for name, args in (
        ("service_list", []),
        ("service_new", []),
        ("service_detail", [service.pk]),
        ("service_edit", [service.pk]),
        ("service_token_new", [service.pk]),
        ("all_tokens", []),
    ):
        person.go(reverse(f"api:{name}", args=args))
        person.check(f"api-{name.replace('_', '-')}")
