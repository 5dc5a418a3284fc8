"""Tells a person's own devices from those of strangers, by a signed cookie that outlives the session."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from accounts.models import User
from accounts.signing_in.addresses import has_address
from core.web.requests import key_of

COOKIE = "known_device"
SECONDS = 365 * 24 * 60 * 60
# A computer in a library has many readers; the newest ones are remembered.
MOST_PEOPLE = 5


@dataclass(frozen=True)
class _Device:
    """A browser, and who has signed in there with which mark of the password, the newest last."""

    name: str
    people: tuple[tuple[int, str], ...]


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie by which this browser is known as one of the signed-in person; none for a visitor."""
    if not request.user.is_authenticated:
        return
    device = _device_of(request)
    person = (request.user.pk, _mark_of(request.user))
    if device.people and device.people[-1] == person:
        return
    others = [each for each in device.people if each[0] != request.user.pk]
    people = [*others, person][-MOST_PEOPLE:]
    value = f"{device.name}:{'.'.join(f'{key}-{mark}' for key, mark in people)}"
    response.set_signed_cookie(
        COOKIE, value, salt=COOKIE, max_age=SECONDS,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def known_device(request: HttpRequest, email: str) -> str:
    """Return the name of this device when the account was signed in to on it with its present password, or else nothing."""
    device = _device_of(request)
    marks = dict(device.people)
    owners = User.objects.filter(pk__in=marks) if marks else []
    knows = any(has_address(user, email) and marks[user.pk] == _mark_of(user) for user in owners)
    return device.name if knows else ""


def _mark_of(user: User) -> str:
    """Return what a new password changes, so that it ends every device remembered before."""
    return salted_hmac(COOKIE, user.get_session_auth_hash(), algorithm="sha256").hexdigest()[:16]


def _device_of(request: HttpRequest) -> _Device:
    cookie = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=SECONDS) or ""
    name, _colon, people = cookie.partition(":")
    pairs = [each.partition("-") for each in people.split(".")]
    known = tuple((key, mark) for text, _dash, mark in pairs if (key := key_of(text)))
    return _Device(name or get_random_string(16), known)
