"""The editors' desk: queues, one submission, its reviewers and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.roles import Role
from core.forms.answering import save, show
from core.permissions import require
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from submissions.actions.assignment import assign_editor, claim, release, start_review
from submissions.actions.decisions import accept_submission, decline_submission, request_changes
from submissions.actions.reviews import cancel_review, invite_reviewer
from submissions.display import display_revision
from submissions.forms.editors import AssignForm, DeskFilterForm, EditorDecisionForm, InviteForm
from submissions.history import history_for_editor, letters
from submissions.letters import delivered_reviews, letter_for
from submissions.models import CRITERIA, Review, Submission, Verdict
from submissions.named_co_authors import co_authors_with_conflicts
from submissions.placing.queue import studies_to_place
from submissions.queues import LABELS, queues_of, submissions_in
from submissions.reviewer_suggestions import suggest_reviewers
from submissions.states import (
    SUBMISSION_FLOW,
    ReviewState,
    SubmissionState,
    moves_from,
)
from submissions.views.tables import desk_layout
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

_MOVES = {
    Verdict.ACCEPT: "accept",
    Verdict.CHANGES: "request_changes",
    Verdict.DECLINE: "decline",
}


@leads_back(gettext_lazy("the editors’ desk"))
@require_safe
def desk(request: MemberRequest) -> HttpResponseBase:
    """Show a queue of submissions: the one that is asked for, or the first with work in it."""
    require(request.user, "submissions.use_desk")
    now = timezone.now()
    queues = queues_of(request.user, at=now)
    name = request.GET.get("queue", "")
    if name not in LABELS:
        name = next((queue.name for queue in queues if queue.count), "new")
    form = DeskFilterForm(request.GET or None, initial={"queue": name})
    narrowed = form.cleaned_data if form.is_valid() else {}
    works = submissions_in(name, editor=request.user, at=now, filters=narrowed)
    context = {
        "tabs": [
            (f"{each.label} ({each.count})", f"?queue={each.name}", each.name == name)
            for each in queues
        ],
        "queue": name,
        "queue_label": LABELS[name],
        "to_place": studies_to_place(request.user).count(),
        "filters": Filters(form, request.GET),
    }
    table = WorkTable(request.GET, desk_layout(now), works)
    return show_table(request, "submissions/desk.html", table, context)


@require_safe
def desk_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one submission as its editor needs it: the work, the reviews, the history, and the next moves."""
    submission = _find(request, pk)
    revisions = list(submission.revisions.select_related("submission").order_by("number"))
    reviews = list(
        submission.reviews.select_related("reviewer", "revision").order_by("invited_at", "pk")
    )
    moves = moves_from(submission.state, is_resubmitted=len(revisions) > 1)
    context = {
        "submission": submission,
        "work": display_revision(
            revisions[-1], kind=submission.kind, openable=submission.attachments.all()
        ),
        "revisions": revisions,
        "changed": revisions[-1] if len(revisions) > 1 else None,
        "reviews": reviews,
        "criteria": CRITERIA,
        "co_authors": co_authors_with_conflicts(revisions[-1], reviews),
        "letters": letters(submission.decisions.select_related("editor")),
        "story": history_for_editor(Transition.objects.of(submission), revisions, reviews),
        "moves": moves,
        "is_to_place": bool(submission.record_id)
        and studies_to_place(request.user).filter(pk=pk).exists(),
        "verdicts": [verdict for verdict, move in _MOVES.items() if move in moves],
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    return render(request, "submissions/desk_detail.html", context)


@require_POST
def submission_claim(request: MemberRequest, pk: int) -> HttpResponse:
    """Claim a submission that waits for an editor."""
    submission = _find(request, pk)
    require(request.user, "submissions.claim", submission)
    if not _has_happened("claim", submission, request):
        claim(submission=submission, editor=request.user, at=timezone.now())
        undo = Undo(reverse("submissions:submission_release", args=[pk]))
        messages.success(request, told(_("You are now the editor."), undo))
    return redirect("submissions:desk_detail", pk)


@require_POST
def submission_release(request: MemberRequest, pk: int) -> HttpResponse:
    """Release a submission to the queue."""
    submission = _find(request, pk)
    if submission.state == SubmissionState.SUBMITTED and submission.editor is None:
        return redirect("submissions:desk")
    require(request.user, "submissions.handle", submission)
    release(submission=submission, editor=request.user, at=timezone.now())
    undo = Undo(reverse("submissions:submission_claim", args=[pk]))
    work = linked(f"“{submission}”", "submissions:desk_detail", pk)
    sentence = _("%(work)s returned to the queue for another editor.")
    messages.success(request, told(sentence, undo, work=work))
    return redirect("submissions:desk")


@require_POST
def submission_start_review(request: MemberRequest, pk: int) -> HttpResponse:
    """End the screening."""
    submission = _find(request, pk)
    require(request.user, "submissions.handle", submission)
    if not _has_happened("start_review", submission, request):
        start_review(submission=submission, editor=request.user, at=timezone.now())
        messages.success(request, _("Review started. Now ask someone to review it."))
    return redirect("submissions:submission_invite", pk)


@reads_and_writes
def submission_assign(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand the submission over to another editor, or take one that has none."""
    submission = _find(request, pk)
    require(request.user, "submissions.assign", submission)
    if not submission.is_open:
        raise TransitionNotAllowed("assign", submission)
    editors = (
        User.objects.open()
        .filter(groups__name__in=[Role.EDITOR, Role.ADMINISTRATOR])
        .exclude(pk__in=[submission.author_id, submission.editor_id or 0])
        .exclude(reviews__submission=submission)
        .order_by("full_name", "pk")
        .distinct()
    )
    form = AssignForm(posted(request), editors=editors)
    answer = save(
        request,
        form,
        lambda: assign_editor(
            submission=submission, by=request.user, at=timezone.now(), **form.words
        ),
        to=("submissions:desk_detail", pk),
        said=lambda _assigned: _("%(name)s is now the editor.") % {"name": form.words["editor"]},
    )
    return answer or show(
        request, "submissions/submission_assign.html", form, {"submission": submission}
    )


@reads_and_writes
def submission_invite(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask someone to review the latest revision, out of people who know its topics."""
    submission = _find(request, pk)
    require(request.user, "submissions.handle", submission)
    if submission.state not in {SubmissionState.SCREENING, SubmissionState.IN_REVIEW}:
        raise TransitionNotAllowed("invite", submission)
    if _was_asked(submission, request.POST.get("reviewer", "")):
        return redirect("submissions:desk_detail", pk)
    text = request.GET.get("q", "")[:100].replace("\x00", "")
    suggestions = suggest_reviewers(submission, by=request.user, text=text)
    form = InviteForm(posted(request), suggestions=suggestions)
    answer = save(
        request,
        form,
        lambda: invite_reviewer(
            submission=submission,
            reviewer=form.chosen,
            by=request.user,
            due_on=form.cleaned_data["due_on"],
            message=form.cleaned_data["message"],
            at=timezone.now(),
        ),
        to=("submissions:desk_detail", pk),
        said=lambda review: (
            _("We have asked %(name)s to review it by %(day)s.")
            % {"name": review.reviewer, "day": date_format(review.due_on, "j F Y")}
        ),
    )
    context = {"submission": submission, "q": text, "suggestions": suggestions}
    return answer or show(request, "submissions/submission_invite.html", form, context)


@require_POST
def review_cancel(request: MemberRequest, pk: int, review_pk: int) -> HttpResponse:
    """Stop waiting for a review."""
    submission = _find(request, pk)
    require(request.user, "submissions.handle", submission)
    review = get_object_or_404(Review, submission=submission, pk=review_pk)
    if review.state == ReviewState.CANCELLED:
        return redirect("submissions:desk_detail", pk)
    cancel_review(review=review, by=request.user, at=timezone.now())
    messages.success(request, _("Review cancelled. We have told the reviewer."))
    return redirect("submissions:desk_detail", pk)


@reads_and_writes
def submission_decide(request: MemberRequest, pk: int, verdict: str) -> HttpResponse:
    """Write the letter and decide: accept and publish, ask for changes, or decline."""
    submission = _find(request, pk)
    require(request.user, "submissions.handle", submission)
    if verdict not in Verdict.values:
        raise Http404
    chosen = Verdict(verdict)
    if _has_happened(_MOVES[chosen], submission, request):
        return redirect("submissions:desk_detail", pk)
    number = submission.revisions.count()
    if _MOVES[chosen] not in moves_from(submission.state, is_resubmitted=number > 1):
        raise TransitionNotAllowed(_MOVES[chosen], submission)
    reviews = delivered_reviews(submission)
    form = EditorDecisionForm(
        posted(request),
        verdict=chosen,
        has_reviews=bool(reviews),
        initial={"letter": letter_for(submission, chosen, editor=request.user)},
    )
    if answer := save(
        request,
        form,
        lambda: _DECISIONS[chosen](
            submission=submission,
            editor=request.user,
            letter=form.cleaned_data["letter"],
            at=timezone.now(),
        ),
        to=("submissions:desk_detail", pk),
        said=_("Decision made. We have told the author."),
    ):
        return answer
    open_count = submission.reviews.open().count()
    context = {
        "submission": submission,
        "verdict": chosen,
        "reviews": [review for review in reviews if review.revision.number == number],
        "earlier_reviews": [review for review in reviews if review.revision.number < number],
        "criteria": CRITERIA,
        "open_count": open_count,
    }
    return show(request, "submissions/submission_decide.html", form, context)


_DECISIONS: dict[Verdict, Callable[..., Any]] = {
    Verdict.ACCEPT: accept_submission,
    Verdict.CHANGES: request_changes,
    Verdict.DECLINE: decline_submission,
}


def _has_happened(move: str, submission: Submission, request: MemberRequest) -> bool:
    """Tell whether this editor made the move already, as after a second click or going back to the form."""
    target = SUBMISSION_FLOW.moves[move].target
    return submission.state == target and submission.editor_id == request.user.pk


def _was_asked(submission: Submission, reviewer: str) -> bool:
    """Tell whether this person is invited to review the latest revision already, as after a second click."""
    latest = submission.revisions.order_by("-number").values("pk")[:1]
    return submission.reviews.open().filter(reviewer=key_of(reviewer), revision__in=latest).exists()


def _find(request: MemberRequest, pk: int) -> Submission:
    """Find a submission that this editor may handle, or raise 404."""
    require(request.user, "submissions.use_desk")
    works = Submission.objects.for_desk_of(request.user)
    return get_object_or_404(works.select_related("author", "editor", "record"), pk=pk)
