"""A match: its page, its agreement, its course and its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.forms.bases import Form
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from mentoring.actions.agreement import change_agreement, sign_agreement
from mentoring.actions.matches import end_match, give_feedback, pause_match, resume_match
from mentoring.forms.matches import AgreementForm, EndingReasonForm, FeedbackForm
from mentoring.forms.notes import NoteForm
from mentoring.models import Match, Signature
from mentoring.pages.match_page import page_of
from mentoring.participants import partner_of
from mentoring.states import MATCH_FLOW, MatchState
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
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "is_mentor": match.mentor_id == request.user.pk,
        "page": page_of(match, request.user, now=timezone.now()),
        "note_form": NoteForm(address=reverse("mentoring:note_new", args=[match.pk])),
    }
    return render(request, "mentoring/match_detail.html", context)


@reads_and_writes
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the agreement and sign it."""
    match = find_match(request, pk)
    form = Form(posted(request))
    if answer := save(
        request,
        form,
        lambda: sign_agreement(
            match=match,
            by=request.user,
            seen=request.POST.get("seen", ""),
            at=timezone.now(),
        ),
        to=match,
        said=_("Agreement signed."),
        page_for=(TransitionNotAllowed,),
    ):
        return answer
    if form.refusal:
        match.refresh_from_db(fields=["agreement", "agreement_html", "state"])
    signatures = Signature.objects.filter(match=match).select_related("user")
    standing = list(signatures.standing().order_by("signed_at", "pk"))
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "signatures": standing,
        "has_signed": any(one.user_id == request.user.pk for one in standing),
        "voided": list(signatures.exclude(voided_at=None).order_by("signed_at", "pk")),
        "may_edit": match.state in {MatchState.SIGNING, MatchState.ACTIVE},
        "refused": str(form.refusal or ""),
    }
    return show(request, "mentoring/agreement.html", form, context)


@reads_and_writes
def agreement_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the text that both will sign."""
    match = find_match(request, pk)
    if request.method == "GET" and not match.is_live:
        return redirect("mentoring:agreement", match.pk)
    form = AgreementForm(posted(request), initial={"agreement": match.agreement})
    answer = save(
        request,
        form,
        lambda: change_agreement(
            match=match,
            by=request.user,
            text=form.cleaned_data["agreement"].replace("\r\n", "\n"),
            at=timezone.now(),
        ),
        to=("mentoring:agreement", match.pk),
        said=_("Agreement saved. Both of you need to sign it."),
    )
    context = {"match": match, "other": partner_of(match, request.user)}
    return answer or show(request, "mentoring/agreement_edit.html", form, context)


@require_POST
def match_pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Pause the match."""
    match = find_match(request, pk)
    if not MATCH_FLOW.leads_here("pause", match):
        pause_match(match=match, by=request.user, at=timezone.now())
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
        said=_("Mentoring ended. Give each other feedback."),
        page_for=(TransitionNotAllowed,),
    )
    context = {"match": match, "other": partner_of(match, request.user)}
    return answer or show(request, "mentoring/match_end.html", form, context)


@reads_and_writes
def match_feedback(request: MemberRequest, pk: int) -> HttpResponse:
    """Give feedback at the end."""
    match = find_match(request, pk)
    form = FeedbackForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: give_feedback(match=match, author=request.user, at=timezone.now(), **form.words),
        to=match,
        said=_("Thank you for your feedback."),
    ):
        return answer
    given = match.feedback.select_related("author").order_by("given_at", "pk")
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "given": given,
        "has_given": any(one.author_id == request.user.pk for one in given),
    }
    return show(request, "mentoring/match_feedback.html", form, context)
