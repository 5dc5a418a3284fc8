"""The design in a real browser: accessible in both schemes, and helped along by a little script."""

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long password"
OWN_PAGES = ["account_email", "account_change_password", "account_logout", "mfa_index"]
OWN_PAGES += ["mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list"]


@pytest.fixture
def member(db):
    person = UserFactory(full_name="Gwenllian Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio")
    person.set_password(PASSWORD)
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def sign_in(window, member) -> None:
    window.go(reverse("account_login"))
    window.page.locator("#id_login").fill(member.email)
    window.page.locator("#id_password").fill(PASSWORD)
    window.press("Sign in with password")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_accessible(visitor, settings, scheme):
    settings.DEBUG = True
    window = visitor(color_scheme=scheme)

    window.go(reverse("core:design"))

    window.check(f"design-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_sign_in_are_accessible(visitor, member, scheme):
    window = visitor(color_scheme=scheme)
    sign_in(window, member)

    for name in OWN_PAGES:
        window.go(reverse(name))
        window.check(f"{name}-{scheme}")


def test_a_page_that_is_not_there_is_accessible(visitor):
    window = visitor()

    window.go("/nothing/here/")

    window.check("error-404")


def test_nothing_is_cut_off_in_a_window_of_320_pixels(visitor, settings):
    settings.DEBUG = True
    window = visitor(viewport={"width": 320, "height": 640})

    window.go(reverse("core:design"))

    assert window.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visitor):
    window = visitor()
    window.go(reverse("account_login"))

    window.press("Send me a code")

    assert window.page.title().startswith("Error: ")
    assert window.page.evaluate("document.activeElement.className") == "error-summary"
    window.page.locator(".error-summary a").first.click()
    assert window.page.evaluate("document.activeElement.id") == "id_login"


def test_the_second_of_two_clicks_sends_nothing(visitor):
    window = visitor()
    window.go(reverse("account_login"))
    sent = []
    window.page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)

    with window.page.expect_request(lambda request: request.method == "POST"):
        window.page.get_by_role("button", name="Send me a code").dblclick(no_wait_after=True)
    window.page.wait_for_load_state("networkidle")

    assert len(sent) == 1


@pytest.mark.parametrize("has_script", [True, False])
def test_the_name_menu_opens_with_and_without_script(visitor, member, has_script):
    window = visitor(java_script_enabled=has_script)
    sign_in(window, member)
    window.go(reverse("account_email"))

    window.page.locator(".menu > summary").click()

    assert window.page.get_by_role("button", name="Sign out").is_visible()
    if has_script:
        window.page.keyboard.press("Escape")
        assert not window.page.get_by_role("button", name="Sign out").is_visible()
