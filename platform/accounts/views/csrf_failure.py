"""The answer to forms with an outdated CSRF token, as after another sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.signing_in.interrupted_forms import (
    ask_to_sign_in,
    is_of_another,
    keep_for_sender,
    keep_form,
    wants_json,
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without a valid token (403), but lose nothing of what one of our own pages sent.

    What comes from another site is never offered for sending: its text would be the other site's.
    """
    if not _is_of_our_own_page(request) or wants_json(request) or not _is_for_members(request):
        return render(request, "403_csrf.html", status=403)
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if is_of_another(request):
        response = HttpResponse(status=403)
        is_kept = keep_for_sender(request, response)
        response.content = render_to_string("403_csrf.html", {"is_kept": is_kept}, request=request)
        return response
    keep_form(request)
    messages.warning(request, _("You have signed in again since this page was opened."))
    return redirect("accounts:resume")


def _is_of_our_own_page(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _is_for_members(request: HttpRequest) -> bool:
    """Tell whether the page is for members: forms of the sign-in pages need not be kept."""
    view = request.resolver_match.func if request.resolver_match else None
    return request.user.is_authenticated or getattr(view, "login_required", True)
