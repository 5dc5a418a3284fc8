"""My account: its settings, my data, its end, and what I sent when my session had ended."""

from django.conf import settings as site_settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actions.leaving import ask_to_close, keep_account
from accounts.forms.closing import CloseAccountForm
from accounts.models import ClosingRequest, User
from accounts.personal_data.archive import stream_archive
from accounts.personal_data.registry import personal_data_of
from accounts.signing_in.interrupted_forms import discard_form, interrupted_forms
from accounts.signing_in.reauthentication import ask_again_on_post
from core.files.uploads import answer_whole
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes


@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """Show where everything about my account can be changed."""
    return render(request, "accounts/settings.html")


@reads_and_writes
@ask_again_on_post
@limit_rate("data_export", "10/h", methods=["POST"])
def data_export(request: MemberRequest) -> HttpResponseBase:
    """Download everything that is kept about me, as one archive."""
    if request.method != "POST":
        return render(request, "accounts/data_export.html")
    response = answer_whole(
        stream_archive(personal_data_of(request.user)),
        name=f"praxis-my-data-{timezone.localdate():%Y-%m-%d}.zip",
        media_type="application/zip",
    )
    response["Cache-Control"] = "no-store"
    # The archive is compressed already; this keeps the server from compressing it again.
    response["Content-Encoding"] = "identity"
    return response


@reads_and_writes
@ask_again_on_post
def close_account(request: MemberRequest) -> HttpResponse:
    """Ask to have my account closed in two weeks, after naming what goes, what stays, and what ends at once."""
    form = CloseAccountForm(posted(request), user=request.user)

    def act() -> User:
        user = ask_to_close(
            user=request.user,
            erases_posts=form.cleaned_data["posts"] == "erase",
            at=timezone.now(),
        )
        logout(request)
        return user

    answer = save(
        request,
        form,
        act,
        to=site_settings.LOGOUT_REDIRECT_URL,
        said=lambda user: (
            _("We will close your account on %(day)s. Sign in before then to keep it.")
            % {"day": date_format(timezone.localtime(user.closes_at), "j F Y")}
        ),
    )
    return answer or show(request, "accounts/close_account.html", form)


@never_cache
@reads_and_writes
def leaving(request: MemberRequest) -> HttpResponse:
    """Keep the account that I asked to have closed. Everyone else is sent to their settings."""
    if not request.user.is_leaving:
        return redirect("accounts:settings")
    if request.method == "POST":
        keep_account(user=request.user, at=timezone.now())
        messages.success(request, _("You have kept your account. Welcome back."))
        return redirect(site_settings.LOGIN_REDIRECT_URL)
    wish = ClosingRequest.objects.get(user=request.user)
    return render(request, "accounts/leaving.html", {"wish": wish})


@never_cache
@reads_and_writes
def resume(request: MemberRequest) -> HttpResponse:
    """Show the forms I sent after my session had ended, to send again or discard."""
    if request.method == "POST":
        discard_form(request, request.POST.get("let_go", ""))
        messages.info(request, _("The form was not sent."))
        return redirect("accounts:resume")
    kept = interrupted_forms(request)
    if not kept:
        return redirect(site_settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/resume.html", {"kept": kept})
