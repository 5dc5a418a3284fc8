"""Pages of tokens: one's own, and for administrators those of everyone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.signing_in.reauthentication import ask_again
from api.actions import NewToken, make_token, revoke_token
from api.forms import TokenForm
from api.models import Service, Token
from api.sections import SCOPES
from api.views.tables import TOKENS
from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import paginate, posted, reads_and_writes
from core.web.way_back import leads_back


@require_safe
def token_list(request: MemberRequest) -> HttpResponse:
    """Show my tokens, the newest first."""
    mine = Token.objects.filter(person=request.user).select_related("service").newest_first()
    services = Service.objects.filter(contact=request.user).order_by("name", "pk")
    context = {"page": _rows(request, mine), "services": services}
    return render(request, "api/token_list.html", context)


@leads_back(gettext_lazy("all tokens"))
@require_safe
def all_tokens(request: MemberRequest) -> HttpResponseBase:
    """Show administrators the tokens of everyone that work."""
    require(request.user, "api.manage_services")
    working = Token.objects.visible_to(request.user).working(timezone.now())
    table = WorkTable(request.GET, TOKENS, working.select_related("person", "service"))
    return show_table(request, "api/all_tokens.html", table)


@reads_and_writes
@ask_again
@limit_rate("tokens", "30/h", methods=["POST"])
def token_new(request: MemberRequest) -> HttpResponse:
    """Make a token of my own, and show its secret once."""
    require(request.user, "api.make_token")
    form = TokenForm(posted(request))
    return show_once(
        request,
        form,
        lambda: make_token(
            person=request.user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            days=form.cleaned_data["days"],
            key=form.key,
            at=timezone.now(),
        ),
    ) or show(request, "api/token_new.html", form)


@require_POST
def token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Revoke a token for good."""
    seen = Token.objects.visible_to(request.user).select_related("service")
    token = get_object_or_404(seen, pk=pk)
    require(request.user, "api.revoke_token", token)
    revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("Token “%(name)s” revoked.") % {"name": token})
    if token.service:
        return redirect(token.service)
    return redirect("api:token_list" if token.person_id == request.user.pk else "api:all_tokens")


def show_once(
    request: MemberRequest, form: TokenForm | Any, make: Callable[[], NewToken]
) -> HttpResponse | None:
    """Make a token and answer with its secret, which nobody can show again. Nothing while the form is wrong."""
    made: list[NewToken] = []
    answer = save(request, form, lambda: made.append(make()), to="api:token_list")
    if answer is None:
        return None
    [(token, secret)] = made
    return render(request, "api/token_made.html", {"token": token, "secret": secret})


def _rows(request: MemberRequest, tokens: Any) -> Any:
    page = paginate(request, tokens)
    page.object_list = token_rows(page.object_list)
    return page


def token_rows(tokens: Any) -> list[dict[str, Any]]:
    """Return the tokens as a list shows them, with what they may do in words."""
    now = timezone.now()
    return [
        {
            "token": token,
            "is_working": token.is_working(now),
            "may": [SCOPES[scope].label for scope in token.granted if scope in SCOPES],
        }
        for token in tokens
    ]
