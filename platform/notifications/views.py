"""The inbox, the preferences, and unsubscribing from a mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import key_of, moment_of, posted, reads_and_writes
from core.web.telling import Undo, told
from core.web.way_back import leads_back
from notifications.actions import (
    choose_preferences,
    mark_read,
    mark_unread,
    subscribe_again,
    undo_mark_read,
    unsubscribe,
)
from notifications.delivery.outbox import kept_mails
from notifications.forms import PreferencesForm
from notifications.inbox_table import inbox_layout
from notifications.mail import read_unsubscribe_token, unsubscribe_label
from notifications.models import Notification


@leads_back(gettext_lazy("notifications"))
@require_safe
def inbox(request: MemberRequest) -> HttpResponseBase:
    """Show the notifications of this person, newest first."""
    told = Notification.objects.open_to(request.user)
    only_unread = request.GET.get("show") == "unread"
    if only_unread:
        told = told.unread()
    table = WorkTable(request.GET, inbox_layout(), told.by_thing())
    context = {
        "only_unread": only_unread,
        "tabs": [
            (_("Everything"), "?", not only_unread),
            (_("Unread"), "?show=unread", only_unread),
        ],
    }
    return show_table(request, "notifications/inbox.html", table, context)


@require_POST
def mark(request: MemberRequest) -> HttpResponse:
    """Mark the chosen notifications as read or as unread; without ``as``, mark all as read."""
    state = request.POST.get("as")
    keys = [key for text in request.POST.getlist("notification") if (key := key_of(text))]
    if state is None and not request.POST.getlist("notification"):
        _mark_read(request, None)
    elif not keys:
        messages.info(request, _("Choose notifications first."))
    elif state == "unread":
        _tell_of_unread(request, mark_unread(user=request.user, keys=keys))
    else:
        _mark_read(request, keys)
    return redirect("notifications:inbox")


@require_POST
def mark_undo(request: MemberRequest) -> HttpResponse:
    """Mark as unread what was marked as read at the moment ``read_at``."""
    read_at = moment_of(request.POST.get("read_at"))
    if read_at is None:
        raise Http404
    _tell_of_unread(request, undo_mark_read(user=request.user, read_at=read_at))
    return redirect("notifications:inbox")


def _mark_read(request: MemberRequest, keys: list[int] | None) -> None:
    now = timezone.now()
    count = mark_read(user=request.user, keys=keys, at=now)
    undo = Undo(reverse("notifications:mark_undo"), {"read_at": now.isoformat()})
    text = ngettext("%(count)d marked as read.", "%(count)d marked as read.", count)
    messages.success(request, told(text, undo if count else None, count=count))


def _tell_of_unread(request: MemberRequest, count: int) -> None:
    text = ngettext("%(count)d marked as unread.", "%(count)d marked as unread.", count)
    messages.success(request, text % {"count": count})


@reads_and_writes
def preferences(request: MemberRequest) -> HttpResponse:
    """Let a person choose how they are told."""
    form = PreferencesForm(posted(request), user=request.user)
    answer = save(
        request,
        form,
        lambda: choose_preferences(
            user=request.user,
            channels=form.channels,
            frequency=form.cleaned_data["frequency"],
            quiet=(form.cleaned_data["quiet_from"], form.cleaned_data["quiet_until"]),
            resumed=form.resumed,
        ),
        to="notifications:preferences",
        said=_("Notification settings saved."),
    )
    return answer or show(request, "notifications/preferences.html", form)


@csrf_exempt  # RFC 8058: the mail program posts, and has no cookie of ours. The signed token stands for it.
@login_not_required
@reads_and_writes
@limit_rate("unsubscribe", "60/m")
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a mail: a page with a button for people, one POST for mail programs. ``undo`` takes it back."""
    try:
        user_pk, what = read_unsubscribe_token(token)
    except signing.BadSignature as error:
        raise Http404 from error
    user = get_object_or_404(User.objects.open(), pk=user_pk)
    label = unsubscribe_label(what)
    if not label:
        raise Http404
    state = "asked"
    if request.method == "POST" and "undo" in request.POST:
        subscribe_again(user=user, what=what)
        state = "undone"
    elif request.method == "POST":
        unsubscribe(user=user, what=what, at=timezone.now())
        state = "stopped"
    return render(request, "notifications/unsubscribe.html", {"what": label, "state": state})


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mail that the development server did not send."""
    if not settings.DEBUG:
        raise Http404
    to = request.GET.get("to", "")[:254]
    return render(request, "notifications/outbox.html", {"mails": kept_mails(to=to), "to": to})
