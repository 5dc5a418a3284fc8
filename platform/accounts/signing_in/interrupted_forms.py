"""Keeps a form that was sent after the session had ended, until its sender has signed in again.

Whose it is tells its CSRF token: a signed cookie remembers who was signed in in this browser while which token was in
use. So a note passes to nobody else on a shared computer, and waits for its sender while others sign in and out. A form
without such a token is that of the last person. A page opened by a visitor has nobody's token: its form waits for the
first who signs in, in a signed cookie of its own, so that strangers store nothing with us.
"""

import time
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, CSRF_TOKEN_LENGTH
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django_stubs_ext import StrOrPromise

from accounts.actions.kept_forms import delete_row, keep_in_row
from core.forms.sent_words import field_in_words
from core.parts import title_at
from core.web.ratelimit import is_within
from core.web.requests import key_of

SESSION_KEY = "kept_posts"
# Names the kept form when it is sent again from the page of kept forms.
SENT_FIELD = "kept_post"
COOKIE = "last_person"
# As many as a shared computer has in half an hour.
MOST_PEOPLE = 5
FORM_COOKIE = "kept_form"
# One for each person, with the key of the row that holds their forms.
ROW_COOKIE = "kept_forms_of"
# Browsers hold at most 4,096 bytes of a cookie with its name and attributes.
MAX_COOKIE = 3_500
MAX_POSTS = 5
# What one person may have kept in sessions that have ended; more goes to the cookie.
POSTS_AN_HOUR = 20
MAX_CHARACTERS = 600_000
SECONDS = 30 * 60
# Longer than any session and as long as Django's own cookie for forms, without which nothing can be sent.
COOKIE_SECONDS = settings.CSRF_COOKIE_AGE
_ADOPTED = "adopted_form_cookies"
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
            (field_in_words(name), value)
            for name, value in self.fields
            if value.strip() and name not in {"form_key", "edit_number"}
        ]

    @property
    def part(self) -> StrOrPromise:
        """Return the part of the platform that the form belongs to."""
        return title_at(self.address)


def keep_form(request: HttpRequest) -> None:
    """Keep the sent fields in the reader's session, but never a password and nothing too long."""
    request.session[SESSION_KEY] = _newest([*_fresh(request.session), _sent_form(request)])


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
        for kept in _fresh(request.session)
        if kept["owner"] in {None, request.user.pk}
    ]


def discard_form(request: HttpRequest, key: str) -> None:
    """Discard one kept form. Repeats safely."""
    request.session[SESSION_KEY] = [kept for kept in _fresh(request.session) if kept["key"] != key]


def ask_to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the form, and redirect to the sign-in page."""
    response = redirect_to_login(reverse("accounts:resume"))
    keep_for_sender(request, response)
    return response


def is_of_another(request: HttpRequest) -> bool:
    """Tell whether the form was sent from a page of somebody else who was signed in in this browser."""
    return _owner(request) != request.user.pk


def keep_for_sender(request: HttpRequest, response: HttpResponse) -> bool:
    """Keep the form outside this session, until its sender signs in, and tell whether its text was not too long."""
    person = _owner(request)
    if person and is_within("kept_form", f"user:{person}", POSTS_AN_HOUR, 60 * 60):
        return _keep_in_row(request, response, person)
    return _keep_in_cookie(request, response)


def _keep_in_row(request: HttpRequest, response: HttpResponse, person: int) -> bool:
    row = _row_of(request, person) or SessionStore()
    kept = _sent_form(request)
    forms = _newest([*_fresh(row), kept])
    keep_in_row(row=row, name=SESSION_KEY, forms=forms, seconds=SECONDS)
    _set_cookie(response, f"{ROW_COOKIE}_{person}", signing.dumps(row.session_key, salt=ROW_COOKIE))
    return not kept["is_too_long"]


def _row_of(request: HttpRequest, person: int | None) -> SessionStore | None:
    cookie = request.COOKIES.get(f"{ROW_COOKIE}_{person}", "")
    try:
        key = signing.loads(cookie, salt=ROW_COOKIE, max_age=SECONDS)
    except signing.BadSignature:
        return None
    row = SessionStore(key)
    return row if SESSION_KEY in row else None


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _keep_in_cookie(request: HttpRequest, response: HttpResponse) -> bool:
    kept = _sent_form(request)
    cookie = signing.dumps(kept, salt=FORM_COOKIE, compress=True)
    if len(cookie) > MAX_COOKIE:
        kept = {**kept, "fields": [], "is_too_long": True, "address": kept["address"][:500]}
        cookie = signing.dumps(kept, salt=FORM_COOKIE, compress=True)
    _set_cookie(response, FORM_COOKIE, cookie)
    return not kept["is_too_long"]


def adopt_form(request: HttpRequest) -> None:
    """Take the forms that wait for whoever has signed in now into the session, once. Those of others go on waiting."""
    kept = [*_adopt_row(request), *_adopt_cookie(request)]
    if kept:
        request.session[SESSION_KEY] = _newest([*_fresh(request.session), *kept])


def _adopt_row(request: HttpRequest) -> list[dict[str, Any]]:
    name = f"{ROW_COOKIE}_{request.user.pk}"
    if name not in request.COOKIES:
        return []
    row = _row_of(request, request.user.pk)
    _drop_later(request, name)
    if row is None:
        return []
    kept = [each for each in _fresh(row) if each["owner"] == request.user.pk]
    delete_row(row=row)
    return kept


def _adopt_cookie(request: HttpRequest) -> list[dict[str, Any]]:
    if FORM_COOKIE not in request.COOKIES:
        return []
    try:
        kept = signing.loads(request.COOKIES[FORM_COOKIE], salt=FORM_COOKIE, max_age=SECONDS)
    except signing.BadSignature:
        _drop_later(request, FORM_COOKIE)
        return []
    if kept["owner"] not in {None, request.user.pk}:
        return []
    _drop_later(request, FORM_COOKIE)
    return [kept]


def _drop_later(request: HttpRequest, name: str) -> None:
    request.COOKIES.pop(name)
    request.META.setdefault(_ADOPTED, []).append(name)


def drop_form_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Delete the cookies of the forms that were taken into the session."""
    for name in request.META.get(_ADOPTED, []):
        response.delete_cookie(name, samesite="Lax")


