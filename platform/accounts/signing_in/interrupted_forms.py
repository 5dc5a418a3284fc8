"""Keeps a form that was sent after the session had ended, until its sender has signed in again.

Whose it is tells a signed cookie that names the last person who was signed in in this browser: nobody else is
shown it, so that a note does not pass to the next reader of a shared computer. Where there is no such cookie
nobody has been signed in here before, and it waits for the first who signs in: in a signed cookie of its own, so
that strangers store nothing with us.
"""

import time
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django_stubs_ext import StrOrPromise

from core.parts import title_at
from core.web.ratelimit import is_within
from core.web.requests import key_of

SESSION_KEY = "kept_posts"
# Names the kept form when it is sent again from the page of kept forms.
SENT_FIELD = "kept_post"
COOKIE = "last_person"
FORM_COOKIE = "kept_form"
# Browsers hold at most 4,096 bytes of a cookie with its name and attributes.
MAX_COOKIE = 3_500
MAX_POSTS = 5
# What one person may have kept in sessions that have ended; more goes to the cookie.
POSTS_AN_HOUR = 20
MAX_CHARACTERS = 600_000
SECONDS = 30 * 60
# Longer than any session and as long as Django's own cookie for forms, without which nothing can be sent.
COOKIE_SECONDS = settings.CSRF_COOKIE_AGE
_NOT_THE_READERS = frozenset({"csrfmiddlewaretoken", SENT_FIELD})


@dataclass(frozen=True)
class InterruptedForm:
    """A kept form: its address and its fields, in their order. A form that is too long has no fields."""

    key: str
    address: str
    fields: list[tuple[str, str]]
    had_files: bool
    is_too_long: bool

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        fields = [(name, value) for name, value in kept["fields"]]
        return cls(kept["key"], kept["address"], fields, kept["had_files"], kept["is_too_long"])

    @property
    def words(self) -> list[tuple[str, str]]:
        """Return what the reader wrote, with readable field names."""
        return [
            (name.replace("_", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and name not in {"form_key", "edit_number"}
        ]

    @property
    def part(self) -> StrOrPromise:
        """Return the part of the platform that the form belongs to."""
        return title_at(self.address)


def keep_form(request: HttpRequest) -> None:
    """Keep the sent fields in the reader's session, but never a password and nothing too long."""
    request.session[SESSION_KEY] = _newest([*_fresh(request), _sent_form(request)])


def _sent_form(request: HttpRequest) -> dict[str, Any]:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_THE_READERS and "password" not in name and isinstance(value, str)
    ]
    is_too_long = sum(len(value) for _name, value in fields) > MAX_CHARACTERS
    return {
        "key": get_random_string(12),
        "address": request.get_full_path(),
        "fields": [] if is_too_long else fields,
        "had_files": bool(request.FILES),
        "is_too_long": is_too_long,
        "owner": _owner(request),
        "at": int(time.time()),
    }


def interrupted_forms(request: HttpRequest) -> list[InterruptedForm]:
    """Return the forms kept in the last half hour for the signed-in person, the oldest first."""
    return [
        InterruptedForm.of(kept)
        for kept in _fresh(request)
        if kept["owner"] in {None, request.user.pk}
    ]


def discard_form(request: HttpRequest, key: str) -> None:
    """Discard one kept form. Repeats safely."""
    request.session[SESSION_KEY] = [kept for kept in _fresh(request) if kept["key"] != key]


def ask_to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the form, and redirect to the sign-in page."""
    response = redirect_to_login(reverse("accounts:resume"))
    person = _owner(request)
    if person and is_within("kept_form", f"user:{person}", POSTS_AN_HOUR, 60 * 60):
        keep_form(request)
    else:
        _keep_in_cookie(request, response)
    return response


def _keep_in_cookie(request: HttpRequest, response: HttpResponse) -> None:
    kept = _sent_form(request)
    cookie = signing.dumps(kept, salt=FORM_COOKIE, compress=True)
    if len(cookie) > MAX_COOKIE:
        kept = {**kept, "fields": [], "is_too_long": True, "address": kept["address"][:500]}
        cookie = signing.dumps(kept, salt=FORM_COOKIE, compress=True)
    response.set_cookie(
        FORM_COOKIE, cookie, max_age=SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def adopt_form(request: HttpRequest) -> None:
    """Take the form that waits in a cookie into the session of whoever has signed in now, once."""
    cookie = request.COOKIES.pop(FORM_COOKIE, None)
    if cookie is None:
        return
    request.META["has_adopted_form"] = True
    try:
        kept = signing.loads(cookie, salt=FORM_COOKIE, max_age=SECONDS)
    except signing.BadSignature:
        return
    if kept["owner"] in {None, request.user.pk}:
        request.session[SESSION_KEY] = _newest([*_fresh(request), kept])


def drop_form_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Delete the cookie of a form that was taken into the session."""
    if request.META.get("has_adopted_form"):
        response.delete_cookie(FORM_COOKIE, samesite="Lax")


def wants_json(request: HttpRequest) -> bool:
    """Tell whether one of our scripts sent the request: it keeps nothing and shows no page."""
    return not request.accepts("text/html") or "x-requested-with" in request.headers


def name_last_person(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie that names who was signed in last in this browser."""
    person = str(request.user.pk)
    if request.get_signed_cookie(COOKIE, default="", salt=COOKIE) != person:
        response.set_signed_cookie(
            COOKIE, person, salt=COOKIE, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def _owner(request: HttpRequest) -> int | None:
    if request.user.is_authenticated:
        return request.user.pk
    named = request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or ""
    return key_of(named) or None


def _fresh(request: HttpRequest) -> list[dict[str, Any]]:
    oldest = time.time() - SECONDS
    return [kept for kept in request.session.get(SESSION_KEY, []) if kept["at"] >= oldest]


def _newest(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return as many of the newest forms as may be kept, in number and in length."""
    kept = kept[-MAX_POSTS:]
    while sum(len(value) for post in kept for _name, value in post["fields"]) > MAX_CHARACTERS:
        kept = kept[1:]
    return kept
