"""The desk of the newsletter: all issues, and one with its items, how it is doing, and how it looks as a mail."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.way_back import leads_back
from newsletters.actions.sending import gone_items
from newsletters.composing import Composed
from newsletters.figures_of_issues import count_subscribers, figures_of
from newsletters.mail import example_body
from newsletters.models import Issue
from newsletters.tables import ISSUES, rows_of
from workflow import history
from workflow.history import moves_of

_MOVES: dict[str, StrOrPromise] = {
    "send": _("Sending began"),
    "stop": _("Sending stopped"),
    "resume": _("Sending continued"),
    "finish": _("Sending ended"),
    "withdraw": _("Withdrawn"),
}


def find_issue(request: MemberRequest, pk: int) -> Issue:
    """Return an issue to one of its editors. Raises ``Http404`` for others, unless everyone may read it: then 403."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user), pk=pk)
    require(request.user, "newsletters.edit", issue)
    return issue


@leads_back(_("newsletter issues"))
@require_safe
def desk(request: MemberRequest) -> HttpResponseBase:
    """List all issues, the last changed first."""
    require(request.user, "newsletters.edit")
    table = WorkTable(request.GET, ISSUES, Issue.objects.all(), rows=rows_of)
    return show_table(request, "newsletters/desk.html", table, {"figures": count_subscribers()})


@require_safe
def issue_desk(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an issue to its editors: what is in it, what can be done with it, and how its sending goes on."""
    issue = find_issue(request, pk)
    composed = Composed(issue)
    context: dict[str, Any] = {
        "issue": issue,
        "items": composed.items,
        "headings": composed.parts(),
        "gone": gone_items(issue) if issue.is_draft else set(),
        "figures": figures_of([issue])[issue.pk],
        "history": history.events_of(moves_of(issue), _MOVES),
    }
    return render(request, "newsletters/issue_desk.html", context)


@require_safe
def issue_mail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the plain text of the mail, with a way to its HTML."""
    issue = find_issue(request, pk)
    context = {"issue": issue, "text": example_body(issue).text}
    return render(request, "newsletters/issue_mail.html", context)


@require_safe
def issue_mail_html(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mail as mail programs do, as a page without any frame."""
    return HttpResponse(example_body(find_issue(request, pk)).html)
