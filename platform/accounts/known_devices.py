"""Tells a person's own devices from those of strangers, by a signed cookie that outlives the session."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from accounts.addresses import has_address
from accounts.models import User
from core.web import key_of

COOKIE = "known_device"
SECONDS = 365 * 24 * 60 * 60
# A computer in a library has many readers; the newest ones are remembered.
MOST_PEOPLE = 5


@dataclass(frozen=True)
class _Device:
    """A browser, and who has signed in there, the newest last."""

    name: str
    people: tuple[int, ...]


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie by which this browser is known as one of the signed-in person."""
    device = _device_of(request)
    person = key_of(str(request.user.pk))
    if person in device.people:
        return
    people = (*device.people, person)[-MOST_PEOPLE:]
    response.set_signed_cookie(
        COOKIE, f"{device.name}:{'.'.join(map(str, people))}", salt=COOKIE, max_age=SECONDS,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def known_device(request: HttpRequest, email: str) -> str:
    """Return the name of this device when the account of the address was signed in to on it, or else nothing."""
    device = _device_of(request)
    owners = User.objects.filter(pk__in=device.people) if device.people else []
    return device.name if any(has_address(user, email) for user in owners) else ""


def _device_of(request: HttpRequest) -> _Device:
    cookie = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=SECONDS) or ""
    name, _colon, people = cookie.partition(":")
    known = tuple(key for key in map(key_of, people.split(".")) if key)
    return _Device(name or get_random_string(16), known)
