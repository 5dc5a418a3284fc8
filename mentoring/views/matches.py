"""A match: its page, its course and its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import has_blocked
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from mentoring.actions.matches import end_match, pause_match, resume_match
from mentoring.forms.matches import EndingReasonForm
from mentoring.forms.notes import NoteForm
from mentoring.models import Match, Session
from mentoring.pages.match_page import page_of
from mentoring.participants import partner_of
from mentoring.states import MATCH_FLOW
from workflow.flows import TransitionNotAllowed


def find_match(request: MemberRequest, pk: int) -> Match:
    """Find a match of the user, or raise 404."""
    found = Match.objects.visible_to(request.user).select_related(
        "mentor__profile", "mentee__profile", "organisation", "request__plan"
    )
    match = get_object_or_404(found, pk=pk)
    require(request.user, "mentoring.take_part", match)
    return match


@require_safe
def match_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show everything the two work with, on one page."""
    match = find_match(request, pk)
    other = partner_of(match, request.user)
    context = {
        "match": match,
        "other": other,
        "is_blocked": has_blocked(request.user, other.pk),
        "is_mentor": match.mentor_id == request.user.pk,
        "page": page_of(match, request.user, now=timezone.now()),
        "note_form": NoteForm(address=reverse("mentoring:note_new", args=[match.pk])),
    }
    return render(request, "mentoring/match_detail.html", context)


@require_POST
def match_pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Pause the match."""
    match = find_match(request, pk)
    if not MATCH_FLOW.leads_here("pause", match):
        now = timezone.now()
        has_sessions = Session.objects.filter(match=match).upcoming(now).exists()
        pause_match(match=match, by=request.user, at=now)
        if has_sessions:
            # Continuing brings no session back, so it would undo the half of it.
            messages.success(request, _("Mentoring paused. Booked sessions are cancelled."))
        else:
            undo = Undo(reverse("mentoring:match_resume", args=[pk]))
            messages.success(request, told(_("Mentoring paused."), undo))
    return redirect(match)


@require_POST
def match_resume(request: MemberRequest, pk: int) -> HttpResponse:
    """Resume the match after a pause."""
    match = find_match(request, pk)
    if not MATCH_FLOW.leads_here("resume", match):
        resume_match(match=match, by=request.user, at=timezone.now())
        undo = Undo(reverse("mentoring:match_pause", args=[pk]))
        messages.success(request, told(_("Mentoring continued."), undo))
    return redirect(match)


@reads_and_writes
def match_end(request: MemberRequest, pk: int) -> HttpResponse:
    """End the mentoring, with a reason."""
    match = find_match(request, pk)
    if MATCH_FLOW.leads_here("end", match):
        return redirect("mentoring:match_feedback", match.pk)
    form = EndingReasonForm(posted(request), label=_("End the mentoring"))
    answer = save(
        request,
        form,
        lambda: end_match(match=match, by=request.user, at=timezone.now(), **form.words),
        to=("mentoring:match_feedback", match.pk),
        said=_("Mentoring ended."),
        page_for=(TransitionNotAllowed,),
    )
    context = {"match": match, "other": partner_of(match, request.user)}
    return answer or show(request, "mentoring/match_end.html", form, context)
