"""The inbox, the preferences, and unsubscribing from a mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import key_of, paginate, posted, reads_and_writes
from notifications.actions import choose_channels, mark_read, mark_unread, unsubscribe
from notifications.delivery.outbox import kept_mails
from notifications.forms import PreferencesForm
from notifications.mail import read_unsubscribe_token, unsubscribe_label
from notifications.models import Notification


@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Show the notifications of this person, newest first."""
    told = Notification.objects.filter(recipient=request.user).newest_first()
    only_unread = request.GET.get("show") == "unread"
    if only_unread:
        told = told.unread()
    context = {"page": paginate(request, told), "only_unread": only_unread}
    return render(request, "notifications/inbox.html", context)


@require_POST
def mark(request: MemberRequest) -> HttpResponse:
    """Mark one notification, or all, as read; or one as unread again."""
    chosen = request.POST.get("notification", "")
    if chosen and not chosen.isascii():
        raise Http404
    key = key_of(chosen) or None
    if request.POST.get("as") == "unread" and key is not None:
        mark_unread(user=request.user, notification_id=key)
    elif key is not None or not chosen:
        count = mark_read(user=request.user, notification_id=key, at=timezone.now())
        messages.success(
            request,
            ngettext("%(count)d marked as read.", "%(count)d marked as read.", count)
            % {"count": count},
        )
    return redirect("notifications:inbox")


@reads_and_writes
def preferences(request: MemberRequest) -> HttpResponse:
    """Let a person choose how they are told."""
    form = PreferencesForm(posted(request), user=request.user)
    answer = save(
        request,
        form,
        lambda: choose_channels(
            user=request.user,
            channels=form.channels,
            frequency=form.cleaned_data["frequency"],
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
    """Unsubscribe from a mail: a page with a button for people, one POST for mail programs."""
    try:
        user_pk, what = read_unsubscribe_token(token)
    except signing.BadSignature as error:
        raise Http404 from error
    user = get_object_or_404(User.objects.open(), pk=user_pk)
    if request.method == "POST":
        unsubscribe(user=user, what=what)
    context = {"what": unsubscribe_label(what), "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mail that the development server did not send."""
    if not settings.DEBUG:
        raise Http404
    to = request.GET.get("to", "")[:254]
    return render(request, "notifications/outbox.html", {"mails": kept_mails(to=to), "to": to})
