"""The public archive: every issue that was sent, a page for each, and a feed."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.permissions import allows
from core.web.ratelimit import limit_rate
from core.web.requests import paginate
from newsletters.composing import Composed
from newsletters.models import Issue
from newsletters.states import IssueState
from workflow.history import moves_of

_MOST_ENTRIES = 20


@login_not_required
@require_safe
def issue_list(request: HttpRequest) -> HttpResponse:
    """List every issue that was sent, the newest first."""
    context = {"page": paginate(request, Issue.objects.in_archive(), per_page=25)}
    return render(request, "newsletters/issue_list.html", context)


@login_not_required
@require_safe
def issue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issue as a page; one that was withdrawn leaves its reason (410)."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user), pk=pk)
    may_edit = allows(request.user, "newsletters.edit")
    if issue.state == IssueState.WITHDRAWN and not may_edit:
        notes = [move.note for move in moves_of(issue) if move.move == "withdraw"]
        context = {"issue": issue, "reason": notes[-1] if notes else ""}
        return render(request, "newsletters/issue_withdrawn.html", context, status=410)
    context = {
        "issue": issue,
        "parts": Composed(issue).parts(),
        "canonical": settings.SITE_URL + issue.get_absolute_url(),
    }
    return render(request, "newsletters/issue_detail.html", context)


@login_not_required
@require_safe
@limit_rate("feed", "60/m")
@conditional_page
def issue_feed(request: HttpRequest) -> HttpResponse:
    """Send the newest issues as Atom. The same for every reader."""
    feed = Atom1Feed(
        title=_("Newsletter of %(institute)s") % {"institute": settings.INSTITUTE_NAME},
        link=settings.SITE_URL + reverse("newsletters:issue_list"),
        description="",
        language="en-gb",
        feed_url=f"{settings.SITE_URL}{request.path}",
        author_name=settings.INSTITUTE_NAME,
    )
    for issue in Issue.objects.in_archive().with_items()[:_MOST_ENTRIES]:
        address = settings.SITE_URL + issue.get_absolute_url()
        words = {"issue": issue, "items": issue.items.all(), "site": settings.SITE_URL}
        feed.add_item(
            title=issue.title,
            link=address,
            description=render_to_string("newsletters/_feed_entry.html", words),
            unique_id=address,
            pubdate=issue.sent_at,
            updateddate=issue.sent_at,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
