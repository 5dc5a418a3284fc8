"""The state of the site, for administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.doctor.findings import State, examine, worst
from core.permissions import require
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from dashboard.actions import send_test_mail

_ORDER = (State.FAULT, State.WARNING, State.OK)
_BADGES = {State.OK: "ok", State.WARNING: "wait", State.FAULT: "stop"}


@require_safe
@limit_rate("operation", "30/m")
def operation(request: MemberRequest) -> HttpResponse:
    """Show what ``manage.py doctor`` tells, the faults first."""
    require(request.user, "dashboard.operate")
    findings = examine(now=timezone.now())
    worst_first = sorted(findings, key=lambda finding: _ORDER.index(finding.state))
    context = {
        "findings": [(finding, _BADGES[finding.state]) for finding in worst_first],
        "state": worst(findings),
    }
    return render(request, "dashboard/operation.html", context)


@require_POST
@limit_rate("test-mail", "5/m")
def test_mail_send(request: MemberRequest) -> HttpResponse:
    """Send the administrator a test mail."""
    require(request.user, "dashboard.operate")
    send_test_mail(user=request.user, at=timezone.now())
    messages.success(
        request,
        _("We have sent a test email to %(address)s. If it does not arrive, the reason is below.")
        % {"address": request.user.email},
    )
    return redirect("dashboard:operation")
