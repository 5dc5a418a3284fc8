"""The reader's time zone, the second factor of staff, private pages, and when a session was last used."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signing_in.access import has_settled_second_factor, note_activity
from accounts.signing_in.interrupted_forms import (
    SENT_FIELD,
    SESSION_KEY,
    adopt_form,
    ask_to_sign_in,
    discard_form,
    drop_form_cookie,
    keep_form,
    name_last_person,
    wants_json,
)
from accounts.signing_in.known_devices import remember_device

GetResponse = Callable[[HttpRequest], HttpResponse]
# What a visitor's way through the sign-in pages leaves with us is forgotten soon after.
SECONDS_SIGNED_OUT = 60 * 60


def _turned_away(page: str) -> HttpResponseRedirect:
    """Lead to another page before the view was asked, so that nothing that was sent counts as taken."""
    response = redirect(page)
    response.is_refusal = True  # type: ignore[attr-defined]
    return response


class TimeZoneMiddleware:
    """Shows moments in the reader's own time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Looked up now at the latest. Rules and templates ask it hundreds of times a page, and each time Django's stand-in,
        # which would look it up later, takes longer than the answer.
        request.user = get_user(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone)):
            return self.get_response(request)


class NoStoreMiddleware:
    """Keeps what people see while they are signed in out of every cache, that of their own browser too.

    On a shared computer, "back" after signing out then asks the server. An answer that names its age
    (``max-age``) or forbids storing keeps what its view decided.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # After a failure nobody is looked up again: the database may be what failed, and the page shows nothing.
        if response.status_code >= 500 or not request.user.is_authenticated:
            return response
        decided = response.get("Cache-Control", "")
        if "max-age" not in decided and "no-store" not in decided:
            response["Cache-Control"] = "private, no-store"
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Requires sign-in. A form sent after a session had ended is kept until its sender is back."""

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            adopt_form(request)
        if request.method == "POST" and SESSION_KEY in request.session:
            discard_form(request, request.POST.get(SENT_FIELD, ""))
        refusal = super().process_view(request, view, args, kwargs)
        if refusal is not None and wants_json(request):
            return JsonResponse({"message": _("You are signed out. Sign in again.")}, status=401)
        return refusal

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        # After a failure nobody is looked up again: that may be what failed, and took its time.
        if response.status_code >= 500:
            return response
        if request.user.is_authenticated:
            adopt_form(request)
            drop_form_cookie(request, response)
            name_last_person(request, response)
            remember_device(request, response)
        elif request.session.modified and not request.session.is_empty():
            request.session.set_expiry(SECONDS_SIGNED_OUT)
        return response

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method != "POST" or wants_json(request):
            return super().handle_no_permission(request, view_func)
        return ask_to_sign_in(request)


class StaffSecondFactorMiddleware:
    """Sends staff without a second factor to set one up, and then back to the form they sent."""

    WAITING_KEY = "resume_after_second_factor"
    OPEN_NAMES = ("mfa_", "account_", "usersessions_")
    OPEN_APPS = frozenset({"core"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or self._is_open(request):
            return None
        if request.user.is_leaving:
            # The page on which they can keep the account is the only one left to them.
            return None
        if has_settled_second_factor(request, request.user):
            if request.method == "GET" and request.session.pop(self.WAITING_KEY, False):
                return redirect("accounts:resume")
            return None
        if request.method == "POST" and not wants_json(request):
            keep_form(request)
            request.session[self.WAITING_KEY] = True
        messages.warning(
            request,
            _("Your role requires two-step verification. Set it up here to continue."),
        )
        return _turned_away("mfa_index")

    def _is_open(self, request: HttpRequest) -> bool:
        """Tell whether the page is open without a second factor: one's own sign-in pages, and those for machines."""
        match = request.resolver_match
        if match is None:
            return False
        if match.app_names:
            return match.app_names[0] in self.OPEN_APPS
        return (match.url_name or "").startswith(self.OPEN_NAMES)


class LeavingMiddleware:
    """Shows people who asked to have their account closed nothing but the page to keep it and their data."""

    OPEN_NAMES = frozenset(
        {
            *("accounts:leaving", "accounts:data_export", "dashboard:help", "account_logout"),
            *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        }
    )
    OPEN_APPS = frozenset({"core"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or not request.user.is_leaving:
            return None
        match = request.resolver_match
        is_open = match is not None and (
            match.view_name in self.OPEN_NAMES or bool(self.OPEN_APPS & set(match.app_names))
        )
        if is_open:
            return None
        if wants_json(request):
            return JsonResponse({"message": _("Your account is being closed.")}, status=403)
        return _turned_away("accounts:leaving")


class SessionActivityMiddleware:
    """Notes when a session was last used, without a query for nearly all requests."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            note_activity(request)
        return self.get_response(request)
