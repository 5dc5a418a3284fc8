"""The pages that need no story: with a browser, without scripts, and light enough."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "name",
    [
        *("dashboard:public_home", "dashboard:institute", "dashboard:team", "dashboard:help"),
        *("dashboard:accessibility", "dashboard:search", "account_login", "account_signup"),
        "api:api_home",
    ],
)
def test_a_public_page_is_accessible_and_light(visitor, name):
    person = visitor()
    sizes = []
    person.page.on("requestfinished", lambda r: sizes.append(sum(r.sizes().values())))
    elsewhere = []
    person.page.on(
        "request",
        lambda r: r.url.startswith((person.address, "data:")) or elsewhere.append(r.url),
    )

    person.go(reverse(name))
    person.page.wait_for_load_state("networkidle")

    assert sum(sizes) <= 100_000
    assert elsewhere == []
    person.check(name.replace(":", "-"))


def test_an_administrator_reads_the_state_of_the_site_and_sends_a_test_mail(visitor, client):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR], is_demo=True)
    client.force_login(administrator)
    person = visitor()
    cookie = {"name": "sessionid", "value": client.session.session_key, "url": person.address}
    person.context.add_cookies([cookie])

    person.go(reverse("dashboard:home"))
    person.open_menu("System status")
    person.check("operation")
    person.press("Send me a test email")

    person.sees(f"We have sent a test email to {administrator.email}.")
    assert [message.to for message in mail.outbox] == [[administrator.email]]


def test_all_areas_of_the_menu_are_in_one_line_on_a_tablet(visitor):
    person = open_as(
        visitor, UserFactory(), reverse("dashboard:home"), viewport={"width": 768, "height": 1024}
    )

    tops = person.page.evaluate(
        "[...document.querySelectorAll('.site-nav a')].map((each) => each.getBoundingClientRect().top)"
    )

    assert (len(tops), len(set(tops))) == (6, 1)