def wants_json(request: HttpRequest) -> bool:
    """Tell whether one of our scripts sent the request: it keeps nothing and shows no page."""
    return not request.accepts("text/html") or "x-requested-with" in request.headers


def name_last_person(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie that names who was signed in last in this browser, and with which CSRF token."""
    people = _people(request)
    now = (request.user.pk, _mark(request.META.get("CSRF_COOKIE", "")))
    if people and people[-1] == now:
        return
    newest = [*(each for each in people if each != now), now][-MOST_PEOPLE:]
    response.set_signed_cookie(
        COOKIE, ".".join(f"{key}-{mark}" for key, mark in newest), salt=COOKIE,
        max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _people(request: HttpRequest) -> list[tuple[int, str]]:
    """Return who was signed in in this browser, each with the mark of a token, the newest last."""
    cookie = request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or ""
    pairs = [each.partition("-") for each in cookie.split(".")]
    return [(key, mark) for text, _dash, mark in pairs if (key := key_of(text))]


def _mark(secret: str) -> str:
    return salted_hmac(COOKIE, secret, algorithm="sha256").hexdigest()[:16]


def _secret_of(token: str) -> str:
    """Return what all tokens of one sign-in share: Django hides it on each page behind other letters."""
    places = [CSRF_ALLOWED_CHARS.index(letter) for letter in token]
    hidden_by, hidden = places[:CSRF_SECRET_LENGTH], places[CSRF_SECRET_LENGTH:]
    pairs = zip(hidden, hidden_by, strict=True)
    return "".join(
        CSRF_ALLOWED_CHARS[(one - other) % len(CSRF_ALLOWED_CHARS)] for one, other in pairs
    )


def _owner(request: HttpRequest) -> int | None:
    """Return on whose page the form was sent; nobody for a page that a visitor opened."""
    people = _people(request)
    token = request.POST.get("csrfmiddlewaretoken", "")
    has_token = len(token) == CSRF_TOKEN_LENGTH and token.isascii() and token.isalnum()
    if has_token:
        owners = {mark: key for key, mark in people}
        owner = owners.get(_mark(_secret_of(token)))
        if owner:
            return owner
    if request.user.is_authenticated:
        return request.user.pk
    return people[-1][0] if people and not has_token else None


def _fresh(session: SessionBase) -> list[dict[str, Any]]:
    oldest = time.time() - SECONDS
    return [kept for kept in session.get(SESSION_KEY, []) if kept["at"] >= oldest]


def _newest(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return as many of the newest forms as may be kept, in number and in length."""
    kept = kept[-MAX_POSTS:]
    while sum(len(value) for post in kept for _name, value in post["fields"]) > MAX_CHARACTERS:
        kept = kept[1:]
    return kept
