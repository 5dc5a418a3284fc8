"""How a mentee does in their courses, for the mentee and, once they consent, for the mentor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.types import MemberRequest
from core.web.telling import Undo, told
from courses.cohorts.stuck import learning_in_full
from mentoring.actions.progress import share_progress, stop_sharing_progress
from mentoring.participants import partner_of
from mentoring.views.matches import find_match


@require_safe
def match_progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mentee's courses: what is done, what is overdue, and with which question they fail."""
    match = find_match(request, pk)
    require(request.user, "mentoring.see_progress", match)
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "is_mentee": match.mentee_id == request.user.pk,
        "courses": learning_in_full(match.mentee, now=timezone.now()),
    }
    return render(request, "mentoring/match_progress.html", context)


@require_POST
def progress_share(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the mentor see the progress."""
    match = find_match(request, pk)
    require(request.user, "mentoring.share_progress", match)
    share_progress(match=match, at=timezone.now())
    words = _("Your mentor sees your progress now.")
    messages.success(request, told(words, Undo(reverse("mentoring:progress_unshare", args=[pk]))))
    return redirect("mentoring:match_progress", pk)


@require_POST
def progress_unshare(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the mentor see the progress no longer."""
    match = find_match(request, pk)
    require(request.user, "mentoring.share_progress", match)
    stop_sharing_progress(match=match)
    messages.success(request, _("Your mentor no longer sees your progress."))
    return redirect("mentoring:match_progress", pk)
