"""A match: its page, its agreement, its course and its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.editing import EditedElsewhere
from core.permissions import require
from core.refusals import Conflict
from core.types import MemberRequest
from core.web import posted, reads_and_writes
from mentoring.actions.agreement import change_agreement, sign_agreement
from mentoring.actions.matches import end_match, give_feedback, pause_match, resume_match
from mentoring.forms.work import AgreementForm, FeedbackForm, NoteForm, ReasonForm
from mentoring.match_page import page_of
from mentoring.models import Match, Signature
from mentoring.people import other_of
from mentoring.states import MATCH_FLOW, MatchState
from workflow.flows import TransitionNotAllowed


def find_match(request: MemberRequest, pk: int) -> Match:
    """The match, for one of its two people; for everyone else it does not exist."""
    found = Match.objects.visible_to(request.user).select_related(
        "mentor__profile", "mentee__profile", "organisation", "request__plan"
    )
    match = get_object_or_404(found, pk=pk)
    require(request.user, "mentoring.take_part", match)
    return match


@require_safe
def match_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything the two work with, on one page."""
    match = find_match(request, pk)
    context = {
        "match": match,
        "other": other_of(match, request.user),
        "is_mentor": match.mentor_id == request.user.pk,
        "page": page_of(match, request.user, now=timezone.now()),
        "note_form": NoteForm(address=reverse("mentoring:note_new", args=[match.pk])),
    }
    return render(request, "mentoring/match_detail.html", context)


@reads_and_writes
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the agreement and sign it."""
    match = find_match(request, pk)
    refused = ""
    if request.method == "POST":
        try:
            sign_agreement(
                match=match,
                by=request.user,
                seen=request.POST.get("seen", ""),
                at=timezone.now(),
            )
        except TransitionNotAllowed:
            raise
        except Conflict as refusal:
            refused = str(refusal)
            match.refresh_from_db(fields=["agreement", "agreement_html", "state"])
        else:
            messages.success(request, _("You have signed the agreement."))
            return redirect(match)
    signatures = Signature.objects.filter(match=match).select_related("user")
    standing = list(signatures.standing().order_by("signed_at", "pk"))
    context = {
        "match": match,
        "other": other_of(match, request.user),
        "signatures": standing,
        "has_signed": any(one.user_id == request.user.pk for one in standing),
        "voided": list(signatures.exclude(voided_at=None).order_by("signed_at", "pk")),
        "may_edit": match.state in {MatchState.SIGNING, MatchState.ACTIVE},
        "refused": refused,
    }
    return render(request, "mentoring/agreement.html", context)


@reads_and_writes
def agreement_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the text that both will sign."""
    match = find_match(request, pk)
    form = AgreementForm(posted(request), initial={"agreement": match.agreement})
    is_sent = form.is_valid()
    conflict = form.conflict() if is_sent else []
    if is_sent and not conflict:
        text = form.cleaned_data["agreement"].replace("\r\n", "\n")
        try:
            change_agreement(match=match, by=request.user, text=text, at=timezone.now())
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The agreement is saved. Both of you sign this text."))
            return redirect("mentoring:agreement", match.pk)
    context = {
        "match": match,
        "form": form,
        "other": other_of(match, request.user),
        "conflict": conflict,
    }
    status = EditedElsewhere.status if conflict else 200
    return render(request, "mentoring/agreement_edit.html", context, status=status)


@require_POST
def match_pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the mentoring rest."""
    match = find_match(request, pk)
    if not MATCH_FLOW.has_made("pause", match):
        pause_match(match=match, by=request.user, at=timezone.now())
        messages.success(request, _("The mentoring is paused."))
    return redirect(match)


@require_POST
def match_resume(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on after a pause."""
    match = find_match(request, pk)
    if not MATCH_FLOW.has_made("resume", match):
        resume_match(match=match, by=request.user, at=timezone.now())
        messages.success(request, _("The mentoring goes on."))
    return redirect(match)


@reads_and_writes
def match_end(request: MemberRequest, pk: int) -> HttpResponse:
    """End the mentoring, with a reason."""
    match = find_match(request, pk)
    if request.method == "POST" and MATCH_FLOW.has_made("end", match):
        return redirect("mentoring:match_feedback", match.pk)
    form = ReasonForm(posted(request), label=_("End the mentoring"))
    if form.is_valid():
        end_match(
            match=match, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now()
        )
        messages.success(request, _("The mentoring has ended. Tell each other how it was."))
        return redirect("mentoring:match_feedback", match.pk)
    context = {"match": match, "form": form, "other": other_of(match, request.user)}
    return render(request, "mentoring/match_end.html", context)


@reads_and_writes
def match_feedback(request: MemberRequest, pk: int) -> HttpResponse:
    """Say how it was."""
    match = find_match(request, pk)
    form = FeedbackForm(posted(request))
    if form.is_valid():
        try:
            give_feedback(
                match=match,
                author=request.user,
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you for your feedback."))
            return redirect(match)
    given = match.feedback.select_related("author").order_by("given_at", "pk")
    context = {
        "match": match,
        "form": form,
        "other": other_of(match, request.user),
        "given": given,
        "has_given": any(one.author_id == request.user.pk for one in given),
    }
    return render(request, "mentoring/match_feedback.html", context)
