"""A shared computer: whoever comes next goes back, and finds nothing."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from demo.factories.accounts import UserFactory
from tests.browser.conftest import CHROMIUM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window(browser, live_server, settings) -> Iterator[Page]:
    """A window that keeps whole pages in memory for going back, as people's browsers do and Playwright's do not."""
    settings.SITE_URL = live_server.url
    own = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = own.new_context(base_url=live_server.url).new_page()
    page.set_default_timeout(15_000)
    yield page
    own.close()


def test_back_after_signing_out_shows_nothing(window):
    reader = UserFactory(full_name="Wilhelmina Otto")
    signed_in = Client()
    signed_in.force_login(reader)
    cookie = signed_in.cookies["sessionid"].value
    window.goto(reverse("dashboard:public_home"))
    window.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": window.url, "httpOnly": True}]
    )
    window.goto(reverse("accounts:profile_edit"))
    seen = window.content()

    window.locator(".menu > summary").click()
    window.get_by_role("button", name="Sign out").click()
    window.wait_for_url("**" + reverse("dashboard:public_home"))
    window.evaluate("history.back()")
    window.wait_for_timeout(2_000)

    assert "Wilhelmina" in seen
    assert "Wilhelmina" not in window.content()
    assert reverse("account_login") in window.url
