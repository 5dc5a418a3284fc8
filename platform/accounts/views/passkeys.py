"""Signing in with a passkey."""

from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.signing_in import passkey_challenges
from core.web.ratelimit import limit_rate

_allauth_view = LoginWebAuthnView.as_view()


@login_not_required
@limit_rate("passkey_sign_in")
def passkey_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Give a challenge to a visitor's browser, and sign in whoever solves it. Who only asks leaves nothing with us."""
    if request.method == "POST":
        passkey_challenges.move_to_session(request)
        response = _allauth_view(request)
        passkey_challenges.drop(request, response)
        return response
    was_modified = request.session.modified
    response = _allauth_view(request)
    passkey_challenges.move_to_cookie(request, response, was_modified=was_modified)
    return response
