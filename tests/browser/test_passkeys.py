"""A passkey is made and signs in, in a real browser under our content policy."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from demo.factories.accounts import UserFactory
from tests.browser.walk.cast import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_passkey_is_made_and_signs_in(visitor, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    person = UserFactory(email="nia@example.org", full_name="Nia Ffion Prys")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    window = visitor()
    wire = window.context.new_cdp_session(window.page)
    wire.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(window, person.email)

    window.go(reverse("mfa_add_webauthn"))
    window.fill("Name", "My telephone")
    window.check("passkey-new")
    window.press("Add the key")
    window.sees("Security key added.")
    window.context.clear_cookies()
    window.go(reverse("account_login"))
    window.press("Sign in with a passkey")

    window.page.wait_for_url(f"**{reverse('dashboard:home')}")
    window.sees("Nia Ffion Prys")
    assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).user == person
