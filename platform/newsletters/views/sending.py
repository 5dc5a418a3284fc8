"""A test mail to oneself, sending with a second click, and stopping."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from newsletters.actions.sending import (
    gone_items,
    resume_issue,
    send_issue,
    send_test,
    stop_issue,
    withdraw_issue,
)
from newsletters.forms.issues import SendForm, WithdrawForm
from newsletters.models import Subscriber
from newsletters.states import ISSUE_FLOW
from newsletters.views.composing import find_draft
from newsletters.views.desk import find_issue


@require_POST
def issue_test(request: MemberRequest, pk: int) -> HttpResponse:
    """Mail the draft to the editor who asks."""
    issue = find_draft(request, pk)
    send_test(issue=issue, to=request.user, at=timezone.now())
    said = _("We have sent a test email to %(address)s.") % {"address": request.user.email}
    messages.success(request, said)
    return redirect("newsletters:issue_desk", pk)


@reads_and_writes
def issue_send(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask before sending: to how many, and that nothing can be changed after it. The second click sends."""
    issue = find_issue(request, pk)
    if request.method != "POST" and not issue.is_draft:
        return redirect("newsletters:issue_desk", pk)
    form = SendForm(posted(request), initial={"edit_number": issue.edit_number})

    def act() -> None:
        with ISSUE_FLOW.once("send", issue, by=request.user):
            send_issue(
                issue=issue,
                by=request.user,
                seen=form.cleaned_data["edit_number"],
                at=timezone.now(),
            )

    answer = save(
        request,
        form,
        act,
        to=("newsletters:issue_desk", pk),
        said=_("The issue is being sent."),
    )
    if answer:
        return answer
    if form.is_bound:
        # What is read now is what the next click sends.
        form.renew("edit_number", issue.edit_number)
    gone = gone_items(issue)
    context = {
        "issue": issue,
        "subscribers": Subscriber.objects.receiving().count(),
        "item_count": issue.items.count(),
        "gone": [item for item in issue.items.order_by("position", "pk") if item.pk in gone],
    }
    return show(request, "newsletters/issue_send.html", form, context)


@require_POST
def issue_stop(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop sending."""
    issue = find_issue(request, pk)
    with ISSUE_FLOW.once("stop", issue, by=request.user):
        stop_issue(issue=issue, by=request.user, at=timezone.now())
    messages.success(
        request, _("Sending has stopped. Up to a hundred more emails may still be sent.")
    )
    return redirect("newsletters:issue_desk", pk)


@require_POST
def issue_resume(request: MemberRequest, pk: int) -> HttpResponse:
    """Continue sending."""
    issue = find_issue(request, pk)
    with ISSUE_FLOW.once("resume", issue, by=request.user):
        resume_issue(issue=issue, by=request.user, at=timezone.now())
    messages.success(request, _("Sending continues to those who have not received the issue."))
    return redirect("newsletters:issue_desk", pk)


@reads_and_writes
def issue_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an issue out of the archive for good, with a reason; a second click changes nothing."""
    issue = find_issue(request, pk)
    if request.method != "POST" and issue.state not in ISSUE_FLOW.moves["withdraw"].sources:
        return redirect("newsletters:issue_desk", pk)
    form = WithdrawForm(posted(request))

    def act() -> None:
        reason = form.cleaned_data["reason"]
        with ISSUE_FLOW.once("withdraw", issue, by=request.user, note=reason):
            withdraw_issue(issue=issue, by=request.user, reason=reason, at=timezone.now())

    answer = save(
        request,
        form,
        act,
        to=("newsletters:issue_desk", pk),
        said=_("Issue withdrawn."),
    )
    return answer or show(request, "newsletters/issue_withdraw.html", form, {"issue": issue})
