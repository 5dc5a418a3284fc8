"""Challenges for passkeys of visitors: kept in a signed cookie for a few minutes, and good for one try.

Allauth keeps them in the session, so whoever only asked for one would leave a row in the database.
"""

import hashlib

from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

COOKIE = "passkey_challenge"
# As long as a reader may look for the key.
SECONDS = 10 * 60


def move_to_cookie(request: HttpRequest, response: HttpResponseBase, *, was_modified: bool) -> None:
    """Take the challenge that allauth has just made out of the session; the session is as it was before."""
    challenge = request.session.pop(STATE_SESSION_KEY, None)
    request.session.modified = was_modified
    if challenge is not None:
        response.set_cookie(
            COOKIE, signing.dumps(challenge, salt=COOKIE), max_age=SECONDS,
            path=reverse("mfa_login_webauthn"), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def move_to_session(request: HttpRequest) -> None:
    """Give allauth the challenge of the cookie for this one try; one that was tried before is none any more."""
    request.session.pop(STATE_SESSION_KEY, None)
    cookie = request.COOKIES.get(COOKIE, "")
    try:
        challenge = signing.loads(cookie, salt=COOKIE, max_age=SECONDS)
    except signing.BadSignature:
        return
    used = f"passkey-challenge:{hashlib.sha256(cookie.encode()).hexdigest()}"
    if cache.add(used, True, timeout=SECONDS):
        request.session[STATE_SESSION_KEY] = challenge


def drop(request: HttpRequest, response: HttpResponseBase) -> None:
    """Delete the challenge after the try, wherever it is still kept."""
    request.session.pop(STATE_SESSION_KEY, None)
    response.delete_cookie(COOKIE, path=reverse("mfa_login_webauthn"), samesite="Lax")
